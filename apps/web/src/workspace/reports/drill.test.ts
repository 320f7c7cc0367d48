import { expect, test } from "vitest";
import { callsBehind } from "./drill.ts";

const period = { from: "2026-02-10", through: "2026-03-11" } as const;
const calls = (...groups: ("day" | "month" | "hour" | "campaign" | "agent" | "disposition" | "team")[]) =>
  ({ report: "calls", groups, ...period }) as const;
const nothing = { campaign: null, list: null, unit: null, agent: null, disposition: null };

test.each([
  [calls("day"), ["2026-03-09"], "/w/calls?from=2026-03-09&to=2026-03-09"],
  // A month at either end is no longer than the period.
  [calls("month"), ["2026-02"], "/w/calls?from=2026-02-10&to=2026-02-28"],
  [calls("month"), ["2026-03"], "/w/calls?from=2026-03-01&to=2026-03-11"],
  [calls("campaign", "agent"), ["c1", "m1"], "/w/calls?campaign=c1&agent=m1&from=2026-02-10&to=2026-03-11"],
  [calls("disposition"), ["d1"], "/w/calls?disposition=d1&from=2026-02-10&to=2026-03-11"],
  [calls("disposition"), [null], null],
  [calls("hour"), ["2026-03-09T01:00:00.000Z"], null],
  [calls("team"), ["u1"], null],
  [{ ...calls("day"), report: "seats" as const }, ["2026-03-09"], null],
])("a row of %j is the calls that can be listed", (report, keys, address) => {
  expect(callsBehind(report, { keys }, nothing)).toBe(address);
});

test("what the report is narrowed to, its calls are too; a figure of one outcome is those calls alone", () => {
  const row = { keys: ["2026-03-09"] };
  expect(callsBehind(calls("day"), row, { ...nothing, campaign: "c1", agent: "m1" }, "busy")).toBe(
    "/w/calls?campaign=c1&agent=m1&outcome=busy&from=2026-03-09&to=2026-03-09",
  );
  expect(callsBehind(calls("day"), row, { ...nothing, list: "l1" })).toBeNull();
  expect(callsBehind(calls("day"), row, nothing, "averageTalk")).toBeNull();
});
