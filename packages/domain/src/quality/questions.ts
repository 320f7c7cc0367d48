import type { Answer, Question, ScorecardForm } from "./scorecard.ts";

export function questionsOf(form: ScorecardForm): readonly Question[] {
  return form.sections.flatMap(({ questions }) => questions);
}

/** Is this a value that the question can be answered with? */
export function fits({ kind, max, notApplicable }: Question, value: Answer["value"]): boolean {
  if (value === null) return true;
  if (value === "na") return notApplicable;
  if (typeof value === "number") return kind === "scale" && value <= max;
  return kind === "yesno";
}
