import type { Tx } from "@callbay/db/client";
import { fromDbDate, type LocalDate } from "@callbay/domain/calendar";
import type { LoadedContract } from "../contract/load.ts";

/** The first day that no invoice covers, drafts included. */
export async function openFrom(tx: Tx, contract: LoadedContract): Promise<LocalDate> {
  const draft = await draftOf(tx, contract);
  return draft ? fromDbDate(draft.periodTo) : firstUnbilledDay(contract);
}

/** The first day that no finalised invoice covers. */
export function firstUnbilledDay(contract: LoadedContract): LocalDate {
  return contract.billedThrough ?? contract.startsOn;
}

/** The contract's invoice that is not final yet, drafted or in review; there is at most one. */
export function draftOf(tx: Tx, { row }: LoadedContract) {
  return tx.invoice.findFirst({
    where: { tenantId: row.tenantId, contractId: row.id, kind: "invoice", state: { not: "finalised" } },
    select: { id: true, state: true, periodFrom: true, periodTo: true },
  });
}
