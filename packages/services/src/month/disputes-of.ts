import type { Tx } from "@callbay/db/client";
import { CallbayError } from "@callbay/domain/errors";

/** @throws CallbayError DISPUTES_OPEN; `details.count` says how many. */
export async function refuseOpenDisputes(tx: Tx, tenantId: string, invoiceId: string): Promise<void> {
  const count = await tx.dispute.count({ where: { tenantId, invoiceId, resolvedAt: null } });
  if (count === 0) return;
  throw new CallbayError(
    "precondition",
    "DISPUTES_OPEN",
    `${count} disputed ${count === 1 ? "line is" : "lines are"} not resolved. Nothing was changed; resolve or withdraw them first.`,
    { count },
  );
}
