import { isTimeZone } from "./calendar.ts";
import type { ColumnMapping } from "./import/columns.ts";
import { isPhoneCountry, normalisePhone, type PhoneRefusal } from "./phone.ts";

export { type ColumnMapping, guessColumns } from "./import/columns.ts";

export type AttributeValue = string | number | boolean;

/** A contact as its row makes it. */
export interface ImportedContact {
  readonly displayName: string;
  /** At least one, each number once, in the order of the columns. */
  readonly phones: readonly { readonly e164: string; readonly country: string }[];
  /** The row's own time zone; null when it names none, so that the number's country decides. */
  readonly timezone: string | null;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** When the contact itself agreed; null: the row says nothing that is a date. */
  readonly consentAt: Date | null;
  readonly consentProof: string;
}

export type RowRefusal =
  | "empty_row"
  /** More cells than the header: a stray separator has shifted the columns, so no cell can be trusted. */
  | "too_many_cells"
  | "value_too_long"
  | `phone_${PhoneRefusal}`;

export type RowDecision =
  | {
      readonly accepted: true;
      readonly contact: ImportedContact;
      /** Further numbers of the row that are no phone numbers: kept out, the contact is kept. */
      readonly ignoredPhones: readonly { readonly column: number; readonly reason: PhoneRefusal }[];
    }
  | { readonly accepted: false; readonly reason: RowRefusal };

const MAX_CELL = 2000;
const MAX_NAME = 200;
/** What Postgres cannot store as text: control characters and halves of surrogate pairs. */
const UNSTORABLE = /[\p{Cc}\p{Cs}]/u;
const UNSTORABLES = /[\p{Cc}\p{Cs}]+/gu;
/** A longer number is an account or card number, which a float would change: it stays text, as does a leading zero. */
const NUMBER = /^(?:0|-?[1-9]\d*|-?\d\.\d+|-?[1-9]\d*\.\d+)$/;
const FLOAT_DIGITS = 15;

/**
 * Decides one row of a list. Duplicates and do-not-call are not decided here: they need the other rows.
 *
 * @param cells the row's cells in file order; fewer than the header are empty ones. @param mapping of the header, or as
 * the user changed it. @param defaults the list's country, for numbers without a country code.
 * Source: requirements G26; invariants of the import's counters.
 */
export function decideRow(
  cells: readonly string[],
  mapping: ColumnMapping,
  defaults: { readonly defaultCountry: string | null },
): RowDecision {
  const values = cells.map((cell) => (UNSTORABLE.test(cell) ? cell.replace(UNSTORABLES, " ") : cell).trim());
  if (values.every((value) => value === "")) return { accepted: false, reason: "empty_row" };
  if (values.slice(mapping.columnCount).some((value) => value !== "")) {
    return { accepted: false, reason: "too_many_cells" };
  }
  if (values.some((value) => value.length > MAX_CELL)) return { accepted: false, reason: "value_too_long" };

  const cell = (column: number | null) => (column === null ? "" : (values[column] ?? ""));
  const displayName = mapping.names.map(cell).filter(Boolean).join(" ");
  if (displayName.length > MAX_NAME) return { accepted: false, reason: "value_too_long" };

  return decideContact(
    {
      displayName,
      phones: mapping.phones.map((column) => ({ column, text: cell(column) })),
      country: cell(mapping.country),
      timezone: cell(mapping.timezone),
      attributes: attributesOf(mapping, cell),
      consentAt: cell(mapping.consentAt),
      consentProof: cell(mapping.consentProof),
    },
    defaults,
  );
}

/** A contact as somebody else writes it: texts, in the order in which its numbers are to be dialled. */
export interface WrittenContact {
  readonly displayName: string;
  readonly phones: readonly { readonly column: number; readonly text: string }[];
  /** ISO 3166 alpha-2 of its numbers; anything else counts for nothing. */
  readonly country: string;
  readonly timezone: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly consentAt: string;
  readonly consentProof: string;
}

/** Decides one contact, from a row of a file or from the API: the same judge for both. */
export function decideContact(
  written: WrittenContact,
  defaults: { readonly defaultCountry: string | null },
): RowDecision {
  const country = written.country.toUpperCase();
  const phones = phonesOf(written.phones, isPhoneCountry(country) ? country : defaults.defaultCountry);
  if (phones.good.length === 0) {
    return { accepted: false, reason: `phone_${phones.bad.find((p) => p.reason !== "empty")?.reason ?? "empty"}` };
  }
  const { displayName, timezone, attributes, consentAt, consentProof } = written;
  return {
    accepted: true,
    contact: {
      displayName,
      phones: phones.good,
      timezone: timezone !== "" && isTimeZone(timezone) ? timezone : null,
      attributes,
      consentAt: instantOf(consentAt),
      consentProof,
    },
    ignoredPhones: phones.bad.filter((phone) => phone.reason !== "empty"),
  };
}

/** The value of a cell with its type: a number, true or false, otherwise the text. */
export function typedValue(text: string): AttributeValue {
  if (NUMBER.test(text) && text.replace(/\D/g, "").length <= FLOAT_DIGITS) return Number(text);
  const lower = text.toLowerCase();
  if (lower === "true" || lower === "false") return lower === "true";
  return text;
}

const INSTANT =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * An instant as lists write it, year first, "2026-05-01" or "2026/5/1 14:30"; without a zone it is UTC. Null for
 * anything else: "05/01/2026" is two different days, and consent of a day that nobody gave it proves nothing.
 */
export function instantOf(text: string): Date | null {
  const match = INSTANT.exec(text);
  if (!match) return null;
  const [, year = "", month = "", day = "", hour = "0", minute = "00", second = "00", zone = "Z"] = match;
  const two = (part: string) => part.padStart(2, "0");
  const at = new Date(`${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}${colon(zone)}`);
  const dayItself = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return Number.isNaN(at.getTime()) || dayItself.getUTCDate() !== Number(day) ? null : at;
}

function colon(zone: string): string {
  return /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
}

function phonesOf(
  written: WrittenContact["phones"],
  country: string | null,
): { good: { e164: string; country: string }[]; bad: { column: number; reason: PhoneRefusal }[] } {
  const good = new Map<string, { e164: string; country: string }>();
  const bad: { column: number; reason: PhoneRefusal }[] = [];
  for (const { column, text } of written) {
    const phone = normalisePhone(text, country);
    if (!phone.ok) bad.push({ column, reason: phone.reason });
    else if (!good.has(phone.e164)) good.set(phone.e164, { e164: phone.e164, country: phone.country });
  }
  return { good: [...good.values()], bad };
}

function attributesOf(mapping: ColumnMapping, cell: (column: number) => string): Record<string, AttributeValue> {
  const entries = mapping.attributes
    .map(({ column, key }) => [key, cell(column)] as const)
    .filter(([, text]) => text !== "");
  return Object.fromEntries(entries.map(([key, text]) => [key, typedValue(text)]));
}
