import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ClockSlice, oneClock, overlappingHours } from "./hourly-clock.ts";
import { BILLABLE_DUTY_STATES, type HourlyParams } from "./price-type.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 9, 5, 8, minute));
const slice = (
  tenantId: string,
  dutyState: ClockSlice["dutyState"],
  from: number,
  to: number,
  personId = "li",
): ClockSlice => ({ personId, tenantId, dutyState, from: at(from), to: at(to) });
const text = (slices: readonly ClockSlice[]) =>
  slices.map(
    (one) => `${one.personId} ${one.tenantId} ${one.dutyState} ${one.from.getUTCMinutes()}-${one.to.getUTCMinutes()}`,
  );

describe("one clock per person", () => {
  it.each<[string, ClockSlice[], string[]]>([
    [
      "leaves what does not overlap",
      [slice("b", "ready", 5, 9), slice("a", "ready", 0, 5)],
      ["li a ready 0-5", "li b ready 5-9"],
    ],
    [
      "gives talking the moment, and ready what is left on both sides",
      [slice("a", "ready", 0, 10), slice("b", "talking", 3, 6)],
      ["li a ready 0-3", "li b talking 3-6", "li a ready 6-10"],
    ],
    [
      "puts talking before wrap-up before ready before paused",
      [slice("a", "paused", 0, 8), slice("b", "ready", 2, 8), slice("c", "wrapup", 4, 8), slice("d", "talking", 6, 8)],
      ["li a paused 0-2", "li b ready 2-4", "li c wrapup 4-6", "li d talking 6-8"],
    ],
    [
      "of one state takes the slice that began earlier",
      [slice("a", "talking", 3, 9), slice("b", "talking", 1, 5)],
      ["li b talking 1-5", "li a talking 5-9"],
    ],
    ["then the lower id", [slice("b", "ready", 0, 5), slice("a", "ready", 0, 5)], ["li a ready 0-5"]],
    [
      "keeps people apart",
      [slice("a", "ready", 0, 5, "wang"), slice("b", "ready", 0, 5)],
      ["li b ready 0-5", "wang a ready 0-5"],
    ],
    ["leaves out what has no duration", [slice("a", "ready", 5, 5), slice("a", "ready", 6, 5)], []],
  ])("%s", (_what, slices, expected) => {
    expect(text(oneClock(slices))).toEqual(expected);
    expect(text(oneClock([...slices].reverse()))).toEqual(expected);
  });

  it("keeps what else a slice carries", () => {
    const [first] = oneClock([{ ...slice("a", "ready", 0, 5), role: "agent" }]);
    expect(first?.role).toBe("agent");
  });

  const slices = fc.array(
    fc
      .record({
        personId: fc.constantFrom("li", "wang"),
        tenantId: fc.constantFrom("a", "b", "c"),
        dutyState: fc.constantFrom(...BILLABLE_DUTY_STATES),
        from: fc.integer({ min: 0, max: 50 }),
        length: fc.integer({ min: 0, max: 9 }),
      })
      .map((one) => slice(one.tenantId, one.dutyState, one.from, one.from + one.length, one.personId)),
    { maxLength: 20 },
  );
  const covers = (one: ClockSlice, person: string, minute: number) =>
    one.personId === person && one.from <= at(minute) && one.to > at(minute);

  it("never overlaps and covers exactly what was covered, each moment by the most engaged", () => {
    const rank = ["talking", "wrapup", "ready", "paused"];
    fc.assert(
      fc.property(slices, (all) => {
        const cut = oneClock(all);
        for (const person of ["li", "wang"]) {
          for (let minute = 0; minute < 60; minute++) {
            const offered = all.filter((one) => covers(one, person, minute));
            const taken = cut.filter((one) => covers(one, person, minute));
            expect(taken.length).toBe(offered.length > 0 ? 1 : 0);
            if (taken[0] === undefined) continue;
            const best = Math.min(...offered.map((one) => rank.indexOf(one.dutyState)));
            expect(rank.indexOf(taken[0].dutyState)).toBe(best);
          }
        }
        expect(oneClock([...all].reverse())).toEqual(cut);
        expect(oneClock(cut)).toEqual(cut);
      }),
    );
  });
});

describe("hourly prices that overlap", () => {
  const hourly = (states: HourlyParams["states"], roles?: HourlyParams["roles"]): HourlyParams => ({
    type: "hourly",
    rate: "1",
    incrementSeconds: 1,
    states,
    roles,
  });
  const other = { type: "message", rate: "1" } as const;

  it.each([
    [[hourly(["ready"]), other, hourly(["talking"])], []],
    [
      [hourly(["ready"]), other, hourly(["talking", "ready"])],
      [{ first: 0, second: 2, states: ["ready"], roles: null }],
    ],
    [[hourly(["ready"], ["agent"]), hourly(["ready"], ["supervisor"])], []],
    [[hourly(["ready"], ["agent"]), hourly(["ready"])], [{ first: 0, second: 1, states: ["ready"], roles: ["agent"] }]],
    [
      [other, hourly(["ready"]), hourly(["ready"], ["agent", "supervisor"])],
      [{ first: 1, second: 2, states: ["ready"], roles: ["agent", "supervisor"] }],
    ],
  ])("are found: %j", (components, expected) => {
    expect(overlappingHours(components)).toEqual(expected);
  });
});
