import { GROUPS } from "@callbay/domain/reports/dimensions";
import { RELATIVE_PERIODS } from "@callbay/domain/reports/period";
import { REPORT_KEYS } from "@callbay/domain/reports/reports";
import { z } from "zod";

const ids = z.array(z.uuid()).min(1).max(200);
const prefix = z.string().regex(/^\+\d{1,15}$/, "a prefix begins with + and has digits alone");

export const prefixesSchema = z.array(prefix).max(50);
export const minTalkSchema = z.int().min(0).max(600_000);

/** What a report is asked: it is kept with saved reports too. */
export const reportQuerySchema = z.strictObject({
  report: z.enum(REPORT_KEYS),
  period: z.union([
    z.strictObject({ relative: z.enum(RELATIVE_PERIODS) }),
    /** First and last day, both included. */
    z.strictObject({ from: z.iso.date(), through: z.iso.date() }),
  ]),
  /** What rows stand for; the report's own default when empty. */
  groups: z.array(z.enum(GROUPS)).max(2).default([]),
  campaignIds: ids.optional(),
  listIds: ids.optional(),
  membershipIds: ids.optional(),
  dispositionIds: ids.optional(),
  /** People of this unit and of all below it. */
  orgUnitId: z.uuid().optional(),
  /** Switches other than the tenant's own. */
  excludeInternal: z.boolean().optional(),
  startAtAnswer: z.boolean().optional(),
  excludedPrefixes: prefixesSchema.optional(),
  minTalkMs: minTalkSchema.optional(),
});
export type ReportQuery = z.output<typeof reportQuerySchema>;
export type ReportQueryInput = z.input<typeof reportQuerySchema>;
