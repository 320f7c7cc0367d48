import { roundHalfAwayFromZero } from "../money.ts";
import { questionsOf } from "./questions.ts";
import { answerBp, scoreOf } from "./score.ts";
import type { Answers, ScorecardForm } from "./scorecard.ts";

export interface Judgement {
  readonly reviewerId: string;
  readonly answers: Answers;
}

/** How far several reviewers of one call are from each other; all in basis points. */
export interface Deviations {
  readonly questions: readonly {
    readonly id: string;
    /** What they gave on average; null: nobody gave anything that counts. */
    readonly meanBp: number | null;
    /** From the lowest to the highest; two who do not agree whether it has a meaning disagree wholly. */
    readonly spreadBp: number;
    readonly by: readonly { readonly reviewerId: string; readonly bp: number | null }[];
  }[];
  readonly reviewers: readonly {
    readonly reviewerId: string;
    readonly scoreBp: number | null;
    /** Above (stricter: below) the average score of all. */
    readonly biasBp: number | null;
    /** The average distance from the average of each question, whichever way; null: no question to compare. */
    readonly distanceBp: number | null;
  }[];
  readonly meanScoreBp: number | null;
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sum = values.reduce((total, value) => total + value, 0);
  return Number(roundHalfAwayFromZero(BigInt(sum), BigInt(values.length)));
}

const present = (values: readonly (number | null)[]): number[] => values.flatMap((value) => value ?? []);

/** Compares the judgements of one call by one form, question by question and reviewer by reviewer. */
export function deviationsOf(form: ScorecardForm, judgements: readonly Judgement[]): Deviations {
  const questions = questionsOf(form).map((question) => {
    const by = judgements.map(({ reviewerId, answers }) => ({
      reviewerId,
      bp: answerBp(question, answers[question.id]?.value),
    }));
    const given = present(by.map(({ bp }) => bp));
    const disputed = given.length > 0 && given.length < by.length;
    const spreadBp = disputed ? 10_000 : given.length === 0 ? 0 : Math.max(...given) - Math.min(...given);
    return { id: question.id, meanBp: mean(given), spreadBp, by };
  });
  const scores = judgements.map(({ reviewerId, answers }) => ({
    reviewerId,
    scoreBp: scoreOf(form, answers).scoreBp,
  }));
  const meanScoreBp = mean(present(scores.map(({ scoreBp }) => scoreBp)));
  const reviewers = scores.map(({ reviewerId, scoreBp }) => {
    const distances = questions.flatMap(({ meanBp, by }) => {
      const own = by.find((one) => one.reviewerId === reviewerId)?.bp ?? null;
      return own === null || meanBp === null ? [] : [Math.abs(own - meanBp)];
    });
    const biasBp = scoreBp === null || meanScoreBp === null ? null : scoreBp - meanScoreBp;
    return { reviewerId, scoreBp, biasBp, distanceBp: mean(distances) };
  });
  return { questions, reviewers, meanScoreBp };
}
