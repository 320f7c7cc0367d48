import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ContactProgress,
  DEFAULT_RETRY_RULES,
  mayRingUntil,
  nextContactState,
  parseRetryRules,
  type RetryRules,
} from "./retry.ts";
import { OUTCOMES } from "./values.ts";

const now = new Date("2026-06-01T02:00:00Z");
const rules: RetryRules = {
  maxAttempts: 4,
  outcomes: { busy: { delayMinutes: 10, max: 2 }, no_answer: { delayMinutes: 120, max: 9 } },
};
const base: ContactProgress = { rules, attempts: 1, outcomeCounts: {}, outcome: "busy", now };
const said = (over: Partial<NonNullable<ContactProgress["disposition"]>>) => ({
  disposition: { retryAfterMinutes: null, doNotCall: false, success: false, ...over },
});

it.each<[string, Partial<ContactProgress>, string, string, string?]>([
  ["first busy", { outcomeCounts: { busy: 1 } }, "ready", "retry_busy", "2026-06-01T02:10:00.000Z"],
  ["second busy of two", { attempts: 2, outcomeCounts: { busy: 2 } }, "done", "outcome_limit"],
  [
    "no answer",
    { outcome: "no_answer", outcomeCounts: { no_answer: 1 } },
    "ready",
    "retry_no_answer",
    "2026-06-01T04:00:00.000Z",
  ],
  [
    "a busy one that may ring on for longer than the rule waits",
    { outcomeCounts: { busy: 1 }, ringsUntil: new Date("2026-06-01T02:11:30Z") },
    "ready",
    "retry_busy",
    "2026-06-01T02:11:30.000Z",
  ],
  [
    "one that may ring on for a shorter time",
    { outcomeCounts: { busy: 1 }, ringsUntil: mayRingUntil(now) },
    "ready",
    "retry_busy",
    "2026-06-01T02:10:00.000Z",
  ],
  ["no answer, the last attempt", { attempts: 4, outcome: "no_answer" }, "done", "attempt_cap"],
  ["an outcome nobody stated", { outcome: "unreachable" }, "done", "outcome_not_retried"],
  ["answered, nothing said", { outcome: "answered" }, "done", "outcome_not_retried"],
  ["a success", { outcome: "answered", ...said({ success: true, retryAfterMinutes: 5 }) }, "done", "success"],
  ["not interested", { outcome: "answered", ...said({}) }, "done", "disposition"],
  [
    "call me tomorrow",
    { outcome: "answered", ...said({ retryAfterMinutes: 1440 }) },
    "ready",
    "retry_disposition",
    "2026-06-02T02:00:00.000Z",
  ],
  [
    "call me at three",
    { outcome: "answered", callbackAt: new Date("2026-06-01T15:00:00Z"), ...said({ retryAfterMinutes: 1440 }) },
    "ready",
    "callback",
    "2026-06-01T15:00:00.000Z",
  ],
  [
    "a callback promised, and sold after all",
    { outcome: "answered", callbackAt: new Date("2026-06-01T15:00:00Z"), ...said({ success: true }) },
    "done",
    "success",
  ],
  ["call me tomorrow, the last attempt", { attempts: 4, ...said({ retryAfterMinutes: 1440 }) }, "done", "attempt_cap"],
  ["never call me again", said({ doNotCall: true, success: true, retryAfterMinutes: 1 }), "blocked", "do_not_call"],
])("%s", (_, progress, state, reason, at) => {
  const next = nextContactState({ ...base, ...progress });
  expect(next).toMatchObject({ state, reason });
  expect(next.state === "ready" ? next.nextAttemptAt.toISOString() : undefined).toBe(at);
});

it("never retries for ever, and never at once", () => {
  const rule = fc.record({ delayMinutes: fc.integer({ min: 1, max: 9999 }), max: fc.integer({ min: 1, max: 100 }) });
  const anyRules = fc.record({
    maxAttempts: fc.integer({ min: 1, max: 20 }),
    outcomes: fc.dictionary(fc.constantFrom(...OUTCOMES), rule),
  });
  const step = fc.record({
    outcome: fc.constantFrom(...OUTCOMES),
    retryAfter: fc.option(fc.integer({ min: 1, max: 99 })),
  });
  fc.assert(
    fc.property(anyRules, fc.array(step, { minLength: 25, maxLength: 25 }), (given, steps) => {
      const counts: Record<string, number> = {};
      let attempts = 0;
      for (const { outcome, retryAfter } of steps) {
        attempts += 1;
        counts[outcome] = (counts[outcome] ?? 0) + 1;
        const disposition =
          retryAfter === null
            ? {}
            : { disposition: { retryAfterMinutes: retryAfter, doNotCall: false, success: false } };
        const next = nextContactState({ rules: given, attempts, outcomeCounts: counts, outcome, now, ...disposition });
        if (next.state !== "ready") break;
        expect(next.nextAttemptAt.getTime()).toBeGreaterThanOrEqual(now.getTime() + 60_000);
      }
      expect(attempts).toBeLessThanOrEqual(given.maxAttempts);
    }),
  );
});

describe("parseRetryRules", () => {
  it("takes the default", () => expect(parseRetryRules(DEFAULT_RETRY_RULES)).toEqual(DEFAULT_RETRY_RULES));

  it.each([
    [{ ...rules, maxAttempts: 0 }, "maxAttempts"],
    [{ ...rules, maxAttempts: 101 }, "maxAttempts"],
    [{ ...rules, outcomes: { busy: { delayMinutes: 0, max: 1 } } }, "outcomes.busy.delayMinutes"],
    [{ ...rules, outcomes: { busy: { delayMinutes: 5 } } }, "outcomes.busy.max"],
    [{ ...rules, outcomes: { sleeping: { delayMinutes: 5, max: 1 } } }, "outcomes.sleeping"],
    [{ ...rules, forever: true }, "forever"],
    [undefined, ""],
  ])("refuses %j at %j", (json, path) => {
    expect(() => parseRetryRules(json)).toThrow(
      expect.objectContaining({ code: "RETRY_RULES_INVALID", details: expect.objectContaining({ path }) }),
    );
  });
});
