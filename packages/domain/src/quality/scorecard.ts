import { z } from "zod";

/**
 * A scorecard: sections of questions that a conversation is judged by. `yesno` is fulfilled or not; `scale` is graded
 * from 0 to `max`. A fatal question that fails makes the whole score 0, whatever else was good.
 */
const question = z.strictObject({
  /** Unique in the form, and kept over versions, so that one question can be followed. */
  id: z.string().regex(/^[\w-]{1,40}$/),
  text: z.string().trim().min(1).max(300),
  /** What a reviewer should listen for. */
  hint: z.string().trim().max(500).default(""),
  kind: z.enum(["yesno", "scale"]),
  /** The best grade of a scale; 1 for yes or no. */
  max: z.int().min(1).max(10),
  /** How much it counts beside the others. */
  weight: z.int().min(1).max(100),
  fatal: z.boolean().default(false),
  /** May a reviewer say that it has no meaning for this call? It then counts for nothing. */
  notApplicable: z.boolean().default(false),
});

export const scorecardForm = z
  .strictObject({
    sections: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[\w-]{1,40}$/),
          title: z.string().trim().min(1).max(120),
          questions: z.array(question).min(1).max(40),
        }),
      )
      .min(1)
      .max(20),
  })
  .refine(
    ({ sections }) => {
      const ids = sections.flatMap(({ id, questions }) => [`section ${id}`, ...questions.map((one) => one.id)]);
      return new Set(ids).size === ids.length;
    },
    { path: ["sections"], message: "two of them have one id" },
  )
  .refine(
    ({ sections }) =>
      sections.every(({ questions }) => questions.every((one) => (one.kind === "scale" ? one.max > 1 : one.max === 1))),
    {
      path: ["sections"],
      message: "a scale has more than one grade, a yes or no has one",
    },
  );

export type ScorecardForm = z.output<typeof scorecardForm>;
export type Question = ScorecardForm["sections"][number]["questions"][number];

/** yes, no, na (has no meaning here), or a grade from 0. */
export const answer = z.strictObject({
  value: z.union([z.enum(["yes", "no", "na"]), z.int().min(0).max(10)]).nullable(),
  comment: z.string().trim().max(1_000).default(""),
});
export const answers = z.record(z.string().max(40), answer);
export type Answer = z.output<typeof answer>;
/** By question; a value of null, and a question without an entry, is not answered yet. */
export type Answers = Readonly<Record<string, Answer>>;

/** Reads a stored form; what was published was checked then. */
export function readForm(stored: unknown): ScorecardForm {
  return scorecardForm.parse(stored);
}

export function readAnswers(stored: unknown): Answers {
  return answers.parse(stored);
}
