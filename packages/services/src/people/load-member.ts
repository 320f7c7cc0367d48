import type { Tx } from "@callbay/db/client";
import { lockOwners } from "@callbay/db/sql/tenants";
import { CallbayError, notFound } from "@callbay/domain/errors";

/** A living membership of this tenant. */
export async function loadMember(tx: Tx, tenantId: string, membershipId: string) {
  const member = await tx.membership.findUnique({ where: { tenantId_id: { tenantId, id: membershipId } } });
  if (!member || member.endedAt) throw notFound("person");
  return member;
}

/** Refuses what would leave a workspace without an owner. */
export async function refuseLastOwner(tx: Tx, tenantId: string, membershipId: string): Promise<void> {
  const owners = await lockOwners(tx, tenantId);
  if (owners.some((id) => id !== membershipId)) return;
  throw new CallbayError(
    "precondition",
    "LAST_OWNER",
    "A workspace needs an owner. Nothing was changed; make somebody else an owner first.",
  );
}
