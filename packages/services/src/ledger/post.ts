import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { insertEntries } from "@callbay/db/sql/ledger";
import { toDbDate } from "@callbay/domain/calendar";
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

/**
 * Writes one transaction of the ledger in the caller's transaction.
 *
 * @returns false when it was posted before. @throws Error when it does not sum to zero: a defect of the caller, which
 * Postgres would refuse at the commit too.
 */
export async function post(tx: Tx, posting: Posting): Promise<boolean> {
  const { tenantId, entries, bookedOn, ...head } = posting;
  refuseUnbalanced(posting.kind, entries);
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
  await insertEntries(
    tx,
    { tenantId, transactionId: id },
    entries
      .filter((entry) => entry.amountMinor !== 0n)
      .map((entry) => ({
        id: newId(),
        account: entry.account,
        currency: entry.currency,
        amountMinor: entry.amountMinor,
        campaignId: entry.campaignId ?? null,
        chargeId: entry.chargeId ?? null,
      })),
  );
  return true;
}

function refuseUnbalanced(kind: LedgerEvent, entries: readonly Entry[]): void {
  const sums = new Map<string, bigint>();
  for (const { currency, amountMinor } of entries) sums.set(currency, (sums.get(currency) ?? 0n) + amountMinor);
  for (const [currency, sum] of sums)
    if (sum !== 0n) throw new Error(`The ledger transaction ${kind} does not sum to zero: ${sum} in ${currency}`);
}
