import { Prisma, type Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import type { TenantActor } from "@callbay/domain/actor";
import { CallbayError, forbidden, notFound } from "@callbay/domain/errors";
import { tenantMay } from "@callbay/domain/permissions";
import { nextDue } from "@callbay/domain/reports/schedule";
import { tenantQuery, tenantVerb, z } from "../verb.ts";
import { reportQuerySchema } from "./query.ts";
import { loadReportSettings } from "./settings.ts";

export const scheduleSchema = z.strictObject({
  every: z.enum(["day", "week", "month"]),
  weekday: z.int().min(1).max(7).optional(),
  hour: z.int().min(0).max(23),
});
export const REPORT_FORMATS = ["csv", "xlsx"] as const;

const input = z.strictObject({
  /** Of one that is changed; a new one without. */
  savedId: z.uuid().optional(),
  name: z.string().trim().min(1).max(120),
  shared: z.boolean().default(false),
  query: reportQuerySchema,
  schedule: scheduleSchema.nullable().default(null),
  /** Memberships; oneself when empty. Those who have left get nothing. */
  recipients: z.array(z.uuid()).max(50).default([]),
  format: z.enum(REPORT_FORMATS).default("xlsx"),
});

/** The caller's own reports, and those that others share. Each is read within the reader's own scope. */
export const listSavedReports = tenantQuery({
  name: "report.saved",
  permission: "report.read",
  input: z.strictObject({}).default({}),
  run: async ({ tx, tenantId, actor }) => {
    const rows = await tx.reportSaved.findMany({
      where: { tenantId, OR: [{ membershipId: actor.membershipId }, { shared: true }] },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      include: { membership: { select: { account: { select: { name: true } } } } },
    });
    return {
      items: rows.map(({ tenantId: _tenant, membership, query, schedule, ...row }) => ({
        ...row,
        query: reportQuerySchema.parse(query),
        schedule: scheduleSchema.nullable().parse(schedule),
        own: row.membershipId === actor.membershipId,
        owner: membership.account.name,
      })),
    };
  },
});

/** Keeps a report, or changes one of one's own. @throws CallbayError NOT_FOUND, REPORT_NAME_TAKEN. */
export const saveReport = tenantVerb({
  name: "report.save",
  permission: "report.read",
  input,
  run: async (unit, { savedId, schedule, recipients: named, query, ...columns }) => {
    const { tx, tenantId, actor, now, audit } = unit;
    // Sent to nobody named, it is sent to oneself.
    const recipients = schedule && named.length === 0 ? [actor.membershipId] : named;
    await refuseRecipients(tx, actor, recipients);
    const where = { tenantId, membershipId: actor.membershipId, name: columns.name };
    const taken = await tx.reportSaved.findFirst({ where, select: { id: true } });
    if (taken && taken.id !== savedId) {
      throw new CallbayError(
        "conflict",
        "REPORT_NAME_TAKEN",
        "You have a report of this name. Nothing was kept; choose another name.",
        { name: columns.name },
      );
    }
    const { zone } = await loadReportSettings(tx, tenantId);
    const nextAt = schedule ? nextDue(schedule, now, zone) : null;
    const data = { ...columns, recipients, nextAt, query: query as Prisma.InputJsonValue };
    const id = savedId ?? newId();
    if (savedId) {
      const changed = await tx.reportSaved.updateMany({
        where: { tenantId, id, membershipId: actor.membershipId },
        data: { ...data, schedule: schedule ?? Prisma.DbNull },
      });
      if (changed.count === 0) throw notFound("report");
    } else
      await tx.reportSaved.createMany({
        data: {
          ...data,
          ...(schedule ? { schedule } : {}),
          tenantId,
          id,
          membershipId: actor.membershipId,
          createdAt: now,
        },
      });
    await audit({
      action: "report.save",
      entity: "report_saved",
      entityId: id,
      after: { name: columns.name, shared: columns.shared, report: query.report, schedule, recipients },
    });
    return { savedId: id, nextAt };
  },
});

/** Throws one of one's own away; what was sent stays sent. */
export const deleteSavedReport = tenantVerb({
  name: "report.delete",
  permission: "report.read",
  input: z.strictObject({ savedId: z.uuid() }),
  run: async ({ tx, tenantId, actor, audit }, { savedId }) => {
    const gone = await tx.reportSaved.deleteMany({
      where: { tenantId, id: savedId, membershipId: actor.membershipId },
    });
    if (gone.count === 0) throw notFound("report");
    await audit({ action: "report.delete", entity: "report_saved", entityId: savedId });
    return { savedId };
  },
});

/**
 * A report is sent to people of the company alone; to others than oneself only by who sees all of it, else a team's
 * figures would reach who may not read them.
 *
 * @throws CallbayError FORBIDDEN, NOT_FOUND.
 */
async function refuseRecipients(tx: Tx, { tenantId, role, membershipId }: TenantActor, recipients: readonly string[]) {
  const others = new Set(recipients.filter((id) => id !== membershipId));
  if (others.size === 0) return;
  if (!tenantMay(role, "report.read:tenant")) throw forbidden("report.read:tenant");
  const found = await tx.membership.count({ where: { tenantId, id: { in: [...others] }, endedAt: null } });
  if (found !== others.size) throw notFound("membership");
}
