import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { toDbDate } from "@callbay/domain/calendar";
import { CallbayError } from "@callbay/domain/errors";
import type { Entry, LedgerEvent } from "@callbay/domain/ledger/accounts";

export interface Posting {
  readonly tenantId: string;
  readonly kind: LedgerEvent;
  /** What it is posted for: the same kind and source is posted once, however often it is asked. */
  readonly sourceKey: string;
  readonly contractId?: string | null | undefined;
  readonly invoiceId?: string | null | undefined;
  readonly occurredAt: Date;
  /** The tenant's calendar day. */
  readonly bookedOn: string;
  readonly memo: string;
  /** They sum to zero per currency; those of zero are left out. */
  readonly entries: readonly Entry[];
}

const CHUNK = 2_000;

/**
 * Writes one transaction of the ledger in the caller's transaction.
 *
 * @returns false when it was posted before. @throws CallbayError LEDGER_UNBALANCED (a defect of the caller; Postgres
 * would refuse it at the commit too).
 */
export async function post(tx: Tx, posting: Posting): Promise<boolean> {
  const { tenantId, entries, bookedOn, ...head } = posting;
  refuseUnbalanced(entries);
  const id = newId();
  const row = {
    ...head,
    contractId: head.contractId ?? null,
    invoiceId: head.invoiceId ?? null,
    tenantId,
    id,
    bookedOn: toDbDate(bookedOn),
  };
  const { count } = await tx.ledgerTransaction.createMany({ data: row, skipDuplicates: true });
  if (count === 0) return false;
  const kept = entries.filter((entry) => entry.amountMinor !== 0n);
  for (let at = 0; at < kept.length; at += CHUNK) {
    await tx.ledgerEntry.createMany({
      data: kept.slice(at, at + CHUNK).map((entry) => ({
        tenantId,
        id: newId(),
        transactionId: id,
        account: entry.account,
        currency: entry.currency,
        amountMinor: entry.amountMinor,
        campaignId: entry.campaignId ?? null,
        chargeId: entry.chargeId ?? null,
      })),
    });
  }
  return true;
}

function refuseUnbalanced(entries: readonly Entry[]): void {
  const sums = new Map<string, bigint>();
  for (const { currency, amountMinor } of entries) sums.set(currency, (sums.get(currency) ?? 0n) + amountMinor);
  const bad = [...sums].find(([, sum]) => sum !== 0n);
  if (bad) {
    throw new CallbayError("internal", "LEDGER_UNBALANCED", "A ledger transaction does not sum to zero.", {
      currency: bad[0],
      sum: bad[1].toString(),
    });
  }
}
