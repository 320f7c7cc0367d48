import type { Tx } from "@callbay/db/client";
import type { TenantActor } from "@callbay/domain/actor";
import { addDays } from "@callbay/domain/calendar";
import { notFound } from "@callbay/domain/errors";
import { nextDue } from "@callbay/domain/reports/schedule";
import { reportWords } from "@callbay/domain/reports/words";
import type { ExportedFile } from "../invoice/export.ts";
import { type MailingUnit, writeMail } from "../mail/write.ts";
import { platformVerb } from "../node/platform-verb.ts";
import { systemVerb, tenantVerb, z } from "../verb.ts";
import { reportFile } from "./file.ts";
import { reportQuerySchema } from "./query.ts";
import { periodOf, runReport } from "./run.ts";
import { scheduleSchema } from "./saved.ts";
import { loadReportSettings } from "./settings.ts";

/** Tenants with a saved report that is due. */
export const findDueReports = platformVerb({
  name: "report.find_due",
  input: z.object({}),
  run: async ({ tx, now }) => {
    const rows = await tx.reportSaved.findMany({
      where: { nextAt: { lte: now } },
      distinct: ["tenantId"],
      select: { tenantId: true },
    });
    return rows.map(({ tenantId }) => tenantId);
  },
});

/**
 * Writes the mails of a tenant's reports that are due, each once for the time it was due at, and moves their time on.
 * Who has left the company, or its owner having left, ends the sending.
 */
export const sendDueReports = systemVerb({
  name: "report.send_due",
  input: z.strictObject({ tenantId: z.uuid() }),
  run: async (unit, { tenantId }) => {
    const { tx, now } = unit;
    const { zone } = await loadReportSettings(tx, tenantId);
    const due = await tx.reportSaved.findMany({ where: { tenantId, nextAt: { lte: now } }, orderBy: { id: "asc" } });
    let sent = 0;
    for (const saved of due) {
      const { id, nextAt, schedule: kept, membershipId } = saved;
      const schedule = scheduleSchema.nullable().parse(kept);
      const owner = await tx.membership.findFirst({ where: { tenantId, id: membershipId, endedAt: null } });
      const goesOn = schedule !== null && owner !== null;
      const moved = await tx.reportSaved.updateMany({
        where: { tenantId, id, nextAt },
        data: { nextAt: goesOn ? nextDue(schedule, now, zone) : null, lastSentAt: goesOn ? now : null },
      });
      if (moved.count === 0 || !goesOn || nextAt === null) continue;
      const mail = await writeReportMail(unit, saved, `${id}:${nextAt.toISOString()}`, zone);
      if (mail.isNew) sent += 1;
    }
    return { sent };
  },
});

/**
 * Mails one of one's own saved reports to its recipients at once, whatever its schedule; oneself where it names nobody.
 * Asked again within the same minute it is the same mail.
 *
 * @throws CallbayError NOT_FOUND.
 */
export const sendReportNow = tenantVerb({
  name: "report.send_now",
  permission: "report.read",
  input: z.strictObject({ savedId: z.uuid() }),
  run: async (unit, { savedId }) => {
    const { tx, tenantId, actor, now, audit } = unit;
    const where = { tenantId, id: savedId, membershipId: actor.membershipId };
    const saved = await tx.reportSaved.findFirst({ where });
    if (!saved) throw notFound("report");
    const { zone } = await loadReportSettings(tx, tenantId);
    const minute = now.toISOString().slice(0, 16);
    const recipients = saved.recipients.length > 0 ? saved.recipients : [actor.membershipId];
    const { to } = await writeReportMail(unit, { ...saved, recipients }, `${savedId}:now:${minute}`, zone);
    await tx.reportSaved.updateMany({ where, data: { lastSentAt: now } });
    await audit({ action: "report.send_now", entity: "report_saved", entityId: savedId, after: { recipients } });
    return { savedId, recipients: to };
  },
});

/** Writes the mail that carries a saved report, of the days that it means now. @returns to how many it goes, and whether it was not written before */
async function writeReportMail(
  unit: MailingUnit,
  { tenantId, id, name, query, recipients }: SavedMail,
  sourceKey: string,
  zone: string,
): Promise<{ readonly to: number; readonly isNew: boolean }> {
  const { tx, now, deps } = unit;
  const { locale } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { locale: true } });
  const people = await tx.membership.findMany({
    where: { tenantId, id: { in: [...recipients] }, endedAt: null, account: { disabledAt: null } },
    select: { account: { select: { email: true } } },
    orderBy: { id: "asc" },
  });
  const { from, to } = periodOf(reportQuerySchema.parse(query), now, zone);
  const text = letter(locale === "zh-CN", {
    ...{ name, from, through: addDays(to, -1) },
    link: `${deps.appUrl}/w/reports`,
  });
  const isNew = await writeMail(unit, {
    ...{ tenantId, kind: "report", sourceKey },
    recipients: people.map(({ account }) => account.email),
    attachments: [{ document: "report", savedId: id, at: now.toISOString() }],
    ...text,
  });
  return { to: people.length, isNew };
}

interface SavedMail {
  readonly tenantId: string;
  readonly id: string;
  readonly name: string;
  readonly query: unknown;
  /** Memberships. */
  readonly recipients: readonly string[];
}

function letter(
  chinese: boolean,
  { name, from, through, link }: { name: string; from: string; through: string; link: string },
) {
  return chinese
    ? {
        subject: `报表：${name}（${from} 至 ${through}）`,
        body: `随信附上报表“${name}”，期间 ${from} 至 ${through}。\n\n在线查看：\n${link}\n`,
      }
    : {
        subject: `Report: ${name}, ${from} to ${through}`,
        body: `Here is the report “${name}” for ${from} to ${through}.\n\nYou find it on the screen here:\n${link}\n`,
      };
}

/**
 * A saved report as the file of a mail: of the days that it meant when the mail was written, as its owner may see them
 * today.
 *
 * @throws CallbayError NOT_FOUND.
 */
export async function reportAttachment(
  tx: Tx,
  { tenantId, savedId, at }: { readonly tenantId: string; readonly savedId: string; readonly at: string },
): Promise<ExportedFile> {
  const saved = await tx.reportSaved.findUnique({
    where: { tenantId_id: { tenantId, id: savedId } },
    include: { membership: { include: { account: { select: { name: true } }, tenant: { select: { locale: true } } } } },
  });
  if (!saved || saved.membership.endedAt) throw notFound("report");
  const { id: membershipId, accountId, role, account, tenant } = saved.membership;
  const actor: TenantActor = {
    kind: "tenant",
    tenantId,
    membershipId,
    accountId,
    role,
    name: account.name,
    sessionId: "",
  };
  const unit = { tx, tenantId, actor, now: new Date(at) };
  const locale = tenant.locale === "zh-CN" ? "zh-CN" : "en";
  const report = await runReport(unit, reportQuerySchema.parse(saved.query));
  const file = await reportFile(report, saved.format === "csv" ? "csv" : "xlsx", locale);
  return { ...file, fileName: `${reportWords(locale).reports[report.report]} ${file.fileName}` };
}
