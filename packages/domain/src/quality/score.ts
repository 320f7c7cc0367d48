import { roundHalfAwayFromZero } from "../money.ts";
import { fits, questionsOf } from "./questions.ts";
import type { Answer, Answers, Question, ScorecardForm } from "./scorecard.ts";

/** A hundredth of a per cent is one: 10000 is everything. */
export const FULL_BP = 10_000;

export interface Score {
  /** 0 to 10000; null: nothing was asked that has a meaning for this call. */
  readonly scoreBp: number | null;
  /** A fatal question failed, which is why the score is 0. */
  readonly fatal: boolean;
  /** Questions without an answer: the score is of those that have one. */
  readonly missing: readonly string[];
  /** Questions with an answer that they cannot have. */
  readonly misfits: readonly string[];
  readonly sections: readonly { readonly id: string; readonly scoreBp: number | null }[];
}

/** The points of an answer over `max`; null: it counts for nothing. */
function pointsOf(value: Answer["value"] | undefined): number | null {
  if (value === undefined || value === null || value === "na") return null;
  if (value === "yes") return 1;
  return value === "no" ? 0 : value;
}

/** Every `max` there can be divides it, so that sums of fractions are sums of integers. */
const COMMON = 2520n;

/**
 * The score of a conversation: each answered question counts with its weight, by the part of its best grade; what has no
 * meaning for the call counts for nothing. Integers throughout, rounded once at the end, half away from zero.
 */
export function scoreOf(form: ScorecardForm, answers: Answers): Score {
  const all = questionsOf(form);
  const failed = all.some(({ id, fatal }) => fatal && pointsOf(answers[id]?.value) === 0);
  return {
    scoreBp: failed ? 0 : weighted(all, answers),
    fatal: failed,
    missing: all.filter(({ id }) => (answers[id]?.value ?? null) === null).map(({ id }) => id),
    misfits: all.filter((one) => !fits(one, answers[one.id]?.value ?? null)).map(({ id }) => id),
    sections: form.sections.map(({ id, questions }) => ({ id, scoreBp: weighted(questions, answers) })),
  };
}

/** An answer's own part of its best, in basis points; null: it counts for nothing. */
export function answerBp({ max }: Question, value: Answer["value"] | undefined): number | null {
  const points = pointsOf(value);
  return points === null ? null : Number(roundHalfAwayFromZero(BigInt(points * FULL_BP), BigInt(max)));
}

function weighted(questions: readonly Question[], answers: Answers): number | null {
  let got = 0n;
  let most = 0n;
  for (const { id, weight, max } of questions) {
    const points = pointsOf(answers[id]?.value);
    if (points === null) continue;
    got += (BigInt(weight * points) * COMMON) / BigInt(max);
    most += BigInt(weight) * COMMON;
  }
  return most === 0n ? null : Number(roundHalfAwayFromZero(got * BigInt(FULL_BP), most));
}
