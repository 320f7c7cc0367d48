import { describe, expect, it } from "vitest";
import { call } from "./fixtures.test-support.ts";
import { daysCovered, takeOnce } from "./usage.ts";

describe("takeOnce", () => {
  it("sorts by day, then by id", () => {
    const usage = [call("b", "2026-06-02"), call("c", "2026-06-01"), call("a", "2026-06-02"), call("b", "2026-06-02")];
    expect(takeOnce(usage).map((fact) => fact.id)).toEqual(["c", "a", "b"]);
  });

  it.each([
    { localDate: "2026-06-02" },
    { kind: "seat_day" as const },
    { contractVersionId: "v2" },
    { direction: "inbound" as const },
    { quantity: 2n },
  ])("refuses one id with two contents: %s", (other) => {
    expect(() => takeOnce([call("a", "2026-06-01"), call("a", "2026-06-01", other)])).toThrow(
      expect.objectContaining({ code: "USAGE_CONFLICT" }),
    );
  });
});

it("days cover a period to the day after the last", () => {
  expect(daysCovered(["2026-06-01", "2026-06-30"])).toEqual({ from: "2026-06-01", to: "2026-07-01" });
  expect(() => daysCovered([])).toThrow(expect.objectContaining({ code: "PERIOD_EMPTY" }));
});
