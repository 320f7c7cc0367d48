import type { Prisma, RawTx } from "../client.ts";

/** Running campaigns that nobody dials, with the fence that the next loop will have. Call in the operator's scope. */
export async function campaignsWithoutLoop(
  tx: RawTx,
): Promise<{ tenantId: string; campaignId: string; fence: bigint }[]> {
  return tx.$queryRaw`
    SELECT c.tenant_id AS "tenantId", c.id AS "campaignId", c.lease_fence + 1 AS fence
    FROM campaign c JOIN tenant t ON t.id = c.tenant_id
    WHERE c.state = 'running' AND t.state = 'active'
      AND (c.lease_expires_at IS NULL OR c.lease_expires_at < clock_timestamp())`;
}

/**
 * Takes the lease with exactly this fence, when it is free. The database's clock decides, since loops on several
 * machines must agree.
 */
export async function claimLease(
  tx: RawTx,
  lease: { tenantId: string; campaignId: string; fence: bigint; owner: string; ttlMs: number },
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    UPDATE campaign SET lease_owner = ${lease.owner}, lease_fence = ${lease.fence},
      lease_expires_at = clock_timestamp() + ${lease.ttlMs} * interval '1 millisecond'
    WHERE tenant_id = ${lease.tenantId}::uuid AND id = ${lease.campaignId}::uuid AND state = 'running'
      AND lease_fence = ${lease.fence - 1n}
      AND (lease_expires_at IS NULL OR lease_expires_at < clock_timestamp())
    RETURNING 1`;
  return rows.length === 1;
}

/** Keeps the lease and writes down what the loop knows. False: another loop has it now. */
export async function renewLease(
  tx: RawTx,
  lease: { tenantId: string; campaignId: string; fence: bigint; ttlMs: number; pacing: Prisma.InputJsonValue },
): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE campaign SET lease_expires_at = clock_timestamp() + ${lease.ttlMs} * interval '1 millisecond',
      pacing_model = ${JSON.stringify(lease.pacing)}::jsonb
    WHERE tenant_id = ${lease.tenantId}::uuid AND id = ${lease.campaignId}::uuid AND lease_fence = ${lease.fence}`;
  return count === 1;
}

/** Gives the lease back, so that the next loop need not wait for it to expire. */
export async function releaseLease(
  tx: RawTx,
  lease: { tenantId: string; campaignId: string; fence: bigint },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE campaign SET lease_expires_at = clock_timestamp()
    WHERE tenant_id = ${lease.tenantId}::uuid AND id = ${lease.campaignId}::uuid AND lease_fence = ${lease.fence}`;
}

/** Locks the campaign for a write of its loop. False: another loop has it, and nothing may be written any more. */
export async function holdFence(tx: RawTx, tenantId: string, campaignId: string, fence: bigint): Promise<boolean> {
  const rows = await tx.$queryRaw<{ held: boolean }[]>`
    SELECT lease_fence = ${fence} AS held FROM campaign
    WHERE tenant_id = ${tenantId}::uuid AND id = ${campaignId}::uuid FOR NO KEY UPDATE`;
  return rows[0]?.held ?? false;
}

/**
 * Reserving calls on a node is one at a time, until the transaction ends: two loops that both see the last free line
 * must not both take it. Taken in the order of ids, so that two never wait for each other.
 */
export async function lockNodeLines(tx: RawTx, nodeIds: readonly string[]): Promise<void> {
  for (const nodeId of [...nodeIds].sort())
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`callbay-lines:${nodeId}`}, 0))::text AS locked`;
}
