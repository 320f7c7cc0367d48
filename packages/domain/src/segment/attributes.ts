import { z } from "zod";
import { ATTRIBUTE_TYPES, type AttributeSchema, type AttributeType } from "./types.ts";

/**
 * The attributes of a list as they are stored: the type that its rows agree on, or the one that a person has chosen,
 * which no later file changes.
 */
export type StoredAttributes = Readonly<Record<string, AttributeType | ChosenType>>;
interface ChosenType {
  readonly type: AttributeType;
  readonly chosen: true;
}

const type = z.enum(ATTRIBUTE_TYPES);
const stored = z.record(z.string(), z.union([type, z.object({ type, chosen: z.literal(true) })]));

/** Reads what is stored of a list; what cannot be read counts as no attributes. */
export function parseStoredAttributes(json: unknown): StoredAttributes {
  const parsed = stored.safeParse(json);
  return parsed.success ? parsed.data : {};
}

/** The types alone. */
export function attributeSchema(attributes: StoredAttributes): AttributeSchema {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, one]) => [key, typeof one === "string" ? one : one.type]),
  );
}

/** The type that a value shows. A date is "2026-05-01", with or without a time of day after it. */
export function attributeTypeOf(value: string | number | boolean): AttributeType {
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  return isDateText(value) ? "date" : "text";
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

function isDateText(text: string): boolean {
  const match = DATE.exec(text);
  if (!match) return false;
  const [, year, month, day] = match.map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day));
  return date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
}

/** What rows of both types have in common: anything is a text. */
export function widened(known: AttributeType | undefined, seen: AttributeType): AttributeType {
  return known === undefined || known === seen ? seen : "text";
}

/**
 * The attributes of a list after more rows have come. Types widen where rows disagree; chosen ones stay.
 *
 * @returns the same object when nothing is new, so that nothing need be written
 */
export function learnAttributes(
  known: StoredAttributes,
  rows: Iterable<Readonly<Record<string, string | number | boolean>>>,
): StoredAttributes {
  const seen = new Map(Object.entries(known));
  let isNew = false;
  for (const row of rows)
    for (const key in row) {
      const value = row[key];
      const before = seen.get(key);
      if (value === undefined || before === "text" || typeof before === "object") continue;
      const after = widened(before, attributeTypeOf(value));
      if (after === before) continue;
      seen.set(key, after);
      isNew = true;
    }
  return isNew ? Object.fromEntries(seen) : known;
}

/** The attributes of several lists together, for the campaign or segment that spans them. */
export function joinSchemas(schemas: readonly AttributeSchema[]): AttributeSchema {
  const joined: Record<string, AttributeType> = {};
  for (const schema of schemas)
    for (const [key, one] of Object.entries(schema)) joined[key] = widened(joined[key], one);
  return joined;
}
