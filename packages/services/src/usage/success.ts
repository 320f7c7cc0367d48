import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import type { Call } from "@callbay/db/types";
import { CallbayError } from "@callbay/domain/errors";
import { parseAmount } from "@callbay/domain/money";
import { maskPhone } from "@callbay/domain/phone";
import { z } from "zod";
import { placeOfCall, usageOfCall } from "./record.ts";

/** What was sold in a call, in the contract's currency: plain decimals. */
export const orderSchema = z.strictObject({
  value: z.string().max(24),
  /** What it costs the client, for commission on the margin. */
  cost: z.string().max(24).optional(),
});
export type Order = z.output<typeof orderSchema>;

/**
 * Writes the success of a call and its usage record, with the agent's word and in its transaction. It is dated by the
 * day of the call, as the contact that was connected is: both make up a month's success rate. Running it again changes
 * nothing.
 *
 * @throws CallbayError AMOUNT_INVALID, ORDER_INVALID (a negative amount).
 */
export async function recordSuccess(
  tx: Tx,
  call: Pick<
    Call,
    "tenantId" | "id" | "direction" | "startedAt" | "campaignId" | "contactId" | "membershipId" | "phone"
  >,
  { order, now }: { readonly order: Order | null; readonly now: Date },
): Promise<void> {
  const place = await placeOfCall(tx, call);
  const { tenantId, id, campaignId, contactId, membershipId, startedAt } = call;
  if (!place || campaignId === null) return;
  const { orderValueMinor, orderCostMinor } = amountsOf(order, place.currency);
  await tx.success.createMany({
    data: {
      tenantId,
      id,
      campaignId,
      contactId,
      membershipId,
      occurredAt: startedAt,
      currency: orderValueMinor === null ? null : place.currency,
      orderValueMinor,
      orderCostMinor,
    },
    skipDuplicates: true,
  });
  await tx.usageRecord.createMany({
    data: {
      ...usageOfCall(call, place),
      id: newId(),
      kind: "success",
      sourceKey: successKey(id),
      data: {
        campaignId,
        membershipId,
        phone: maskPhone(call.phone),
        ...(orderValueMinor === null ? {} : { orderValueMinor: orderValueMinor.toString() }),
        ...(orderCostMinor === null ? {} : { orderCostMinor: orderCostMinor.toString() }),
      },
      createdAt: now,
    },
    skipDuplicates: true,
  });
}

/** Names the usage record of a call's success. */
export function successKey(callId: string): string {
  return `success:${callId}`;
}

function amountsOf(order: Order | null, currency: string) {
  if (!order) return { orderValueMinor: null, orderCostMinor: null };
  const orderValueMinor = parseAmount(order.value, currency);
  const orderCostMinor = order.cost === undefined ? null : parseAmount(order.cost, currency);
  if (orderValueMinor < 0n || (orderCostMinor ?? 0n) < 0n) {
    throw new CallbayError(
      "invalid",
      "ORDER_INVALID",
      "An order's value and cost are not negative. Nothing was changed.",
      { ...order },
    );
  }
  return { orderValueMinor, orderCostMinor };
}
