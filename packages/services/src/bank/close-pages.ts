import { CallbayError } from "@callbay/domain/errors";
import { closePages } from "../payment/sync.ts";
import type { Unit } from "../verb.ts";

/** Closes, after the commit, the pages on which invoices that a transfer has paid could be paid once more. */
export function closePagesLater(
  unit: Unit,
  invoices: readonly { readonly tenantId: string; readonly invoiceId: string }[],
): void {
  const { deps, now } = unit;
  if (!deps.payments || invoices.length === 0) return;
  unit.afterCommit(async () => {
    const ctx = { deps, now, actor: { kind: "system", name: "bank" }, requestId: "bank" } as const;
    try {
      for (const { tenantId, invoiceId } of invoices) await closePages(ctx, tenantId, invoiceId);
    } catch (error) {
      // The import is done; a page that stays open ends by itself within a day, and what is paid on it is kept.
      if (!(error instanceof CallbayError)) throw error;
    }
  });
}
