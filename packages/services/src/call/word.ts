import type { Tx } from "@callbay/db/client";
import type { Call, CampaignDisposition } from "@callbay/db/types";
import { addNumber } from "../do-not-call/add-number.ts";
import { type Order, recordSuccess } from "../usage/success.ts";
import { addEvent } from "./events.ts";

/**
 * The result of a call, by whoever said it: an agent, or the customer with a key. Written once, with the success that it
 * is and the do-not-call entry that it asks for. What it means for the contact is settled at the call's end.
 */
export async function writeDisposition(
  tx: Tx,
  call: Call,
  disposition: CampaignDisposition,
  { order, note, now }: { readonly order: Order | null; readonly note: string; readonly now: Date },
): Promise<void> {
  const { tenantId, id: callId } = call;
  const { id: dispositionId, code } = disposition;
  await tx.call.update({
    where: { tenantId_id: { tenantId, id: callId } },
    data: { dispositionId, dispositionAt: now, ...(note ? { note } : {}) },
  });
  await addEvent(tx, { tenantId, callId, at: now, type: "disposed", data: { code } });
  if (disposition.success) await recordSuccess(tx, call, { order, now });
  if (disposition.doNotCall)
    await addNumber(tx, { tenantId, phone: call.phone, source: { by: "disposition", code }, now });
}
