import { CallbayError } from "@callbay/domain/errors";
import { giveCreditsBack } from "../billing/discard.ts";
import { postVoid } from "../ledger/post-invoice.ts";
import { operatorVerb, z } from "../verb.ts";
import { announceCreditNote, issueCreditNote } from "./credit-note.ts";
import { lockFinalInvoice } from "./lock.ts";

/**
 * Makes an invoice void that nobody has paid and nothing of which was given back: a credit note of everything, and
 * what it posted to the ledger is taken back to the last entry. Contract credits that it used are open again; its usage
 * stays charged and is not billed again.
 */
export const voidInvoice = operatorVerb({
  name: "billing.void",
  permission: "platform.billing.close",
  input: z.strictObject({ tenantId: z.uuid(), invoiceId: z.uuid(), reason: z.string().trim().min(1).max(500) }),
  timeoutMs: 60_000,
  run: async (unit, { tenantId, invoiceId, reason }) => {
    const { tx, now, audit } = unit;
    const invoice = await lockFinalInvoice(tx, tenantId, invoiceId);
    const where = { tenantId_id: { tenantId, id: invoiceId } };
    await tx.$queryRaw`
      SELECT 1 FROM invoice_settlement WHERE tenant_id = ${tenantId}::uuid AND id = ${invoiceId}::uuid FOR UPDATE`;
    const settlement = await tx.invoiceSettlement.findUnique({ where });
    const moving = await tx.payment.count({
      where: { tenantId, invoiceId, state: { in: ["pending", "requires_action", "succeeded", "disputed"] } },
    });
    if (settlement?.state !== "open" || moving > 0) {
      throw new CallbayError(
        "precondition",
        "INVOICE_NOT_OPEN",
        `Something of invoice ${invoice.number} was paid, is being paid, or was given back. Nothing was changed; give back the rest by a credit note.`,
        { number: invoice.number, state: settlement?.state ?? null },
      );
    }
    const issued = await issueCreditNote(tx, { tenantId, invoiceId, lines: "rest", reason, now, post: false });
    await tx.invoiceSettlement.update({
      where,
      data: { state: "void", settledAt: now, nextChargeAt: null, updatedAt: now },
    });
    await giveCreditsBack(tx, tenantId, invoiceId);
    await postVoid(tx, { tenantId, invoiceId, now });
    await audit({
      action: "billing.void",
      entity: "invoice",
      entityId: invoiceId,
      tenantId,
      after: { creditNoteId: issued.creditNoteId, number: issued.number, reason },
    });
    await announceCreditNote(unit, { tenantId, invoiceId, creditNoteId: issued.creditNoteId });
    return { creditNoteId: issued.creditNoteId, number: issued.number };
  },
});
