import { CallbayError, notFound } from "@callbay/domain/errors";
import { sendMail } from "@callbay/jobs/catalogue";
import { operatorQuery, operatorVerb, z } from "../verb.ts";
import { attachmentSchema, billingRecipients, MAIL_KINDS } from "./write.ts";

const STATES = ["queued", "sent", "held", "failed"] as const;

/** What was written to clients, newest first: sent, waiting, held for want of a server or an address, failed. */
export const listMail = operatorQuery({
  name: "mail.list",
  permission: "platform.billing.read",
  input: z.strictObject({
    tenantId: z.uuid().optional(),
    state: z.enum(STATES).optional(),
    kind: z.enum(MAIL_KINDS).optional(),
    limit: z.int().min(1).max(200).default(50),
    cursor: z.uuid().nullish(),
  }),
  run: async ({ tx }, { tenantId, state, kind, limit, cursor }) => {
    const rows = await tx.mail.findMany({
      where: {
        ...(tenantId ? { tenantId } : {}),
        ...(state ? { state } : {}),
        ...(kind ? { kind } : {}),
        ...(cursor ? { id: { lt: cursor } } : {}),
      },
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    const page = rows.slice(0, limit);
    const tenants = await tx.tenant.findMany({
      where: { id: { in: [...new Set(page.map((row) => row.tenantId))] } },
      select: { id: true, name: true },
    });
    const names = new Map(tenants.map(({ id, name }) => [id, name]));
    const items = page.map(({ attachments, ...row }) => ({
      ...row,
      tenantName: names.get(row.tenantId) ?? "",
      documents: attachmentSchema.parse(attachments),
    }));
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  },
});

/** Sends a mail again that was held or failed, to whoever is the client's billing address now. */
export const retryMail = operatorVerb({
  name: "mail.retry",
  permission: "platform.billing.close",
  input: z.strictObject({ tenantId: z.uuid(), mailId: z.uuid() }),
  run: async ({ tx, audit, enqueue }, { tenantId, mailId }) => {
    const mail = await tx.mail.findUnique({ where: { tenantId_id: { tenantId, id: mailId } } });
    if (!mail) throw notFound("mail");
    // A report goes to the people it was written to, and to nobody else.
    const recipients = mail.kind === "report" ? mail.recipients : await billingRecipients(tx, tenantId);
    if (recipients.length === 0) {
      throw new CallbayError(
        "precondition",
        "NO_RECIPIENT",
        "This client has no billing address, and no owner or finance person. Nothing was sent; add one first.",
      );
    }
    const { count } = await tx.mail.updateMany({
      where: { tenantId, id: mailId, state: { in: ["held", "failed"] } },
      data: { state: "queued", failure: null, recipients },
    });
    if (count === 0) {
      throw new CallbayError("conflict", "MAIL_NOT_HELD", "This mail is sent, or waits to be. Nothing was changed.");
    }
    await audit({ action: "mail.retry", entity: "mail", entityId: mailId, tenantId, after: { kind: mail.kind } });
    enqueue(sendMail, { tenantId, mailId });
    return { queued: true };
  },
});
