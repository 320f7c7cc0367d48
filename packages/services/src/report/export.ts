import type { ExportedFile } from "../invoice/export.ts";
import { tenantVerb, z } from "../verb.ts";
import { reportFile } from "./file.ts";
import { reportQuerySchema } from "./query.ts";
import { runReport } from "./run.ts";

/** A report as a file. It has sums alone, and no number of anybody; who took it is in the audit log. */
export const exportReport = tenantVerb({
  name: "report.export",
  permission: "report.read",
  input: z.strictObject({
    query: reportQuerySchema,
    format: z.enum(["csv", "xlsx"]),
    locale: z.enum(["en", "zh-CN"]).default("en"),
  }),
  timeoutMs: 120_000,
  run: async (unit, { query, format, locale }): Promise<ExportedFile> => {
    const report = await runReport(unit, query);
    const { report: entityId, from, through, groups } = report;
    await unit.audit({
      action: "report.export",
      entity: "report",
      entityId,
      after: { format, from, through, groups: [...groups], rows: report.rows.length },
    });
    return reportFile(report, format, locale);
  },
});
