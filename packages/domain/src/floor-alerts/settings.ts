import { z } from "zod";
import { ALERT_RULE_KEYS, ALERT_RULES, type AlertRule, type AlertSettings } from "../floor-alerts.ts";

/** Settings as they are written: what is not there stands as it comes. */
export const alertSettingsSchema = z.partialRecord(
  z.enum(ALERT_RULE_KEYS),
  z.strictObject({ on: z.boolean(), limit: z.number().min(0.1) }),
);

/** Each rule's setting: what the workspace wrote, else the default. What cannot be read counts as not written. */
export function alertSettings(stored: unknown): AlertSettings {
  const parsed = alertSettingsSchema.safeParse(stored);
  const own = parsed.success ? parsed.data : {};
  const all = ALERT_RULE_KEYS.map((rule) => [rule, own[rule] ?? { on: true, limit: ALERT_RULES[rule].limit }]);
  return Object.fromEntries(all) as AlertSettings;
}

/** The first rule whose limit is out of its bounds; null when all are within. */
export function alertOutOfBounds(settings: z.output<typeof alertSettingsSchema>): AlertRule | null {
  return ALERT_RULE_KEYS.find((rule) => (settings[rule]?.limit ?? 0) > ALERT_RULES[rule].max) ?? null;
}
