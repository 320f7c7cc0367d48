import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { currencyExponent } from "@callbay/domain/currency";
import { CallbayError } from "@callbay/domain/errors";
import { invoiceTotals } from "@callbay/domain/invoice-totals";
import type { Message } from "@callbay/domain/message";
import { amountText, MICROS_PER_UNIT } from "@callbay/domain/money";
import type { LockedInvoice } from "./lock.ts";

/** Where people's own lines begin: after all that rating wrote, whatever is added or removed. */
const FIRST_OWN_POSITION = 100_000;

interface OwnLine {
  readonly contractVersionId: string;
  readonly description: Message;
  /** Negative takes off. */
  readonly amountMinor: bigint;
  readonly reason: string;
}

/** Adds a line that a person made to an open invoice, and brings the invoice up to its lines. @returns the line's id. */
export async function addOwnLine(tx: Tx, invoice: LockedInvoice, line: OwnLine): Promise<string> {
  const { tenantId, id: invoiceId, currency, periodFrom, periodTo } = invoice;
  const { _max } = await tx.charge.aggregate({ where: { tenantId, invoiceId }, _max: { position: true } });
  const id = newId();
  await tx.charge.createMany({
    data: {
      tenantId,
      id,
      invoiceId,
      position: Math.max(FIRST_OWN_POSITION, (_max.position ?? 0) + 1),
      contractVersionId: line.contractVersionId,
      componentId: null,
      kind: "adjustment",
      // No month: what a person gave or took is no part of what the month's usage comes to.
      month: null,
      reason: line.reason,
      description: { ...line.description },
      quantityMicros: MICROS_PER_UNIT,
      unit: "amount",
      unitPriceMicros: (line.amountMinor * MICROS_PER_UNIT) / 10n ** BigInt(currencyExponent(currency)),
      amountMinor: line.amountMinor,
      arithmetic: `1 × ${amountText(line.amountMinor, currency)} = ${amountText(line.amountMinor, currency)}`,
      periodFrom,
      periodTo,
    },
  });
  await bringUpToLines(tx, invoice);
  return id;
}

/**
 * Recounts an open invoice from its lines. Whatever the client had accepted, it accepted other lines: its acceptance is
 * taken back.
 *
 * @throws CallbayError INVOICE_BELOW_ZERO.
 */
export async function bringUpToLines(tx: Tx, { tenantId, id, taxInclusive, currency }: LockedInvoice): Promise<void> {
  const charges = await tx.charge.findMany({
    where: { tenantId, invoiceId: id },
    select: { amountMinor: true, contractVersion: { select: { taxRatePpm: true } } },
  });
  const { netMinor, taxMinor, totalMinor } = invoiceTotals(
    charges.map(({ amountMinor, contractVersion }) => ({ amountMinor, ...contractVersion })),
    taxInclusive,
  );
  if (totalMinor < 0n) {
    throw new CallbayError(
      "precondition",
      "INVOICE_BELOW_ZERO",
      `The invoice would come to ${amountText(totalMinor, currency)} ${currency}. Nothing was changed; give the rest as a credit.`,
      { totalMinor: totalMinor.toString(), currency },
    );
  }
  await tx.invoice.updateMany({
    where: { tenantId, id },
    data: { netMinor, taxMinor, totalMinor, acceptedAt: null, acceptedBy: null },
  });
}
