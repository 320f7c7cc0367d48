import { type InvoiceStanding, invoiceStandings } from "@callbay/db/sql/ledger-read";
import { operatorQuery, z } from "../verb.ts";
import { settlementState } from "./settle.ts";

/** Where a settlement differs from what it is a projection of. */
export interface SettlementDifference {
  readonly tenantId: string;
  readonly invoiceId: string;
  readonly number: string;
  readonly currency: string;
  readonly field: "settlement" | "paid" | "credited" | "state" | "receivable";
  /** As it is kept; amounts in minor units. */
  readonly kept: string;
  /** As payments, credit notes and the ledger say. */
  readonly recomputed: string;
}

/**
 * Recomputes how every finalised invoice stands from its payments, its credit notes and the ledger, and compares. No
 * difference means that the projections equal the ledger: receivable = total − paid − credited, invoice by invoice.
 */
export const ledgerCheck = operatorQuery({
  name: "ledger.check",
  permission: "platform.ledger.read",
  input: z.strictObject({ tenantId: z.uuid().optional() }),
  timeoutMs: 120_000,
  run: async ({ tx }, { tenantId }) => {
    const standings = await invoiceStandings(tx, tenantId);
    return { checked: standings.length, differences: standings.flatMap(differencesOf) };
  },
});

function differencesOf(one: InvoiceStanding): SettlementDifference[] {
  const { tenantId, invoiceId, number, currency, totalMinor, paymentsMinor, creditNotesMinor } = one;
  const head = { tenantId, invoiceId, number, currency };
  const open = totalMinor - paymentsMinor - creditNotesMinor;
  if (one.state === null) return [{ ...head, field: "settlement", kept: "none", recomputed: String(open) }];
  const state = settlementState(one.state, totalMinor, paymentsMinor, creditNotesMinor);
  const pairs = [
    ["paid", one.paidMinor, paymentsMinor],
    ["credited", one.creditedMinor, creditNotesMinor],
    ["state", one.state, state],
    ["receivable", open, one.receivableMinor],
  ] as const;
  return pairs
    .filter(([, kept, recomputed]) => kept !== recomputed)
    .map(([field, kept, recomputed]) => ({ ...head, field, kept: String(kept), recomputed: String(recomputed) }));
}
