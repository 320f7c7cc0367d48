import { z } from "zod";
import { isLocalDate } from "../days.ts";
import { parseWith } from "../parse.ts";
import type { CallingWindow } from "./hours.ts";

const minute = z.int().min(0).max(1440);
const spans = z
  .array(z.tuple([minute, minute]).refine(([from, to]) => from < to, "must begin before it ends"))
  .max(24)
  .transform((list) => [...list].sort(([a], [b]) => a - b))
  .refine((list) => list.every(([from], i) => i === 0 || from >= (list[i - 1]?.[1] ?? 0)), "must not overlap")
  .default([]);

/** Hours of each weekday. */
export const weeklySchema = z.strictObject({
  mon: spans,
  tue: spans,
  wed: spans,
  thu: spans,
  fri: spans,
  sat: spans,
  sun: spans,
});

const schema = z.strictObject({
  weekly: weeklySchema,
  holidays: z
    .array(z.string().refine(isLocalDate, "must be a day such as 2026-10-01"))
    .max(366)
    .transform((days) => [...new Set(days)].sort())
    .default([]),
});

/**
 * Parses a calling window; spans come back sorted, weekdays left out are closed.
 *
 * @throws CallbayError CALLING_WINDOW_INVALID; `details.path` names the field.
 */
export function parseCallingWindow(json: unknown): CallingWindow {
  return parseWith(schema, json, "CALLING_WINDOW_INVALID", "calling window");
}
