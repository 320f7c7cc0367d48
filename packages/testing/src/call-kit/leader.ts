import type { Db } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import type { TenantActor } from "@callbay/domain/actor";

/** A team leader of those who are in no unit, where listening is turned on and announced. */
export async function addLeader(db: Db, tenantId: string): Promise<TenantActor> {
  const [accountId, membershipId] = [newId(), newId()];
  const now = new Date();
  await db.asOperator(async (tx) => {
    await tx.account.create({ data: { id: accountId, email: "leader@calls.test", name: "Leader", createdAt: now } });
    await tx.membership.createMany({
      data: { tenantId, id: membershipId, accountId, role: "supervisor", createdAt: now },
    });
    await tx.supervisionSetting.create({
      data: {
        ...{ tenantId, monitoring: true, announce: true, notice: "other", updatedAt: now },
        ...{ noticeConfirmedBy: membershipId, noticeConfirmedAt: now },
      },
    });
  });
  return { kind: "tenant", tenantId, membershipId, role: "supervisor", accountId, name: "Leader", sessionId: newId() };
}

/** The modes that a listening was heard in, in order. */
export async function monitorSteps(db: Db, monitorId: string): Promise<string[]> {
  const row = await db.asOperator((tx) => tx.monitorSession.findFirstOrThrow({ where: { id: monitorId } }));
  return (row.steps as { mode: string }[]).map(({ mode }) => mode);
}
