import type { Tx } from "@callbay/db/client";
import { takeInvoiceNumber } from "@callbay/db/sql/billing-usage";
import type { LocalDate } from "@callbay/domain/calendar";

/**
 * Takes the next number of a legal entity for an invoice or a credit note. Take it last: its row is locked for all
 * documents of the entity until the commit, and a transaction that fails gives the number back.
 */
export async function takeNumber(
  tx: Tx,
  { legalEntityId, issuedOn }: { readonly legalEntityId: string; readonly issuedOn: LocalDate },
): Promise<{ readonly sequence: number; readonly number: string }> {
  const { sequence, prefix } = await takeInvoiceNumber(tx, legalEntityId);
  return { sequence, number: `${prefix}-${issuedOn.slice(0, 4)}-${String(sequence).padStart(6, "0")}` };
}
