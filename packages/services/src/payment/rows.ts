import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import type { PaymentSnapshot } from "@callbay/gateways/payment-port";
import { z } from "../verb.ts";

/**
 * The reference of a payment that is ours alone as yet. It stands in `providerRef` until the provider has given the
 * payment a name: `auto:` for a charge of a saved card, `checkout:` for a page that is about to be opened.
 */
export const ownRef = {
  auto: (id: string): string => `auto:${id}`,
  checkout: (id: string): string => `checkout:${id}`,
} as const;

/** Has the provider no payment of this name yet? A page that is open has a name of its own, `cs_…`. */
export function isOwnRef(ref: string): boolean {
  return ref.startsWith("auto:") || ref.startsWith("checkout:") || ref.startsWith("cs_");
}

/** Pages live a day at the provider; after this nobody pays on one, whether we have heard of its end or not. */
export const PAGE_OVER_MS = 25 * 3_600_000;

/** Is this the order of a page that must be over by now? */
export function isOverdueOrder(row: { readonly providerRef: string; readonly createdAt: Date }, now: Date): boolean {
  const isPage = row.providerRef.startsWith("checkout:") || row.providerRef.startsWith("cs_");
  return isPage && now.getTime() - row.createdAt.getTime() > PAGE_OVER_MS;
}

/** An id that was ours when we gave it away; null when it cannot be. */
export function ownId(text: string | null): string | null {
  return z.uuid().safeParse(text).success ? text : null;
}

/** The row of a payment of the provider: by its name, or by the order that it came from. */
export async function findPaymentRow(tx: Tx, tenantId: string, provider: string, snapshot: PaymentSnapshot) {
  const named = await tx.payment.findFirst({ where: { tenantId, provider, providerRef: snapshot.ref } });
  if (named) return named;
  const id = ownId(snapshot.paymentId);
  const ordered = id && (await tx.payment.findUnique({ where: { tenantId_id: { tenantId, id } } }));
  return ordered && ordered.provider === provider && isOwnRef(ordered.providerRef) ? ordered : null;
}

/** The same, made when it is missing, and locked. */
export async function lockPaymentRow(
  tx: Tx,
  tenantId: string,
  provider: string,
  snapshot: PaymentSnapshot,
  invoiceId: string | null,
  now: Date,
) {
  if (!(await findPaymentRow(tx, tenantId, provider, snapshot))) {
    await tx.payment.createMany({
      data: {
        tenantId,
        id: newId(),
        invoiceId,
        provider,
        providerRef: snapshot.ref,
        state: "pending",
        amountMinor: snapshot.amountMinor,
        currency: snapshot.currency,
        createdAt: snapshot.createdAt,
        updatedAt: now,
      },
      skipDuplicates: true,
    });
  }
  const found = await findPaymentRow(tx, tenantId, provider, snapshot);
  if (!found) throw new Error(`payment ${snapshot.ref} has no row`);
  return lockPayment(tx, tenantId, found.id);
}

/** Locks a payment and reads it. */
export async function lockPayment(tx: Tx, tenantId: string, id: string) {
  await tx.$queryRaw`SELECT 1 FROM payment WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid FOR UPDATE`;
  return tx.payment.findUniqueOrThrow({ where: { tenantId_id: { tenantId, id } } });
}
