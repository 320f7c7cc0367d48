import { describe, expect, it } from "vitest";
import { timeZoneOf } from "./time-zone.ts";

describe("timeZoneOf", () => {
  it.each([
    ["+8613800138000", "CN", "Asia/Shanghai"],
    ["+12125550123", "US", "America/New_York"],
    ["+13105550123", "US", "America/Los_Angeles"],
    ["+18005550123", "US", "America/New_York"],
    ["+85221234567", "HK", "Asia/Hong_Kong"],
    ["+61491570006", "AU", "Australia/Sydney"],
    ["+16045550123", "CA", "America/Vancouver"],
    ["+442079460000", "GB", "Europe/London"],
    ["+447700900000", "GB", "Europe/London"],
    ["+551155501234", "BR", "America/Sao_Paulo"],
    ["+74950000000", "RU", "Europe/Moscow"],
    ["+34600000000", "ES", "Europe/Madrid"],
  ])("%s is in %s", (phone, country, zone) => {
    expect(timeZoneOf(phone, country)).toBe(zone);
  });

  it("says null for a country that nobody knows", () => {
    expect(timeZoneOf("+99900000", "QQ")).toBeNull();
  });
});
