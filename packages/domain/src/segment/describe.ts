import type { SegmentCondition, SegmentFilter } from "./types.ts";

/** A target group in plain English, for the audit log and the API; screens have their own words. */
export function describeSegment(filter: SegmentFilter): string {
  return words(filter, false);
}

function words(filter: SegmentFilter, nested: boolean): string {
  if ("all" in filter) return group(filter.all, " and ", "everybody", nested);
  if ("any" in filter) return group(filter.any, " or ", "nobody", nested);
  if ("not" in filter) return `not (${words(filter.not, false)})`;
  return condition(filter);
}

function group(parts: readonly SegmentFilter[], joint: string, empty: string, nested: boolean): string {
  if (parts.length === 0) return empty;
  const text = parts.map((part) => words(part, parts.length > 1)).join(joint);
  return nested && parts.length > 1 ? `(${text})` : text;
}

const COMPARED = {
  equal: "is",
  not_equal: "is not",
  less: "is less than",
  at_most: "is at most",
  more: "is more than",
  at_least: "is at least",
  contains: "contains",
  begins_with: "begins with",
} as const;

const HAPPENED = {
  attempted: "was called",
  reached: "was reached",
  success: "was a success",
  abandoned: "was answered by silence",
} as const;

function condition(one: SegmentCondition): string {
  if ("point" in one) return `${one.point === "country" ? "country" : "time zone"} is ${listed(one.value)}`;
  if ("contact" in one) return `is ${one.is === "yes" ? "" : "not "}a VIP`;
  if ("history" in one) {
    const when =
      one.withinDays === null ? "ever" : `in the last ${one.withinDays} ${one.withinDays === 1 ? "day" : "days"}`;
    if (one.is === "one_of") return `had the ${one.history} ${listed(one.value)} ${when}`;
    return `${one.is === "yes" ? "" : "not: "}${HAPPENED[one.history]} ${when}`;
  }
  if (!("value" in one)) return `${one.attribute} is ${one.is}`;
  if (one.is === "one_of") return `${one.attribute} is ${listed(one.value)}`;
  return `${one.attribute} ${COMPARED[one.is]} ${quoted(one.value)}`;
}

function listed(values: readonly (string | number)[]): string {
  return values.map(quoted).join(" or ");
}

function quoted(value: string | number | boolean): string {
  return typeof value === "string" ? `"${value}"` : String(value);
}
