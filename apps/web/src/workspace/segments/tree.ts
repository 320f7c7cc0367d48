import { MAX_SEGMENT_DEPTH } from "@callbay/domain/segment/parse";
import type { AttributeSchema, AttributeType, SegmentCondition, SegmentFilter } from "@callbay/domain/segment/types";

export type GroupFilter = { readonly all: readonly SegmentFilter[] } | { readonly any: readonly SegmentFilter[] };

export const MAX_DEPTH = MAX_SEGMENT_DEPTH;

export function isGroup(filter: SegmentFilter): filter is GroupFilter {
  return "all" in filter || "any" in filter;
}

/** What the builder shows at its root is always a group: a filter that is none becomes the one part of one. */
export function asGroup(filter: SegmentFilter): GroupFilter {
  return isGroup(filter) ? filter : { all: [filter] };
}

export function partsOf(group: GroupFilter): readonly SegmentFilter[] {
  return "all" in group ? group.all : group.any;
}

export function withParts(group: GroupFilter, parts: readonly SegmentFilter[]): GroupFilter {
  return "all" in group ? { all: parts } : { any: parts };
}

export function replaced(group: GroupFilter, index: number, part: SegmentFilter | null): GroupFilter {
  const parts = [...partsOf(group)];
  if (part === null) parts.splice(index, 1);
  else parts.splice(index, 1, part);
  return withParts(group, parts);
}

/** What a condition asks about, as one word: "attribute:city", "point:country", "contact:vip", "history:reached". */
export function subjectOf(condition: SegmentCondition): string {
  if ("attribute" in condition) return `attribute:${condition.attribute}`;
  if ("contact" in condition) return `contact:${condition.contact}`;
  return "point" in condition ? `point:${condition.point}` : `history:${condition.history}`;
}

/** A condition about this subject to begin with. */
export function conditionOf(subject: string, schema: AttributeSchema): SegmentCondition {
  const at = subject.indexOf(":");
  const [kind, name] = [subject.slice(0, at), subject.slice(at + 1)];
  if (kind === "point") return { point: name === "country" ? "country" : "timezone", is: "one_of", value: [] };
  if (kind === "contact") return { contact: "vip", is: "yes" };
  if (kind === "history") return historyOf(name);
  const type = schema[name] ?? "text";
  return { attribute: name, is: "equal", value: type === "boolean" ? true : type === "number" ? 0 : "" };
}

function historyOf(name: string): SegmentCondition {
  switch (name) {
    case "reached":
    case "success":
    case "abandoned":
      return { history: name, is: "yes", withinDays: null };
    case "outcome":
    case "disposition":
      return { history: name, is: "one_of", value: [], withinDays: null };
    default:
      return { history: "attempted", is: "yes", withinDays: null };
  }
}

const OF_TYPE = {
  text: ["equal", "not_equal", "contains", "begins_with", "one_of", "present", "absent"],
  number: ["equal", "not_equal", "less", "at_most", "more", "at_least", "one_of", "present", "absent"],
  date: ["equal", "not_equal", "less", "at_most", "more", "at_least", "present", "absent"],
  boolean: ["equal", "present", "absent"],
} as const satisfies Record<AttributeType, readonly AttributeOperator[]>;

export type AttributeCondition = Extract<SegmentCondition, { attribute: string }>;
export type AttributeOperator = AttributeCondition["is"];

export function operatorsOf(type: AttributeType): readonly AttributeOperator[] {
  return OF_TYPE[type];
}

/** The same condition with another operator; its value is kept as far as it still fits. */
export function withOperator(condition: AttributeCondition, is: AttributeOperator): AttributeCondition {
  const { attribute } = condition;
  if (is === "present" || is === "absent") return { attribute, is };
  const before = "value" in condition ? condition.value : "";
  if (is === "one_of") {
    const values = Array.isArray(before) ? before : typeof before === "boolean" || before === "" ? [] : [before];
    return { attribute, is, value: values as readonly (string | number)[] };
  }
  const value = Array.isArray(before) ? (before[0] ?? "") : before;
  return { attribute, is, value: value as string | number | boolean };
}

/** "a, b , " → ["a", "b"]; numbers where the attribute has numbers. */
export function readValues(text: string, type: AttributeType): (string | number)[] {
  const parts = text
    .split(/[,，;；]/)
    .map((part) => part.trim())
    .filter(Boolean);
  return type === "number" ? parts.map(Number).filter(Number.isFinite) : parts;
}

/** Is anything in it that is still to be filled in? Such a filter is neither counted nor saved. */
export function isComplete(filter: SegmentFilter): boolean {
  if (isGroup(filter)) return partsOf(filter).every(isComplete);
  if ("not" in filter) return isComplete(filter.not);
  if (!("value" in filter)) return true;
  return Array.isArray(filter.value) ? filter.value.length > 0 : filter.value !== "";
}
