import { z } from "zod";
import { isTimeZone } from "../calendar.ts";
import { weeklySchema } from "../calling-window/parse.ts";
import { isLocalDate } from "../days.ts";
import { parseWith } from "../parse.ts";
import type { CampaignSchedule } from "./types.ts";

const minute = z
  .string()
  .refine(
    (text) => /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$/.test(text) && isLocalDate(text.slice(0, 10)),
    "must be a minute such as 2026-03-02T09:00",
  );

const schema = z
  .strictObject({
    zone: z.string().refine(isTimeZone, "must be a time zone such as Asia/Shanghai"),
    from: minute.nullable().default(null),
    until: minute.nullable().default(null),
    hours: weeklySchema.nullable().default(null),
  })
  .refine(({ from, until }) => from === null || until === null || from < until, {
    path: ["until"],
    message: "must be after its beginning",
  })
  .refine(({ hours }) => hours === null || Object.values(hours).some((spans) => spans.length > 0), {
    path: ["hours"],
    message: "must have an hour at which it dials",
  });

/**
 * Parses a campaign's schedule.
 *
 * @throws CallbayError CAMPAIGN_SCHEDULE_INVALID; `details.path` names the field.
 */
export function parseCampaignSchedule(json: unknown): CampaignSchedule {
  return parseWith(schema, json, "CAMPAIGN_SCHEDULE_INVALID", "schedule");
}

/** As it is stored: a campaign without one is started and stopped by people. @throws CallbayError CAMPAIGN_SCHEDULE_INVALID */
export function storedSchedule(json: unknown): CampaignSchedule | null {
  return json === null || json === undefined ? null : parseCampaignSchedule(json);
}
