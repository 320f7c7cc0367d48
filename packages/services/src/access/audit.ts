import type { Prisma, Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";

/** An audit row of somebody who is not signed in yet: there is no actor, and so no verb skeleton, around it. */
export interface AccessAudit {
  readonly at: Date;
  readonly tenantId: string | null;
  readonly accountId: string | null;
  readonly name: string;
  readonly action: string;
  readonly entity: string;
  readonly entityId: string;
  readonly after?: Prisma.InputJsonValue;
  readonly requestId: string;
  readonly ip?: string | undefined;
}

export async function auditAccess(tx: Tx, row: AccessAudit): Promise<void> {
  await tx.auditLog.createMany({
    data: {
      id: newId(),
      tenantId: row.tenantId,
      at: row.at,
      actorKind: "user",
      actorId: row.accountId,
      actorName: row.name,
      action: row.action,
      entity: row.entity,
      entityId: row.entityId,
      ...(row.after === undefined ? {} : { after: row.after }),
      requestId: row.requestId,
      ip: row.ip ?? null,
    },
  });
}
