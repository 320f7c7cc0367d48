import { describe, expect, it } from "vitest";
import { lengthLimits, NO_FILTERS, placeAndTime, readFilters, writeFilters } from "./filters.ts";

describe("filters of calls", () => {
  it("stand in the address as they were chosen, beside what is open", () => {
    const chosen = { ...NO_FILTERS, campaignId: "c1", outcome: "busy", length: "long", to: "2026-03-11" } as const;
    const address = writeFilters(chosen, { call: "x1", recording: null });
    expect(address).toBe("?campaign=c1&outcome=busy&length=long&to=2026-03-11&call=x1");
    expect(readFilters(new URLSearchParams(address))).toEqual(chosen);
    expect(writeFilters(NO_FILTERS, {})).toBe("");
  });

  it("do not take what cannot be meant", () => {
    const typed = new URLSearchParams("outcome=nice&length=1&from=2026-02-30&to=yesterday");
    expect(readFilters(typed)).toEqual(NO_FILTERS);
  });

  it("reach from the first instant of a day to the last of another, in the workspace's zone", () => {
    const days = { ...NO_FILTERS, from: "2026-03-08", to: "2026-03-08" };
    // The clocks go forward: a day of 23 hours.
    expect(placeAndTime(days, "America/New_York")).toEqual({
      from: new Date("2026-03-08T05:00:00Z"),
      to: new Date("2026-03-09T04:00:00Z"),
    });
  });

  it.each([
    [null, {}],
    ["short", { shorterThanMs: 30_000 }],
    ["middle", { longerThanMs: 30_000, shorterThanMs: 180_000 }],
    ["longest", { longerThanMs: 600_000 }],
  ] as const)("of a length %s ask for %j", (length, limits) => expect(lengthLimits(length)).toEqual(limits));
});
