import type { Tx } from "@callbay/db/client";
import type { CallTransfer } from "@callbay/db/types";
import type { TenantActor } from "@callbay/domain/actor";
import { tenantMay } from "@callbay/domain/permissions";
import { maskPhone } from "@callbay/domain/phone";
import { transferOrder, transferState } from "../call/transfer.ts";

/** A transfer under way, as the desks of those in it show it; null when there is none. */
export async function readTransfer(
  tx: Tx,
  tenantId: string,
  row: CallTransfer | undefined,
  actor: Pick<TenantActor, "role">,
) {
  const state = row ? transferState(row) : "done";
  if (!row || state === "done" || state === "requested") return null;
  const { kind, mode, phone } = transferOrder(row);
  const colleague = row.dutySessionId
    ? await tx.dutySession.findUnique({
        where: { tenantId_id: { tenantId, id: row.dutySessionId } },
        select: { membership: { select: { account: { select: { name: true } } } } },
      })
    : null;
  const shown = phone && (tenantMay(actor.role, "contact.unmask") ? phone : maskPhone(phone));
  return {
    id: row.id,
    ...{ kind, mode, state },
    /** Who it goes to: a name, a number, or the group while nobody of it is free. */
    to: colleague?.membership.account.name ?? shown ?? row.queueName,
    since: row.answeredAt ?? row.requestedAt,
  };
}
