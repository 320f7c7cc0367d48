import type { PriceComponentType } from "../rating/price-type.ts";

/**
 * The accounts of the ledger. Debit is positive, credit negative. `accrued` is the counter account of costs that have
 * no supplier's invoice yet; `suspense` holds money of which nobody knows yet what it pays.
 */
export const PLAIN_ACCOUNTS = [
  "receivable",
  "tax",
  "credit",
  "clawback",
  "cash",
  "suspense",
  "carrier_cost",
  "seat_cost",
  "agent_cost",
  "accrued",
] as const;
export type PlainAccount = (typeof PLAIN_ACCOUNTS)[number];

/** An account of the ledger; revenue is kept per component type, `revenue:other` for lines without a component. */
export type Account = PlainAccount | `revenue:${PriceComponentType | "other"}`;

/** What posts to the ledger. Each event is posted once per source. */
export const LEDGER_EVENTS = [
  "invoice_finalised",
  "credit_note_finalised",
  "invoice_voided",
  "payment_received",
  "payment_refunded",
  "payment_disputed",
  "payment_dispute_won",
  "costs_accrued",
] as const;
export type LedgerEvent = (typeof LEDGER_EVENTS)[number];

/** One side of a posting. */
export interface Entry {
  readonly account: Account;
  readonly currency: string;
  /** Debit positive, credit negative. */
  readonly amountMinor: bigint;
  readonly campaignId?: string | null | undefined;
  readonly chargeId?: string | null | undefined;
}
