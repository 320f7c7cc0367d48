import { isLocalDate } from "@callbay/domain/days";
import { isRate } from "@callbay/domain/money";
import { percentToPpm, tidyRate, wholeNumber } from "../lib/decimal.ts";

/** What can be wrong with what is typed; `operator.contractEditor.problem` says how to mend it. */
export type Problem =
  | "number"
  | "percent"
  | "rate"
  | "prefix"
  | "needed"
  | "text"
  | "day"
  | "rising"
  | "choose"
  | "outcome";

/** What is wrong, by field: `prices.<id>.tiers.0.from`. */
export type Problems = Readonly<Record<string, Problem>>;

/**
 * Reads the texts of a form into the domain's values and notes, by field, what is wrong. Where a field is wrong the
 * value read is a stand-in: ask for problems before the values are used.
 */
export class FieldReader {
  readonly problems: Record<string, Problem>;
  private readonly at: string;

  private constructor(at: string, problems: Record<string, Problem>) {
    this.at = at;
    this.problems = problems;
  }

  static fresh(): FieldReader {
    return new FieldReader("", {});
  }

  /** The same notes, with the fields of one part. */
  within(part: string | number): FieldReader {
    return new FieldReader(this.path(String(part)), this.problems);
  }

  say(field: string, problem: Problem): void {
    this.problems[this.path(field)] ??= problem;
  }

  /** A decimal; `emptyAs` stands for an empty field where one is allowed. */
  rate(field: string, text: string, emptyAs?: string): string {
    const tidy = tidyRate(text);
    if (tidy === "" && emptyAs !== undefined) return emptyAs;
    if (!isRate(tidy)) this.say(field, "rate");
    return isRate(tidy) ? tidy : "0";
  }

  /** A decimal that may be left out. */
  optionalRate(field: string, text: string): string | undefined {
    return text.trim() === "" ? undefined : this.rate(field, text);
  }

  whole(field: string, text: string, min: number, max: number): number {
    const value = wholeNumber(text, max);
    if (value === null || value < min) this.say(field, "number");
    return value ?? min;
  }

  /** Per cent as parts per million. */
  percent(field: string, text: string): number {
    const ppm = percentToPpm(text);
    if (ppm === null) this.say(field, "percent");
    return ppm ?? 0;
  }

  text(field: string, text: string, max = 120): string {
    const value = text.trim();
    if (value === "" || value.length > max) this.say(field, "text");
    return value;
  }

  day(field: string, text: string): string {
    if (!isLocalDate(text)) this.say(field, "day");
    return text;
  }

  /** Values of rows that must rise: the first that does not is marked. */
  rising(part: string, field: string, values: readonly number[]): void {
    const wrong = values.findIndex((value, index) => index > 0 && value <= (values[index - 1] ?? 0));
    if (wrong > 0) this.within(part).within(wrong).say(field, "rising");
  }

  private path(field: string): string {
    return this.at === "" ? field : `${this.at}.${field}`;
  }
}
