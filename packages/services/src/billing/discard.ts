import type { Tx } from "@callbay/db/client";
import { unlinkUsage } from "@callbay/db/sql/billing-stream";
import { fromDbDate } from "@callbay/domain/calendar";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { lockContract } from "../contract/load.ts";
import { operatorVerb, z } from "../verb.ts";

/**
 * Throws a draft away, or an invoice in review that nobody has disputed; what it charged is open again, and so are the
 * credits that it used. A finalised invoice stays for ever.
 */
export const discardInvoice = operatorVerb({
  name: "billing.discard",
  permission: "platform.billing.close",
  input: z.strictObject({ tenantId: z.uuid(), invoiceId: z.uuid() }),
  timeoutMs: 600_000,
  run: async ({ tx, audit, emit }, { tenantId, invoiceId }) => {
    const draft = await lockDraft(tx, tenantId, invoiceId);
    await refuseDisputed(tx, tenantId, invoiceId);
    await giveCreditsBack(tx, tenantId, invoiceId);
    await unlinkUsage(tx, tenantId, invoiceId);
    await tx.charge.deleteMany({ where: { tenantId, invoiceId } });
    await tx.invoice.deleteMany({ where: { tenantId, id: invoiceId, state: { not: "finalised" } } });
    await audit({
      action: "billing.discard",
      entity: "invoice",
      entityId: invoiceId,
      tenantId,
      before: {
        contractId: draft.contractId,
        from: fromDbDate(draft.periodFrom),
        to: fromDbDate(draft.periodTo),
        totalMinor: draft.totalMinor.toString(),
      },
    });
    if (draft.state === "in_review") emit({ type: "invoice.changed", invoiceId }, { tenantId });
    emit({ type: "invoice.changed", invoiceId });
    return { discarded: true };
  },
});

/** What a client disputed is kept, and with it the lines that it is about. @throws CallbayError INVOICE_DISPUTED. */
async function refuseDisputed(tx: Tx, tenantId: string, invoiceId: string): Promise<void> {
  if ((await tx.dispute.count({ where: { tenantId, invoiceId } })) === 0) return;
  throw new CallbayError(
    "precondition",
    "INVOICE_DISPUTED",
    "The client has disputed lines of this invoice. Nothing was changed; correct its lines instead.",
    { invoiceId },
  );
}

/** What a line that takes off a credit holds beside its text. */
const creditLine = z.object({ creditId: z.uuid() });

/** What an invoice took off contract credits is open again. */
export async function giveCreditsBack(tx: Tx, tenantId: string, invoiceId: string): Promise<void> {
  const lines = await tx.charge.findMany({
    where: { tenantId, invoiceId, kind: "credit", componentId: null },
    select: { description: true, amountMinor: true },
  });
  for (const { description, amountMinor } of lines) {
    const { creditId } = creditLine.parse(description);
    await tx.contractCredit.updateMany({
      where: { tenantId, id: creditId },
      data: { appliedMinor: { increment: amountMinor } },
    });
  }
}

/** Loads a draft, or an invoice in review, with its contract locked. @throws CallbayError NOT_FOUND, INVOICE_FINALISED. */
export async function lockDraft(tx: Tx, tenantId: string, invoiceId: string) {
  const where = { tenantId_id: { tenantId, id: invoiceId } };
  const found = await tx.invoice.findUnique({ where, select: { contractId: true } });
  if (!found) throw notFound("invoice");
  await lockContract(tx, tenantId, found.contractId);
  const invoice = await tx.invoice.findUnique({ where });
  if (!invoice) throw notFound("invoice");
  if (invoice.state === "finalised") {
    throw new CallbayError(
      "conflict",
      "INVOICE_FINALISED",
      `Invoice ${invoice.number} is finalised and never changes. Nothing was changed.`,
      { number: invoice.number },
    );
  }
  return invoice;
}
