import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AttemptEvent, attemptTransition, isAttemptClosed, talkMs } from "./call-machine.ts";
import { ATTEMPT_STATES, type AttemptState } from "./values.ts";

const EVENTS: AttemptEvent[] = ["claim", "release", "ringing", "answered", "joined", "end"];

/** Rows: from; columns: EVENTS. A state, or R(epeated), O(ut of order), C(losed). */
const TABLE: Record<AttemptState, string> = {
  reserved: "dialing released O O O O",
  dialing: "R O ringing answered O ended",
  ringing: "R O R answered O ended",
  answered: "R O R R joined ended",
  joined: "R O R R R ended",
  ended: "C C C C C C",
  released: "C C C C C C",
};
const CODES: Record<string, string> = { R: "ATTEMPT_REPEATED", O: "ATTEMPT_OUT_OF_ORDER", C: "ATTEMPT_CLOSED" };

it.each(
  ATTEMPT_STATES.flatMap((state) =>
    EVENTS.map((event, i) => [state, event, TABLE[state].split(" ")[i] ?? ""] as const),
  ),
)("%s, %s: %s", (state, event, expected) => {
  const code = CODES[expected];
  expect(attemptTransition(state, event)).toEqual(code ? { ok: false, code } : { ok: true, state: expected });
});

it("whatever is told twice or late, an attempt is claimed once, answered once, and closes once", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 }), (events) => {
      let state: AttemptState = "reserved";
      const seen: AttemptState[] = [];
      for (const event of events) {
        const step = attemptTransition(state, event);
        if (!step.ok) continue;
        expect(isAttemptClosed(state)).toBe(false);
        state = step.state;
        seen.push(state);
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.includes("released") && seen.includes("dialing")).toBe(false);
    }),
  );
});

describe("talkMs", () => {
  const at = (seconds: number) => new Date(seconds * 1000);
  it.each([
    [at(10), at(20), 10_000],
    [at(10), null, 0],
    [null, at(20), 0],
    [null, null, 0],
    [at(20), at(10), 0],
  ])("%s to %s is %i", (joined, parted, ms) => expect(talkMs(joined, parted)).toBe(ms));
});
