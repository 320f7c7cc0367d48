import { CallbayError } from "@callbay/domain/errors";
import { invoiceMail } from "../mail/invoice-mails.ts";
import { operatorVerb, z } from "../verb.ts";
import { announce, lockInvoice } from "./lock.ts";

/**
 * Sends a finalised invoice or credit note: by mail, again if it went out before, or says that it was handed over by
 * hand. It counts as sent when a mail server has taken it.
 */
export const sendInvoice = operatorVerb({
  name: "billing.send",
  permission: "platform.billing.close",
  input: z.strictObject({ tenantId: z.uuid(), invoiceId: z.uuid(), by: z.enum(["mail", "hand"]).default("mail") }),
  run: async (unit, { tenantId, invoiceId, by }) => {
    const { tx, now, audit } = unit;
    const invoice = await lockInvoice(tx, tenantId, invoiceId);
    if (invoice.state !== "finalised") {
      throw new CallbayError(
        "precondition",
        "INVOICE_NOT_FINALISED",
        "Only a finalised invoice can be sent. Nothing was sent; finalise it first.",
        { invoiceId },
      );
    }
    const waiting = await tx.mail.count({
      where: { tenantId, kind: invoice.kind, sourceKey: { startsWith: invoiceId }, state: "queued" },
    });
    if (by === "mail" && waiting === 0) {
      const before = await tx.mail.count({
        where: { tenantId, kind: invoice.kind, sourceKey: { startsWith: invoiceId } },
      });
      await invoiceMail(unit, tenantId, invoiceId, before === 0 ? "" : `:${before + 1}`);
    }
    if (by === "hand") {
      await tx.invoiceSettlement.updateMany({
        where: { tenantId, id: invoiceId, sentAt: null },
        data: { sentAt: now, updatedAt: now },
      });
    }
    await audit({ action: "billing.send", entity: "invoice", entityId: invoiceId, tenantId, after: { by } });
    announce(unit, tenantId, invoiceId);
    return { by };
  },
});
