import type { RawTx } from "../client.ts";

/** Whose write it is: refused, and nothing changed, when another process owns the node by now. */
export interface NodeWrite {
  readonly tenantId: string;
  readonly nodeId: string;
  readonly fence: bigint;
  readonly callId: string;
  /** Id of the line in the call's history. */
  readonly eventId: string;
  readonly at: Date;
}

/** What is asked of a reserved attempt before its claim; null when it is reserved no longer. */
export async function attemptToPeek(
  tx: RawTx,
  tenantId: string,
  attemptId: string,
): Promise<{ trunkId: string; reservedAt: Date; reservedFor: string | null } | null> {
  const rows = await tx.$queryRaw<{ trunkId: string; reservedAt: Date; reservedFor: string | null }[]>`
    SELECT trunk_id AS "trunkId", reserved_at AS "reservedAt", duty_session_id AS "reservedFor" FROM attempt
    WHERE tenant_id = ${tenantId}::uuid AND id = ${attemptId}::uuid AND state = 'reserved'`;
  return rows[0] ?? null;
}
