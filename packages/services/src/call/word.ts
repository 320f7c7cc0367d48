import type { Tx } from "@callbay/db/client";
import type { Call, CampaignDisposition } from "@callbay/db/types";
import type { DispositionValue } from "@callbay/domain/disposition-fields";
import { addNumber } from "../do-not-call/add-number.ts";
import { type Order, recordSuccess } from "../usage/success.ts";
import { addEvent } from "./events.ts";

interface Word {
  readonly order: Order | null;
  readonly note: string;
  /** What was filled in. A customer who answers with a key fills nothing in. */
  readonly values?: readonly DispositionValue[];
  readonly now: Date;
}

/**
 * The result of a call, by whoever said it: an agent, or the customer with a key. Written once, with the success that it
 * is and the do-not-call entry that it asks for. What it means for the contact is settled at the call's end.
 */
export async function writeDisposition(
  tx: Tx,
  call: Call,
  disposition: CampaignDisposition,
  { order, note, values = [], now }: Word,
): Promise<void> {
  const { tenantId, id: callId } = call;
  const { id: dispositionId, code } = disposition;
  await tx.call.update({
    where: { tenantId_id: { tenantId, id: callId } },
    data: {
      ...{ dispositionId, dispositionAt: now },
      ...(values.length > 0 ? { dispositionValues: values.map((value) => ({ ...value })) } : {}),
      ...(note ? { note } : {}),
    },
  });
  await addEvent(tx, { tenantId, callId, at: now, type: "disposed", data: { code } });
  if (disposition.success) await recordSuccess(tx, call, { order, now });
  if (disposition.doNotCall)
    await addNumber(tx, { tenantId, phone: call.phone, source: { by: "disposition", code }, now });
}
