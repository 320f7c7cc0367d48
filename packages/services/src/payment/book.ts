import type { Tx } from "@callbay/db/client";
import { localDate } from "@callbay/domain/calendar";
import type { Account, Entry, LedgerEvent } from "@callbay/domain/ledger/accounts";
import { post } from "../ledger/post.ts";

/** A payment as its postings need it. */
export interface BookedPayment {
  readonly tenantId: string;
  readonly id: string;
  readonly currency: string;
  readonly invoiceId: string | null;
  readonly contractId: string | null;
  readonly timezone: string;
  /** How its memo names it: "visa 4242, HLS-2026-000001". */
  readonly title: string;
}

/** What the ledger says of a payment. It is only ever added to, so that a late look at the provider changes nothing. */
export interface BookedSums {
  readonly received: boolean;
  readonly refundedMinor: bigint;
  readonly disputedMinor: bigint;
  /** Of its money, what pays nothing yet. */
  readonly suspenseMinor: bigint;
}

/** Every posting of a payment has this key, or one that goes on after a colon. */
const keyOf = (id: string, ...parts: readonly string[]): string => ["payment", id, ...parts].join(":");

export async function bookedSums(
  tx: Tx,
  { tenantId, id }: Pick<BookedPayment, "tenantId" | "id">,
): Promise<BookedSums> {
  const own = keyOf(id);
  const rows = await tx.ledgerTransaction.findMany({
    where: { tenantId, OR: [{ sourceKey: own }, { sourceKey: { startsWith: `${own}:` } }] },
    select: { kind: true, sourceKey: true, entries: { select: { account: true, amountMinor: true } } },
  });
  const sum = (account: Account, kinds: readonly LedgerEvent[] | null, which: (key: string) => boolean = () => true) =>
    rows
      .filter((row) => (kinds === null || kinds.some((kind) => kind === row.kind)) && which(row.sourceKey))
      .flatMap((row) => row.entries)
      .reduce((total, entry) => (entry.account === account ? total + entry.amountMinor : total), 0n);
  return {
    received: rows.some((row) => row.kind === "payment_received" && row.sourceKey === own),
    refundedMinor: -sum("cash", ["payment_refunded", "payment_received"], (key) => key.startsWith(`${own}:refund:`)),
    disputedMinor: -sum("cash", ["payment_disputed", "payment_dispute_won"]),
    suspenseMinor: -sum("suspense", null),
  };
}

interface Booking {
  readonly kind: LedgerEvent;
  readonly key: readonly string[];
  readonly at: Date;
  readonly memo: string;
  readonly entries: readonly (readonly [Account, bigint])[];
}

async function book(tx: Tx, payment: BookedPayment, booking: Booking): Promise<boolean> {
  const { tenantId, id, invoiceId, contractId, currency, timezone, title } = payment;
  return post(tx, {
    tenantId,
    kind: booking.kind,
    sourceKey: keyOf(id, ...booking.key),
    contractId,
    invoiceId,
    occurredAt: booking.at,
    bookedOn: localDate(booking.at, timezone),
    memo: `${booking.memo} (${title})`,
    entries: booking.entries.map(([account, amountMinor]): Entry => ({ account, currency, amountMinor })),
  });
}

/** Money came in: as much as is open pays the invoice, the rest waits in suspense. @returns false: booked before. */
export function bookReceived(
  tx: Tx,
  payment: BookedPayment,
  { amountMinor, openMinor, at }: { readonly amountMinor: bigint; readonly openMinor: bigint; readonly at: Date },
): Promise<boolean> {
  const open = openMinor > 0n ? openMinor : 0n;
  const pays = amountMinor < open ? amountMinor : open;
  return book(tx, payment, {
    kind: "payment_received",
    key: [],
    at,
    memo: "Payment",
    entries: [
      ["cash", amountMinor],
      ["receivable", -pays],
      ["suspense", pays - amountMinor],
    ],
  });
}

interface Taken {
  readonly ref: string;
  readonly amountMinor: bigint;
  readonly at: Date;
}

/** Money went back to the payer: first what paid nothing, then what is owed again. @returns false: booked before. */
export function bookRefunded(tx: Tx, payment: BookedPayment, taken: Taken, suspenseMinor: bigint): Promise<boolean> {
  return takeBack(tx, payment, taken, suspenseMinor, "payment_refunded", "refund", "Refund");
}

/** The payer's bank took money back. @returns false: booked before. */
export function bookDisputed(tx: Tx, payment: BookedPayment, taken: Taken, suspenseMinor: bigint): Promise<boolean> {
  return takeBack(tx, payment, taken, suspenseMinor, "payment_disputed", "dispute", "Disputed payment");
}

function takeBack(
  tx: Tx,
  payment: BookedPayment,
  { ref, amountMinor, at }: Taken,
  suspenseMinor: bigint,
  kind: LedgerEvent,
  what: string,
  memo: string,
): Promise<boolean> {
  const loose = amountMinor < suspenseMinor ? amountMinor : suspenseMinor;
  return book(tx, payment, {
    kind,
    key: [what, ref],
    at,
    memo,
    entries: [
      ["suspense", loose],
      ["receivable", amountMinor - loose],
      ["cash", -amountMinor],
    ],
  });
}

/** A refund came back unpaid: its posting is turned round. Nothing when it was never booked. */
export function bookRefundFailed(tx: Tx, payment: BookedPayment, ref: string, at: Date): Promise<boolean> {
  return mirror(tx, payment, ["refund", ref], "payment_refunded", {
    kind: "payment_received",
    key: ["refund", ref, "failed"],
    at,
    memo: "Refund that failed",
  });
}

/** The payer's bank gave the money back. Nothing when it was never taken. */
export function bookDisputeWon(tx: Tx, payment: BookedPayment, ref: string, at: Date): Promise<boolean> {
  return mirror(tx, payment, ["dispute", ref], "payment_disputed", {
    kind: "payment_dispute_won",
    key: ["dispute", ref],
    at,
    memo: "Dispute won",
  });
}

async function mirror(
  tx: Tx,
  payment: BookedPayment,
  key: readonly string[],
  kind: LedgerEvent,
  booking: Omit<Booking, "entries">,
): Promise<boolean> {
  const { tenantId, id } = payment;
  const before = await tx.ledgerTransaction.findFirst({
    where: { tenantId, kind, sourceKey: keyOf(id, ...key) },
    select: { entries: { select: { account: true, amountMinor: true } } },
  });
  if (!before) return false;
  const entries = before.entries.map(({ account, amountMinor }) => [account as Account, -amountMinor] as const);
  return book(tx, payment, { ...booking, entries });
}

/** A payment that waited is given to an invoice. @returns false: booked before. */
export function bookAllocated(tx: Tx, payment: BookedPayment, amountMinor: bigint, at: Date): Promise<boolean> {
  return book(tx, payment, {
    kind: "payment_received",
    key: ["allocated", payment.invoiceId ?? ""],
    at,
    memo: "Payment allocated",
    entries: [
      ["suspense", amountMinor],
      ["receivable", -amountMinor],
    ],
  });
}
