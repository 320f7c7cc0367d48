import { CallbayError, notFound } from "@callbay/domain/errors";
import { amountText, parseAmount } from "@callbay/domain/money";
import { operatorVerb, z } from "../verb.ts";
import { addOwnLine, bringUpToLines } from "./lines-of.ts";
import { announce, lockOpenInvoice, termsOf } from "./lock.ts";

/** Of lines that the operator added; those of a dispute's resolution have another and stay. */
const ADDED = "charge.added";

/** Adds a line of the operator's own to a draft, or to an invoice in review; the client's acceptance is taken back. */
export const addLine = operatorVerb({
  name: "billing.addLine",
  permission: "platform.billing.close",
  input: z.strictObject({
    tenantId: z.uuid(),
    invoiceId: z.uuid(),
    /** What the client reads on the line. */
    text: z.string().trim().min(1).max(200),
    /** A decimal of the contract's currency; negative takes off. */
    amount: z.string().max(24),
    reason: z.string().trim().min(1).max(500),
  }),
  run: async (unit, { tenantId, invoiceId, text, amount, reason }) => {
    const { tx, audit } = unit;
    const invoice = await lockOpenInvoice(tx, tenantId, invoiceId);
    const amountMinor = parseAmount(amount, invoice.currency);
    if (amountMinor === 0n) {
      throw new CallbayError("invalid", "AMOUNT_INVALID", "A line of zero changes nothing. Nothing was added.");
    }
    const { terms } = await termsOf(tx, invoice);
    const chargeId = await addOwnLine(tx, invoice, {
      contractVersionId: terms.id,
      description: { key: ADDED, values: { text } },
      amountMinor,
      reason,
    });
    await audit({
      action: "billing.addLine",
      entity: "invoice",
      entityId: invoiceId,
      tenantId,
      after: { chargeId, text, amount: amountText(amountMinor, invoice.currency), reason },
    });
    announce(unit, tenantId, invoiceId);
    return { chargeId };
  },
});

/** Removes a line that the operator added, and nothing else. */
export const removeLine = operatorVerb({
  name: "billing.removeLine",
  permission: "platform.billing.close",
  input: z.strictObject({ tenantId: z.uuid(), invoiceId: z.uuid(), chargeId: z.uuid() }),
  run: async (unit, { tenantId, invoiceId, chargeId }) => {
    const { tx, audit } = unit;
    const invoice = await lockOpenInvoice(tx, tenantId, invoiceId);
    const charge = await tx.charge.findUnique({
      where: { tenantId_id: { tenantId, id: chargeId } },
      include: { disputes: { select: { id: true }, take: 1 } },
    });
    if (charge?.invoiceId !== invoiceId) throw notFound("invoice line");
    const { key, values } = charge.description as { key?: unknown; values?: Record<string, string> };
    if (key !== ADDED || charge.disputes.length > 0) {
      throw new CallbayError(
        "precondition",
        "LINE_STAYS",
        "Only a line that the operator added, and that nobody disputed, can be removed. Nothing was changed; add a line that corrects it.",
        { chargeId },
      );
    }
    await tx.charge.deleteMany({ where: { tenantId, id: chargeId } });
    await bringUpToLines(tx, invoice);
    await audit({
      action: "billing.removeLine",
      entity: "invoice",
      entityId: invoiceId,
      tenantId,
      before: {
        chargeId,
        text: values?.text ?? "",
        amount: amountText(charge.amountMinor, invoice.currency),
        reason: charge.reason,
      },
    });
    announce(unit, tenantId, invoiceId);
    return { removed: true };
  },
});
