import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { budgetOf, createPrice } from "./budget.ts";
import type { PacingParams, PacingSnapshot } from "./types.ts";

const LIMIT = 0.03;
const params: PacingParams = {
  maxAbandonedRate: LIMIT,
  joinDeadlineMs: 2_000,
  ringTimeoutMs: 25_000,
  mode: "predictive",
};
const NOW = 1_700_000_000_000;

function floor(agents: number, answered: number, abandoned: number, minutesLeft: number): PacingSnapshot {
  return {
    nowMs: NOW,
    agents: Array.from({ length: agents }, () => ({ phase: "talking", sinceMs: NOW - 30_000 })),
    ringing: [],
    waiting: [],
    ledger: { answered, abandoned, windowEndsMs: NOW + minutesLeft * 60_000 },
    linesFree: 1_000,
  };
}

/** A price whose bank holds what the whole day has earned. */
const rich = { ...createPrice(), bank: 1_000 };

describe("what may be risked", () => {
  it("can be paid back by the answers that are sure to come before the window ends", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 20_000 }),
        fc.double({ min: 0, max: 0.06, noNaN: true }),
        fc.integer({ min: 0, max: 600 }),
        fc.integer({ min: 30, max: 900 }),
        (agents, answered, share, minutesLeft, cycleS) => {
          const abandoned = Math.round(answered * share);
          const budget = budgetOf(rich, floor(agents, answered, abandoned, minutesLeft), params, {
            abandoned: 0,
            handlingS: cycleS / 2,
            searchS: cycleS / 2,
          });
          if (budget.riskAllowed === 0) return;
          const toCome = (agents * minutesLeft * 60) / (0.575 * cycleS);
          expect(abandoned + 1).toBeLessThanOrEqual(LIMIT * (answered + 1 + toCome));
        },
      ),
      { numRuns: 500 },
    );
  });

  // Three agents, one answer in twenty calls: 300 s from answer to answer when nothing is risked. Nine of 303 were abandoned: the limit itself.
  it.each([
    [300, true],
    [180, true],
    [90, true],
    [40, false],
    [0, false],
  ])("at the limit with %i minutes left: something is risked, %s", (minutesLeft, risked) => {
    const { riskAllowed } = budgetOf(rich, floor(3, 303, 9, minutesLeft), params, {
      abandoned: 0,
      handlingS: 100,
      searchS: 200,
    });
    expect(riskAllowed > 0).toBe(risked);
  });

  it("is a tenth where only careful dialling would pay it back", () => {
    const at = (minutesLeft: number) =>
      budgetOf(rich, floor(3, 303, 9, minutesLeft), params, { abandoned: 0, handlingS: 100, searchS: 200 }).riskAllowed;
    expect(at(90)).toBeGreaterThan(0);
    expect(at(90)).toBeLessThan(0.3 * at(300));
  });

  it("keeps more back the more calls may be answered in the same second", () => {
    const left = [3, 50, 200].map(
      (agents) =>
        budgetOf(rich, floor(agents, 1_000, 20, 0), params, { abandoned: 0, handlingS: 70, searchS: 30 }).left,
    );
    expect(left[0]).toBeCloseTo(0.98 * 30 - 20 - 1, 6);
    expect(left[1]).toBeLessThan((left[0] as number) - 3);
    expect(left[2]).toBeLessThan((left[1] as number) - 10);
  });
});
