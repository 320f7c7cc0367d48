/**
 * What a disposition asks its agent to fill in. `note` and `callback` are the desk's own note and promise, asked for by
 * being named; the others bring a value of their own. Nothing here needs a library: the desk judges with it while one types.
 */
export const DISPOSITION_FIELD_TYPES = ["note", "callback", "text", "amount", "date", "choice"] as const;
export type DispositionFieldType = (typeof DISPOSITION_FIELD_TYPES)[number];

export interface DispositionField {
  /** Names it within its disposition: small letters, digits and _. Of a note and a callback the type itself. */
  readonly key: string;
  readonly type: DispositionFieldType;
  /** The client's own words; empty for a note and a callback, which have the desk's. */
  readonly label: string;
  readonly required: boolean;
  /** What can be chosen; empty for all other types. */
  readonly options: readonly string[];
}

/** Most fields of one disposition, options of one choice, and characters of one value. */
export const DISPOSITION_FIELDS_MAX = 12;
export const DISPOSITION_OPTIONS_MAX = 30;
export const DISPOSITION_VALUE_LENGTH = 500;

/** What an agent gave with a disposition. */
export interface DispositionGiven {
  /** By key, as it was typed. */
  readonly values: Readonly<Record<string, string>>;
  readonly note: string;
  /** Is a time named at which the contact is called back? */
  readonly callback: boolean;
}

/** A value as it is kept with the call, readable without its disposition. */
export interface DispositionValue {
  readonly key: string;
  readonly type: DispositionFieldType;
  readonly label: string;
  /** An amount with a point and no sign, a date as YYYY-MM-DD, else the text. */
  readonly value: string;
}

export interface DispositionProblem {
  readonly key: string;
  /** `unknown`: the disposition does not ask for this. */
  readonly problem: "missing" | "invalid" | "unknown";
}

/** Is the contact called again after this disposition? Then a promise of when can go with it. */
export function callsAgain(disposition: {
  readonly success: boolean;
  readonly doNotCall: boolean;
  readonly retryAfterMinutes: number | null;
}): boolean {
  return disposition.retryAfterMinutes !== null && !disposition.success && !disposition.doNotCall;
}

const AMOUNT = /^\d{1,12}(\.\d{1,4})?$/;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Judges what was given against what is asked, in the order in which it is asked. */
export function judgeFields(
  fields: readonly DispositionField[],
  given: DispositionGiven,
): { readonly values: readonly DispositionValue[]; readonly problems: readonly DispositionProblem[] } {
  const values: DispositionValue[] = [];
  const problems: DispositionProblem[] = [];
  for (const field of fields) {
    const { key, type, label } = field;
    if (type === "note" || type === "callback") {
      const isThere = type === "note" ? given.note.trim() !== "" : given.callback;
      if (field.required && !isThere) problems.push({ key, problem: "missing" });
      continue;
    }
    const typed = (given.values[key] ?? "").trim();
    const value = typed === "" ? null : tidy(field, typed);
    if (value !== null) values.push({ key, type, label, value });
    else if (typed !== "") problems.push({ key, problem: "invalid" });
    else if (field.required) problems.push({ key, problem: "missing" });
  }
  const asked = new Set(fields.filter(bringsValue).map(({ key }) => key));
  for (const key of Object.keys(given.values)) if (!asked.has(key)) problems.push({ key, problem: "unknown" });
  return { values, problems };
}

/** Has it a value of its own, beside the note and the promise? */
export function bringsValue({ type }: DispositionField): boolean {
  return type !== "note" && type !== "callback";
}

/** The value as it is kept; null when it is none of its type. */
function tidy({ type, options }: DispositionField, typed: string): string | null {
  if (typed.length > DISPOSITION_VALUE_LENGTH) return null;
  if (type === "amount") {
    const amount = typed.replace(",", ".");
    return AMOUNT.test(amount) ? amount : null;
  }
  if (type === "date") return isDay(typed) ? typed : null;
  if (type === "choice") return options.includes(typed) ? typed : null;
  return typed;
}

function isDay(text: string): boolean {
  const [, year, month, day] = (DAY.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
