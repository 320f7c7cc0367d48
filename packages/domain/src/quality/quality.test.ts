import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deviationsOf } from "./calibration.ts";
import { questionsOf } from "./questions.ts";
import { FULL_BP, scoreOf } from "./score.ts";
import { type Answer, type Answers, type Question, type ScorecardForm, scorecardForm } from "./scorecard.ts";

const question = (id: string, patch: Partial<Question> = {}): Question => ({
  ...{ id, text: id, hint: "", kind: "yesno", max: 1, weight: 1, fatal: false, notApplicable: true },
  ...patch,
});
const formOf = (...questions: Question[]): ScorecardForm => ({ sections: [{ id: "s", title: "S", questions }] });
const say = (values: Record<string, Answer["value"]>): Answers =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value, comment: "" }]));

describe("a score", () => {
  const form = formOf(
    question("a"),
    question("b", { kind: "scale", max: 3, weight: 2 }),
    question("c", { fatal: true }),
  );
  it.each([
    [{ a: "yes", b: 3, c: "yes" }, 10_000, false],
    [{ a: "no", b: 0, c: "yes" }, 2_500, false],
    // 1 + 2 × 1/3 + 1 of 4.
    [{ a: "yes", b: 1, c: "yes" }, 6_667, false],
    [{ a: "na", b: 2, c: "yes" }, 7_778, false],
    [{ a: "yes", b: 3, c: "no" }, 0, true],
    [{ a: "na", b: "na", c: "na" }, null, false],
  ] as const)("of %j is %s", (values, scoreBp, fatal) => {
    expect(scoreOf(form, say(values))).toMatchObject({ scoreBp, fatal, missing: [], misfits: [] });
  });

  it("names what is not answered, and what cannot be answered so", () => {
    const strict = formOf(question("a", { notApplicable: false }), question("b", { kind: "scale", max: 5 }));
    expect(scoreOf(strict, say({ a: "na" }))).toMatchObject({ missing: ["b"], misfits: ["a"] });
    expect(scoreOf(strict, say({ a: 1, b: 6 })).misfits).toEqual(["a", "b"]);
    expect(scoreOf(strict, say({ a: null, b: "yes" })).misfits).toEqual(["b"]);
  });

  const anyQuestion = fc
    .record({ max: fc.integer({ min: 1, max: 10 }), weight: fc.integer({ min: 1, max: 100 }), fatal: fc.boolean() })
    .map(({ max, weight, fatal }) => ({
      max,
      weight,
      fatal,
      kind: max === 1 ? ("yesno" as const) : ("scale" as const),
    }));
  const grade = (one: Pick<Question, "max">, part: number): Answer["value"] => {
    const points = Math.round(part * one.max);
    return one.max === 1 ? (points === 1 ? "yes" : "no") : points;
  };
  const scene = fc
    .array(fc.tuple(anyQuestion, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), {
      minLength: 1,
      maxLength: 12,
    })
    .map((drawn) => {
      const questions = drawn.map(([one], at) => question(`q${at}`, one));
      const values = Object.fromEntries(
        drawn.map(([one, part, skip], at) => [`q${at}`, skip ? "na" : grade(one, part)]),
      );
      return { form: formOf(...questions), values: values as Record<string, Answer["value"]> };
    });

  it("lies between nothing and everything; the best of all is everything, the worst nothing", () => {
    fc.assert(
      fc.property(scene, ({ form: any, values }) => {
        const { scoreBp } = scoreOf(any, say(values));
        if (scoreBp !== null) expect(scoreBp >= 0 && scoreBp <= FULL_BP && Number.isInteger(scoreBp)).toBe(true);
        const all = (part: number) =>
          scoreOf(any, say(Object.fromEntries(questionsOf(any).map((one) => [one.id, grade(one, part)]))));
        expect(all(1)).toMatchObject({ scoreBp: FULL_BP, fatal: false });
        expect(all(0).scoreBp).toBe(0);
      }),
    );
  });

  it("never falls when an answer gets better, and knows weights by their proportion alone", () => {
    fc.assert(
      fc.property(scene, fc.nat(11), ({ form: any, values }, at) => {
        const before = scoreOf(any, say(values)).scoreBp;
        const one = questionsOf(any)[at % questionsOf(any).length];
        if (!one || before === null || values[one.id] === "na") return;
        expect(scoreOf(any, say({ ...values, [one.id]: grade(one, 1) })).scoreBp).toBeGreaterThanOrEqual(before);
        const double = formOf(...questionsOf(any).map((each) => ({ ...each, weight: each.weight * 7 })));
        expect(scoreOf(double, say(values)).scoreBp).toBe(before);
      }),
    );
  });

  it("is what it would be without the questions that have no meaning for the call", () => {
    fc.assert(
      fc.property(scene, ({ form: any, values }) => {
        const kept = questionsOf(any).filter(({ id }) => values[id] !== "na");
        if (kept.length === 0) expect(scoreOf(any, say(values)).scoreBp).toBeNull();
        else expect(scoreOf(formOf(...kept), say(values)).scoreBp).toBe(scoreOf(any, say(values)).scoreBp);
      }),
    );
  });
});

describe("a form", () => {
  it("has each id once, and grades where there is a scale", () => {
    expect(scorecardForm.safeParse(formOf(question("a"), question("a"))).success).toBe(false);
    expect(scorecardForm.safeParse(formOf(question("a", { kind: "scale" }))).success).toBe(false);
    expect(scorecardForm.safeParse(formOf(question("a", { max: 5 }))).success).toBe(false);
    expect(scorecardForm.safeParse(formOf(question("a"), question("b", { kind: "scale", max: 5 }))).success).toBe(true);
  });
});

describe("a calibration", () => {
  const form = formOf(question("a"), question("b", { kind: "scale", max: 5, weight: 3 }));
  it("says how far each reviewer is from all, by question and as a whole", () => {
    const found = deviationsOf(form, [
      { reviewerId: "mild", answers: say({ a: "yes", b: 5 }) },
      { reviewerId: "strict", answers: say({ a: "no", b: 3 }) },
    ]);
    expect(found.questions).toMatchObject([
      { id: "a", meanBp: 5_000, spreadBp: 10_000 },
      { id: "b", meanBp: 8_000, spreadBp: 4_000 },
    ]);
    expect(found.meanScoreBp).toBe(7_250);
    expect(found.reviewers).toEqual([
      { reviewerId: "mild", scoreBp: 10_000, biasBp: 2_750, distanceBp: 3_500 },
      { reviewerId: "strict", scoreBp: 4_500, biasBp: -2_750, distanceBp: 3_500 },
    ]);
  });

  it("finds no distance where all agree, and full disagreement on whether a question has a meaning", () => {
    const same = say({ a: "yes", b: 4 });
    const agreed = deviationsOf(
      form,
      ["x", "y", "z"].map((reviewerId) => ({ reviewerId, answers: same })),
    );
    expect(agreed.questions.map(({ spreadBp }) => spreadBp)).toEqual([0, 0]);
    expect(agreed.reviewers.every(({ biasBp, distanceBp }) => biasBp === 0 && distanceBp === 0)).toBe(true);
    const unsure = deviationsOf(form, [
      { reviewerId: "x", answers: same },
      { reviewerId: "y", answers: say({ a: "na", b: 4 }) },
    ]);
    expect(unsure.questions[0]).toMatchObject({ meanBp: 10_000, spreadBp: 10_000 });
    expect(deviationsOf(form, [])).toMatchObject({ meanScoreBp: null, reviewers: [] });
  });
});
