import { tenantMay } from "@callbay/domain/permissions";
import { METRIC_KEYS, METRICS } from "@callbay/domain/reports/metrics";
import { REPORT_KEYS, REPORTS } from "@callbay/domain/reports/reports";
import { scopeOf } from "../people/scope.ts";
import { tenantQuery, z } from "../verb.ts";
import { reportQuerySchema } from "./query.ts";
import { runReport } from "./run.ts";

/** A report, with the period before beside it where that is asked. */
export const readReport = tenantQuery({
  name: "report.read",
  permission: "report.read",
  input: z.strictObject({ query: reportQuerySchema, compare: z.boolean().default(false) }),
  timeoutMs: 120_000,
  run: (unit, { query, compare }) => runReport(unit, query, compare),
});

/** What can be asked by whom: the reports, and what may narrow them. */
export const reportOptions = tenantQuery({
  name: "report.options",
  permission: "report.read",
  input: z.strictObject({}).default({}),
  run: async (unit) => {
    const { tx, tenantId, actor } = unit;
    const whole = tenantMay(actor.role, "report.read:tenant");
    const where = { tenantId };
    const query = { where, orderBy: { name: "asc" }, select: { id: true, name: true } } as const;
    const campaigns = await tx.campaign.findMany(query);
    const lists = whole ? await tx.contactList.findMany(query) : [];
    const units = whole ? await tx.orgUnit.findMany(query) : [];
    const scope = await scopeOf(unit, "report.read");
    const people = await tx.membership.findMany({
      where: { tenantId, role: { in: ["agent", "supervisor"] }, ...(scope ? { id: { in: [...scope] } } : {}) },
      orderBy: { account: { name: "asc" } },
      select: { id: true, account: { select: { name: true } } },
    });
    const dispositions = await tx.campaignDisposition.findMany({
      where: { tenantId },
      orderBy: [{ campaign: { name: "asc" } }, { position: "asc" }],
      select: { id: true, label: true, campaignId: true, campaign: { select: { name: true } } },
    });
    const reports = REPORT_KEYS.filter((key) => whole || !REPORTS[key].wholeTenant);
    return {
      ...{ reports, campaigns, lists, units },
      agents: people.map(({ id, account }) => ({ id, name: account.name })),
      dispositions: dispositions.map(({ campaign, label, ...one }) => ({
        ...one,
        name: `${label} (${campaign.name})`,
      })),
      scope: whole ? ("tenant" as const) : ("people" as const),
    };
  },
});

/** The dictionary: each metric with the sums that it is made of. */
export const reportDictionary = tenantQuery({
  name: "report.dictionary",
  permission: "report.read",
  input: z.strictObject({}).default({}),
  run: async () => ({
    metrics: METRIC_KEYS.map((key) => ({
      ...METRICS[key],
      key,
      reports: REPORT_KEYS.filter((report) => (REPORTS[report].metrics as readonly string[]).includes(key)),
    })),
  }),
});
