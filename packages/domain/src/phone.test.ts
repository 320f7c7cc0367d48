import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPhoneCountry, maskPhone, nationalDigits, normalisePhone } from "./phone.ts";

describe("normalisePhone", () => {
  it.each([
    ["13812345678", "CN", "+8613812345678"],
    ["138 1234 5678", "CN", "+8613812345678"],
    ["138-1234-5678", "CN", "+8613812345678"],
    ["１３８１２３４５６７８", "CN", "+8613812345678"],
    ["＋８６ １３８ １２３４ ５６７８", "US", "+8613812345678"],
    ["008613812345678", "US", "+8613812345678"],
    ["+86 138 1234 5678", null, "+8613812345678"],
    ["(+86) 138 1234 5678", "GB", "+8613812345678"],
    ["（0086）13812345678", "CN", "+8613812345678"],
    ["+0086 13812345678", "CN", "+8613812345678"],
    ["86 13812345678", "CN", "+8613812345678"],
    ["13812345678.0", "CN", "+8613812345678"],
    ["'13812345678", "CN", "+8613812345678"],
    ["tel:+8613812345678", null, "+8613812345678"],
    ["\u202d13812345678\u202c\u00a0", "CN", "+8613812345678"],
    ["010-6505 1234", "CN", "+861065051234"],
    ["(010) 65051234", "CN", "+861065051234"],
    ["+86 (0)10 6505 1234", "CN", "+861065051234"],
    ["+44 (0)20 7946 0958", "US", "+442079460958"],
    ["020 7946 0958", "GB", "+442079460958"],
    ["(212) 555‑2368", "US", "+12125552368"],
    ["+39 06 6982", "IT", "+39066982"],
    ["+1 212-555-2368", "CN", "+12125552368"],
  ])("%j of %s is %s", (raw, country, e164) => {
    expect(normalisePhone(raw, country)).toMatchObject({ ok: true, e164 });
  });

  it.each([
    ["+1 416 555 0134", "US", "CA"],
    ["+7 727 258 1234", null, "KZ"],
    ["13812345678", "CN", "CN"],
  ])("%s (list of %s) is of %s", (raw, list, country) => {
    expect(normalisePhone(raw, list)).toMatchObject({ ok: true, country });
  });

  it.each([
    ["", "CN", "empty"],
    ["  \u200b ", "CN", "empty"],
    ["n/a", "CN", "not_a_number"],
    ["8.61381E+12", "CN", "not_a_number"],
    ["---", "CN", "not_a_number"],
    ["13812345678/13912345678", "CN", "too_long"],
    ["13812345678, 13912345678", "CN", "not_a_number"],
    ["1-800-FLOWERS", "US", "not_a_number"],
    ["12", "CN", "too_short"],
    ["1381234567890123456", "CN", "too_long"],
    ["19999999999999", "CN", "too_long"],
    ["(123) 456-7890", "US", "invalid"],
    ["13812345678", null, "no_country"],
    ["13812345678", "XX", "no_country"],
    ["+800 1234 5678", null, "no_country"],
    ["010-65051234 ext. 12", "CN", "has_extension"],
    ["010-65051234转801", "CN", "has_extension"],
    ["+1 212 555 2368 x12", "US", "has_extension"],
    ["2125552368#9", "US", "has_extension"],
  ])("%j of %s is refused: %s", (raw, country, reason) => {
    expect(normalisePhone(raw, country)).toEqual({ ok: false, reason });
  });

  it("takes any text without throwing, and its own answer again", () => {
    const messy = fc.string({ unit: fc.constantFrom(..."0123456789+-() .x#/a１转".split("")), maxLength: 20 });
    fc.assert(
      fc.property(messy, fc.constantFrom("CN", "US", "GB", null), (raw, country) => {
        const phone = normalisePhone(raw, country);
        if (phone.ok) expect(normalisePhone(phone.e164, null)).toEqual(phone);
      }),
      { numRuns: 2000 },
    );
  });
});

it.each([
  ["+8613812345600", "+86•••••••00"],
  ["+12125552368", "+1•••••••68"],
  ["+85212345678", "+852•••••••78"],
  ["+861234", "+86•••••••34"],
  ["+86123", "•••••••"],
  ["13812345600", "•••••••"],
  ["", "•••••••"],
])("masks %j as %s", (phone, masked) => expect(maskPhone(phone)).toBe(masked));

it("splits the country code off", () => {
  expect(nationalDigits("+8610086")).toBe("10086");
  expect(nationalDigits("10086")).toBe("10086");
  expect(isPhoneCountry("CN")).toBe(true);
  expect(isPhoneCountry("cn")).toBe(false);
});
