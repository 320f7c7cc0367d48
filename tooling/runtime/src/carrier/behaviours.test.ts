import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { behaviourOfEnding, calleeBehaviour, ENDINGS, endingsOf } from "./behaviours.ts";
import { carrierDialplan } from "./dialplan.ts";
import { drawnBehaviour, drawnNumber } from "./drawn.ts";

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

  it("depend on the last two digits alone, for any number of 7 to 15 digits that is not drawn", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-8]\d{6,14}$/), (number) => {
        expect(calleeBehaviour(number)).toEqual(behaviourOfEnding(number.slice(-2)));
        expect(calleeBehaviour(`+${number}`)).toEqual(calleeBehaviour(number));
      }),
    );
    for (const refused of ["123456", "1234567890123456", "12345ab", ""])
      expect(calleeBehaviour(refused)).toBeUndefined();
  });

  it("say what they do in a drawn number, and two of them never have the same", () => {
    const callee = fc.record({
      answers: fc.boolean(),
      ringMs: fc.double({ min: 0, max: 9_994, noNaN: true }),
      talkMs: fc.double({ min: 0, max: 99_994, noNaN: true }),
    });
    fc.assert(
      fc.property(callee, fc.nat(9_999), (drawn, index) => {
        const number = drawnNumber(drawn, index);
        expect(number).toMatch(/^\+999\d{12}$/);
        const behaviour = calleeBehaviour(number);
        expect(behaviour?.outcome).toBe(drawn.answers ? "answered" : "no_answer");
        if (!drawn.answers) return;
        expect(Math.abs((behaviour?.ringMs ?? 0) - drawn.ringMs)).toBeLessThanOrEqual(5.001);
        expect(Math.abs((behaviour?.talkMs ?? 0) - drawn.talkMs)).toBeLessThanOrEqual(5.001);
        expect(drawnNumber(drawn, (index + 1) % 10_000)).not.toBe(number);
      }),
    );
    expect(() => drawnNumber({ answers: true, ringMs: 9_995, talkMs: 0 }, 0)).toThrow(RangeError);
    expect(drawnBehaviour("+86138000000100")).toBeUndefined();
    expect(drawnBehaviour("+99912345678901")).toBeUndefined();
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
