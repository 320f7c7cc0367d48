import type { Tx } from "@callbay/db/client";
import { DEFAULT_SWITCHES, type StoredSwitches } from "@callbay/domain/reports/switches";
import { tenantQuery, tenantVerb, z } from "../verb.ts";
import { minTalkSchema, prefixesSchema } from "./query.ts";

export interface ReportSettings {
  /** What the tenant's reports leave out when nobody says otherwise. */
  readonly switches: StoredSwitches;
  /** The same when the rollups count by it; null while they are built anew. */
  readonly rolled: StoredSwitches | null;
  readonly zone: string;
  readonly rolledAt: Date | null;
}

export async function loadReportSettings(tx: Tx, tenantId: string): Promise<ReportSettings> {
  const { timezone: zone } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { timezone: true } });
  const row = await tx.reportSettings.findUnique({ where: { tenantId } });
  const { minTalkMs, excludedPrefixes } = row ?? DEFAULT_SWITCHES;
  const switches = { minTalkMs, excludedPrefixes };
  const isRolled = row !== null && row.rolledRevision === row.revision && row.rolledZone === zone;
  return { switches, rolled: isRolled ? switches : null, zone, rolledAt: row?.rolledAt ?? null };
}

/** How the company's reports count. */
export const reportSettings = tenantQuery({
  name: "report.settings",
  permission: "report.read",
  input: z.strictObject({}).default({}),
  run: async ({ tx, tenantId }) => {
    const { switches, rolled, zone, rolledAt } = await loadReportSettings(tx, tenantId);
    return { ...switches, building: rolled === null, zone, rolledAt };
  },
});

/** Changes how the company's reports count; the rollups are built anew, and reports stay right, but slower, until then. */
export const setReportSettings = tenantVerb({
  name: "report.set_settings",
  permission: "report.write",
  input: z.strictObject({ minTalkMs: minTalkSchema, excludedPrefixes: prefixesSchema }),
  run: async ({ tx, tenantId, audit }, { minTalkMs, excludedPrefixes }) => {
    const { switches } = await loadReportSettings(tx, tenantId);
    const data = { minTalkMs, excludedPrefixes: [...new Set(excludedPrefixes)].sort() };
    const same = JSON.stringify(data) === JSON.stringify(switches);
    if (!same)
      await tx.reportSettings.upsert({
        where: { tenantId },
        create: { tenantId, ...data },
        update: { ...data, revision: { increment: 1 } },
      });
    await audit({
      action: "report.set_settings",
      entity: "report_settings",
      entityId: tenantId,
      before: { ...switches, excludedPrefixes: [...switches.excludedPrefixes] },
      after: data,
    });
    return data;
  },
});
