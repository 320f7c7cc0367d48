import { notFound } from "@callbay/domain/errors";
import { type MailAttachment, type Mailer, MailRefused } from "@callbay/gateways/mail-port";
import type { VerbContext } from "../context.ts";
import { invoiceAttachment } from "../invoice/export.ts";
import { reportAttachment } from "../report/send.ts";
import { systemVerb, z } from "../verb.ts";
import { attachmentSchema } from "./write.ts";

const which = { tenantId: z.uuid(), mailId: z.uuid() };

/** Longest of what a server says that is kept. */
const FAILURE_CHARS = 500;

export type Delivery = "sent" | "held" | "failed" | "not_queued";

/**
 * Sends a mail that is queued, with its documents as they are now. Its row is locked until the server has taken it, so
 * that two workers never send the same one; only a process that dies between the server's word and the commit sends it
 * again, under the same Message-ID.
 *
 * @param mailer null where no server is configured: the mail is held until the operator sends it again.
 * @throws what the server's failure was, as long as trying again may help and `lastTry` is not set.
 */
export async function deliverMail(
  ctx: VerbContext,
  input: { readonly tenantId: string; readonly mailId: string },
  { mailer, lastTry }: { readonly mailer: Mailer | null; readonly lastTry: boolean },
): Promise<Delivery> {
  if (mailer === null) return settle(ctx, { ...input, state: "held", failure: "NO_MAIL_SERVER" });
  try {
    return await sendLocked(mailer)(ctx, input);
  } catch (error) {
    const failure = (error instanceof Error ? error.message : String(error)).slice(0, FAILURE_CHARS);
    const final = lastTry || error instanceof MailRefused;
    await settle(ctx, { ...input, state: final ? "failed" : "queued", failure });
    if (final) return "failed";
    throw error;
  }
}

const sendLocked = (mailer: Mailer) =>
  systemVerb({
    name: "mail.send",
    input: z.strictObject(which),
    timeoutMs: 180_000,
    run: async ({ tx, now, emit }, { tenantId, mailId }): Promise<Delivery> => {
      await tx.$queryRaw`SELECT 1 FROM mail WHERE tenant_id = ${tenantId}::uuid AND id = ${mailId}::uuid FOR UPDATE`;
      const mail = await tx.mail.findUnique({ where: { tenantId_id: { tenantId, id: mailId } } });
      if (!mail) throw notFound("mail");
      if (mail.state !== "queued") return "not_queued";
      const documents = attachmentSchema.parse(mail.attachments);
      const attachments: MailAttachment[] = [];
      for (const of of documents)
        attachments.push(
          of.document === "report"
            ? await reportAttachment(tx, { tenantId, ...of })
            : await invoiceAttachment(tx, { tenantId, invoiceId: of.invoiceId }),
        );
      await mailer.send({
        messageId: `<${mailId}@callbay>`,
        to: mail.recipients,
        subject: mail.subject,
        text: mail.body,
        attachments,
      });
      await tx.mail.updateMany({
        where: { tenantId, id: mailId },
        data: { state: "sent", sentAt: now, failure: null },
      });
      if (mail.kind !== "invoice") return "sent";
      for (const { invoiceId } of documents.filter((one) => one.document === "invoice.pdf")) {
        await tx.invoiceSettlement.updateMany({
          where: { tenantId, id: invoiceId, sentAt: null },
          data: { sentAt: now, updatedAt: now },
        });
        emit({ type: "invoice.changed", invoiceId });
        emit({ type: "invoice.changed", invoiceId }, "operator");
      }
      return "sent";
    },
  });

const settle = systemVerb({
  name: "mail.settle",
  input: z.strictObject({ ...which, state: z.enum(["held", "failed", "queued"]), failure: z.string() }),
  run: async ({ tx }, { tenantId, mailId, state, failure }): Promise<Delivery> => {
    const { count } = await tx.mail.updateMany({
      where: { tenantId, id: mailId, state: "queued" },
      data: { state, failure },
    });
    return count === 0 || state === "queued" ? "not_queued" : state;
  },
});
