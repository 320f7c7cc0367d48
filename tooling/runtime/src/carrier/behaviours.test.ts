import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { behaviourOfEnding, calleeBehaviour, ENDINGS, endingsOf } from "./behaviours.ts";
import { carrierDialplan } from "./dialplan.ts";

describe("the carrier's callees", () => {
  it("are defined for every ending, within the promised times", () => {
    expect(ENDINGS).toHaveLength(100);
    for (const ending of ENDINGS) {
      const { kind, ringMs, talkMs, outcome } = behaviourOfEnding(ending);
      if (outcome === "answered") expect(ringMs).toSatisfy((ms: number) => ms >= 300 && ms <= 2_000);
      if (kind === "talker") expect(talkMs).toSatisfy((ms: number) => ms >= 2_000 && ms <= 8_000);
      if (kind === "no_answer") expect(ringMs).toBeNull();
    }
  });

  it("pick up about six times in ten", () => {
    const answered = ENDINGS.filter((ending) => behaviourOfEnding(ending).outcome === "answered");
    expect(answered.length).toBeGreaterThanOrEqual(55);
    expect(answered.length).toBeLessThanOrEqual(65);
  });

  it("show every kind of behaviour", () => {
    for (const kind of [
      "talker",
      "waiter",
      "presser",
      "greeter",
      "hangs_up",
      "machine",
      "busy",
      "no_answer",
      "rejected",
      "congestion",
      "unallocated",
    ] as const) {
      expect(endingsOf(kind).length, kind).toBeGreaterThan(0);
    }
  });

  it("depend on the last two digits alone, for any number of 7 to 15 digits", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{7,15}$/), (number) => {
        expect(calleeBehaviour(number)).toEqual(behaviourOfEnding(number.slice(-2)));
        expect(calleeBehaviour(`+${number}`)).toEqual(calleeBehaviour(number));
      }),
    );
    for (const refused of ["123456", "1234567890123456", "12345ab", ""])
      expect(calleeBehaviour(refused)).toBeUndefined();
  });

  it("are all in the dialplan, with the cause of the table", () => {
    const dialplan = carrierDialplan();
    for (const ending of ENDINGS) {
      const body =
        new RegExp(`^exten => ${ending},1,([\\s\\S]*?)(?=^exten|(?![\\s\\S]))`, "m").exec(dialplan)?.[1] ?? "";
      const { kind, q850, outcome } = behaviourOfEnding(ending);
      expect(body, ending).toContain(`NoOp(${kind})`);
      expect(body, ending).toContain(`Hangup(${q850})`);
      expect(body.includes("Answer()"), ending).toBe(outcome === "answered");
    }
  });
});
