import { fromDbDate, localDate } from "@callbay/domain/calendar";
import { reminderDue } from "@callbay/domain/reminders";
import { sendMail } from "@callbay/jobs/catalogue";
import { hourOf } from "../month/local-time.ts";
import { systemVerb, z } from "../verb.ts";
import { reminderMail } from "./invoice-mails.ts";

/** Nobody is reminded before this hour of their day. */
const FROM_HOUR = 9;
/** A mail that waited longer than this lost its job: with Redis emptied, say. */
const LOST_AFTER_MS = 15 * 60_000;

/**
 * Writes the reminders that a tenant's open invoices call for today, each once, and puts mails back on the queue whose
 * job was lost. Run it every hour; most of them find nothing to do.
 *
 * An invoice that is paid, void, given back or disputed is never reminded of, nor one whose payment is on its way.
 */
export const sendReminders = systemVerb({
  name: "mail.sendReminders",
  input: z.strictObject({ tenantId: z.uuid() }),
  timeoutMs: 60_000,
  run: async (unit, { tenantId }) => {
    const { tx, now, enqueue } = unit;
    const lost = await tx.mail.findMany({
      where: { tenantId, state: "queued", createdAt: { lt: new Date(now.getTime() - LOST_AFTER_MS) } },
      select: { id: true },
    });
    for (const { id } of lost) enqueue(sendMail, { tenantId, mailId: id });
    const { timezone } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { timezone: true } });
    if (hourOf(now, timezone) < FROM_HOUR) return { reminded: 0 };
    const today = localDate(now, timezone);
    const open = await tx.invoiceSettlement.findMany({
      where: {
        tenantId,
        state: { in: ["open", "partly_paid"] },
        invoice: {
          kind: "invoice",
          state: "finalised",
          disputes: { none: { resolvedAt: null } },
          payments: { none: { state: { in: ["pending", "disputed"] } } },
        },
      },
      select: { id: true, invoice: { select: { issuedAt: true, dueOn: true, autoCharge: true } } },
      orderBy: { id: "asc" },
    });
    let reminded = 0;
    for (const { id, invoice } of open) {
      if (!invoice.issuedAt || !invoice.dueOn) continue;
      const stage = reminderDue({
        issuedOn: localDate(invoice.issuedAt, timezone),
        dueOn: fromDbDate(invoice.dueOn),
        autoCharge: invoice.autoCharge,
        today,
      });
      if (stage === null || !(await reminderMail(unit, tenantId, id, stage))) continue;
      await tx.invoiceSettlement.updateMany({
        where: { tenantId, id },
        data: { remindedAt: now, reminders: { increment: 1 }, updatedAt: now },
      });
      reminded += 1;
    }
    return { reminded };
  },
});
