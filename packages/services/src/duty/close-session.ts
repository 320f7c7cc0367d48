import type { Tx } from "@callbay/db/client";
import type { DutySession } from "@callbay/db/types";
import { giveBackOffer } from "./preview/offer.ts";

/** Ends a session whose node nobody owns: there is no one else to write it, and its seat must become free. */
export async function closeSession(tx: Tx, session: DutySession, now: Date, reason: "node_lost"): Promise<void> {
  const at = now < session.stateSince ? session.stateSince : now;
  const { tenantId, id } = session;
  await giveBackOffer(tx, { tenantId, dutySessionId: id });
  await tx.dutyInterval.updateMany({ where: { tenantId, dutySessionId: id, endedAt: null }, data: { endedAt: at } });
  await tx.dutySession.update({
    where: { tenantId_id: { tenantId, id } },
    data: { state: "off", stateSince: at, endedAt: at, endedReason: reason, next: null, currentCallId: null },
  });
}
