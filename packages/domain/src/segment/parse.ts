import { z } from "zod";
import { parseWith } from "../parse.ts";
import { OUTCOMES } from "../values.ts";
import type { SegmentCondition, SegmentFilter } from "./types.ts";

/** Groups within groups within groups: what a person still understands, and what a screen can show. */
export const MAX_SEGMENT_DEPTH = 3;
export const MAX_SEGMENT_CONDITIONS = 60;

const key = z.string().min(1).max(120);
const scalar = z.union([z.string().max(500), z.number(), z.boolean()]);
const texts = z.array(z.string().min(1).max(120)).min(1).max(200);
const withinDays = z.int().min(1).max(3_650).nullable();

const condition: z.ZodType<SegmentCondition> = z.union([
  z.strictObject({
    attribute: key,
    is: z.enum(["equal", "not_equal", "less", "at_most", "more", "at_least", "contains", "begins_with"]),
    value: scalar,
  }),
  z.strictObject({
    attribute: key,
    is: z.literal("one_of"),
    value: z
      .array(z.union([z.string().max(500), z.number()]))
      .min(1)
      .max(200),
  }),
  z.strictObject({ attribute: key, is: z.enum(["present", "absent"]) }),
  z.strictObject({ point: z.enum(["country", "timezone"]), is: z.literal("one_of"), value: texts }),
  z.strictObject({ contact: z.literal("vip"), is: z.enum(["yes", "no"]) }),
  z.strictObject({
    history: z.enum(["attempted", "reached", "success", "abandoned"]),
    is: z.enum(["yes", "no"]),
    withinDays,
  }),
  z.strictObject({
    history: z.literal("outcome"),
    is: z.literal("one_of"),
    value: z.array(z.enum(OUTCOMES)).min(1),
    withinDays,
  }),
  z.strictObject({ history: z.literal("disposition"), is: z.literal("one_of"), value: texts, withinDays }),
]);

const filter: z.ZodType<SegmentFilter> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(filter).max(MAX_SEGMENT_CONDITIONS) }),
    z.strictObject({ any: z.array(filter).max(MAX_SEGMENT_CONDITIONS) }),
    z.strictObject({ not: filter }),
    condition,
  ]),
);

const bounded = filter
  .refine((one) => segmentDepth(one) <= MAX_SEGMENT_DEPTH, `groups may be nested ${MAX_SEGMENT_DEPTH} deep`)
  .refine((one) => countConditions(one) <= MAX_SEGMENT_CONDITIONS, `at most ${MAX_SEGMENT_CONDITIONS} conditions`);

/**
 * Reads a target group from outside.
 *
 * @throws CallbayError SEGMENT_INVALID, naming the condition
 */
export function parseSegmentFilter(json: unknown): SegmentFilter {
  return parseWith(bounded, json, "SEGMENT_INVALID", "target group");
}

/** How deep its groups are nested: 0 for a single condition. */
export function segmentDepth(one: SegmentFilter): number {
  if ("all" in one) return 1 + Math.max(0, ...one.all.map(segmentDepth));
  if ("any" in one) return 1 + Math.max(0, ...one.any.map(segmentDepth));
  // "Not" turns a group round; it is none itself.
  return "not" in one ? segmentDepth(one.not) : 0;
}

export function countConditions(one: SegmentFilter): number {
  if ("all" in one) return one.all.reduce((sum, each) => sum + countConditions(each), 0);
  if ("any" in one) return one.any.reduce((sum, each) => sum + countConditions(each), 0);
  return "not" in one ? countConditions(one.not) : 1;
}
