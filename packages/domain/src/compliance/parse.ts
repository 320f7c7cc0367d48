import { z } from "zod";
import { WEEKDAYS } from "../calling-window/hours.ts";
import { parseCallingWindow } from "../calling-window/parse.ts";
import { isLocalDate } from "../days.ts";
import { CallbayError } from "../errors.ts";
import { parseWith } from "../parse.ts";
import { PRESETS } from "./presets.ts";
import { type ComplianceRules, OVERRIDABLE_REASONS, REGIONS } from "./types.ts";

const minute = z.int().min(0).max(1440);
const span = z.tuple([minute, minute]).refine(([from, to]) => from < to, "must begin before it ends");
const spans = z
  .array(span)
  .max(24)
  .transform((list) => [...list].sort(([a], [b]) => a - b))
  .refine((list) => list.every(([from], i) => i === 0 || from >= (list[i - 1]?.[1] ?? 0)), "must not overlap");
const day = z.string().refine(isLocalDate, "must be a day such as 2026-10-01");
const cap = z.int().min(1).max(1000).nullable();
const days = z.int().min(1).max(36_500).nullable();
const permission = z.enum(["allowed", "with_consent", "forbidden"]);

const country = z.strictObject({
  weekly: z.partialRecord(z.enum(WEEKDAYS), spans).optional(),
  holidays: z
    .array(day)
    .max(1000)
    .transform((list) => [...new Set(list)].sort())
    .optional(),
  attempts: z.strictObject({ perDay: cap, perWeek: cap, perThirtyDays: cap }).partial().optional(),
});

const schema = z.strictObject({
  region: z.enum(REGIONS),
  callingWindow: z.unknown().transform((json, context) => {
    try {
      return parseCallingWindow(json);
    } catch (error) {
      if (!(error instanceof CallbayError)) throw error;
      const path = typeof error.details.path === "string" ? error.details.path.split(".").filter(Boolean) : [];
      context.addIssue({ code: "custom", path, message: "is not a calling window" });
      return z.NEVER;
    }
  }),
  countries: z.record(z.string().regex(/^[A-Z]{2}$/, "must be a country such as FR"), country),
  attempts: z.strictObject({ perDay: cap, perWeek: cap, perThirtyDays: cap, perContact: cap }),
  abandoned: z.strictObject({
    maxPpm: z.int().min(0).max(1_000_000).nullable(),
    windowDays: z.int().min(1).max(30),
    joinDeadlineMs: z.int().min(500).max(10_000),
    minRingMs: z.int().min(5_000).max(60_000),
    agentOnlyHours: z.int().min(0).max(8_760),
  }),
  consent: z
    .strictObject({ required: z.enum(["listed", "express"]), proof: z.boolean(), maxAgeDays: days })
    .refine(({ required, proof, maxAgeDays }) => required === "express" || (!proof && maxAgeDays === null), {
      path: ["required"],
      message: "must be express when proof or age is asked of a consent",
    }),
  callerId: z.strictObject({ required: z.boolean(), sameCountry: z.boolean() }),
  machineDetection: z.enum(["allowed", "forbidden"]),
  messageDrop: permission,
  agentless: permission,
  retention: z.strictObject({ recordingDays: days, consentProofDays: days, attemptDays: days }),
  overridable: z
    .array(z.enum(OVERRIDABLE_REASONS))
    .transform((list) => OVERRIDABLE_REASONS.filter((reason) => list.includes(reason))),
});

/**
 * Parses the rules of a compliance profile, strictly: what is not understood is refused, never ignored.
 *
 * @throws CallbayError COMPLIANCE_INVALID; `details.path` names the field ("abandoned.windowDays").
 */
export function parseComplianceRules(json: unknown): ComplianceRules {
  return parseWith(schema, json, "COMPLIANCE_INVALID", "compliance profile");
}

/** The rules of a campaign's profile as stored, or the preset "custom" when it has none. @throws COMPLIANCE_INVALID */
export function rulesOrCustom(json: unknown): ComplianceRules {
  return json === null || json === undefined ? PRESETS.custom : parseComplianceRules(json);
}
