import type { AttributeSchema, AttributeType, SegmentCondition, SegmentFilter } from "./types.ts";

/** What a database asks of a contact: a tree whose every value is typed and stands for a parameter, never for text. */
export type SegmentNode =
  | { readonly kind: "all" | "any"; readonly nodes: readonly SegmentNode[] }
  | { readonly kind: "not"; readonly node: SegmentNode }
  | { readonly kind: "always"; readonly value: boolean }
  | {
      readonly kind: "compare";
      readonly attribute: string;
      readonly with: TypedValue;
      readonly by: "equal" | "less" | "at_most" | "more" | "at_least";
    }
  | {
      readonly kind: "text";
      readonly attribute: string;
      readonly by: "contains" | "begins_with";
      readonly value: string;
    }
  | { readonly kind: "present"; readonly attribute: string }
  | { readonly kind: "point"; readonly field: "country" | "timezone"; readonly values: readonly string[] }
  | { readonly kind: "vip"; readonly value: boolean }
  | {
      readonly kind: "history";
      readonly event: "attempted" | "success" | "outcome" | "disposition";
      /** Outcomes or codes; empty for the others. */
      readonly values: readonly string[];
      /** null: ever. */
      readonly since: Date | null;
    };

export type TypedValue =
  | { readonly type: "text"; readonly value: string }
  | { readonly type: "number"; readonly value: number }
  /** A calendar day, "2026-05-01". */
  | { readonly type: "date"; readonly value: string }
  | { readonly type: "boolean"; readonly value: boolean };

const DAY_MS = 86_400_000;
const NOBODY: SegmentNode = { kind: "always", value: false };

/**
 * What a filter asks of the contacts of lists with these attributes. An attribute's type decides how it is compared; one
 * that no list has is compared as its value is. A value that is not of the attribute's type is nobody's.
 *
 * Nothing is unknown in it: a contact without the attribute is not equal to anything, and `not_equal` to everything.
 *
 * @param now from which "within so many days" counts back.
 */
export function compileSegment(filter: SegmentFilter, schema: AttributeSchema, now: Date): SegmentNode {
  if ("all" in filter) return { kind: "all", nodes: filter.all.map((one) => compileSegment(one, schema, now)) };
  if ("any" in filter) return { kind: "any", nodes: filter.any.map((one) => compileSegment(one, schema, now)) };
  if ("not" in filter) return { kind: "not", node: compileSegment(filter.not, schema, now) };
  return condition(filter, schema, now);
}

function condition(one: SegmentCondition, schema: AttributeSchema, now: Date): SegmentNode {
  if ("point" in one) return { kind: "point", field: one.point, values: one.value };
  if ("contact" in one) return { kind: "vip", value: one.is === "yes" };
  if ("history" in one) return history(one, now);
  const { attribute } = one;
  switch (one.is) {
    case "present":
      return { kind: "present", attribute };
    case "absent":
      return { kind: "not", node: { kind: "present", attribute } };
    case "one_of":
      return { kind: "any", nodes: one.value.map((value) => compare(attribute, "equal", value, schema)) };
    case "contains":
    case "begins_with":
      return { kind: "text", attribute, by: one.is, value: String(one.value) };
    case "not_equal":
      return { kind: "not", node: compare(attribute, "equal", one.value, schema) };
    default:
      return compare(attribute, one.is, one.value, schema);
  }
}

function compare(
  attribute: string,
  by: "equal" | "less" | "at_most" | "more" | "at_least",
  value: string | number | boolean,
  schema: AttributeSchema,
): SegmentNode {
  const type = schema[attribute] ?? naturalType(value);
  const typed = asType(value, type);
  return typed ? { kind: "compare", attribute, by, with: typed } : NOBODY;
}

function naturalType(value: string | number | boolean): AttributeType {
  if (typeof value === "string") return DATE.test(value) ? "date" : "text";
  return typeof value === "number" ? "number" : "boolean";
}

const DATE = /^\d{4}-\d{2}-\d{2}/;

function asType(value: string | number | boolean, type: AttributeType): TypedValue | null {
  switch (type) {
    case "text":
      return { type, value: String(value) };
    case "number": {
      const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
      return typeof number === "number" && Number.isFinite(number) ? { type, value: number } : null;
    }
    case "date":
      return typeof value === "string" && DATE.test(value) ? { type, value: value.slice(0, 10) } : null;
    case "boolean": {
      const text = String(value).toLowerCase();
      return text === "true" || text === "false" ? { type, value: text === "true" } : null;
    }
  }
}

function history(one: Extract<SegmentCondition, { history: string }>, now: Date): SegmentNode {
  const since = one.withinDays === null ? null : new Date(now.getTime() - one.withinDays * DAY_MS);
  if (one.is === "one_of") return { kind: "history", event: one.history, values: one.value, since };
  const OUTCOME_OF = { reached: "answered", abandoned: "abandoned" } as const;
  const node: SegmentNode =
    one.history === "reached" || one.history === "abandoned"
      ? { kind: "history", event: "outcome", values: [OUTCOME_OF[one.history]], since }
      : { kind: "history", event: one.history, values: [], since };
  return one.is === "yes" ? node : { kind: "not", node };
}
