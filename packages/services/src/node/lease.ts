import type { RawTx } from "@callbay/db/client";
import { CallbayError } from "@callbay/domain/errors";
import { z } from "../verb.ts";
import { platformVerb } from "./platform-verb.ts";

const owner = z.string().min(1);
const ttlMs = z.int().min(500).max(120_000);

/**
 * Takes a node when nobody holds it: one row, one owner, and a fence that grows with each new one. The database's
 * clock decides, since owners on several machines must agree. Null: somebody else holds it.
 */
export const claimNodeLease = platformVerb({
  name: "node.claim_lease",
  input: z.strictObject({ nodeId: z.uuid(), owner, ttlMs }),
  run: async ({ tx }, input) => {
    const rows = await tx.$queryRaw<{ fence: bigint }[]>`
      UPDATE pbx_node SET lease_owner = ${input.owner}, lease_fence = lease_fence + 1,
        lease_expires_at = clock_timestamp() + ${input.ttlMs} * interval '1 millisecond'
      WHERE id = ${input.nodeId}::uuid AND (lease_expires_at IS NULL OR lease_expires_at < clock_timestamp())
      RETURNING lease_fence AS fence`;
    return rows[0] ? { fence: rows[0].fence } : null;
  },
});

/** Has nobody held this node's lease for a moment? Null: there is no such node any more. */
export const isNodeLeaseFree = platformVerb({
  name: "node.lease_is_free",
  input: z.strictObject({ nodeId: z.uuid() }),
  run: async ({ tx }, { nodeId }) => {
    const rows = await tx.$queryRaw<{ free: boolean }[]>`
      SELECT lease_expires_at IS NULL OR lease_expires_at < clock_timestamp() AS free
      FROM pbx_node WHERE id = ${nodeId}::uuid`;
    return rows[0]?.free ?? null;
  },
});

/** Keeps a lease alive, and says that the PBX answers. False: it was lost, and nothing may be written any more. */
export const renewNodeLease = platformVerb({
  name: "node.renew_lease",
  input: z.strictObject({ nodeId: z.uuid(), fence: z.bigint(), ttlMs, pbxConnected: z.boolean() }),
  run: async ({ tx }, input) => {
    const renewed = await tx.$executeRaw`
      UPDATE pbx_node SET lease_expires_at = clock_timestamp() + ${input.ttlMs} * interval '1 millisecond',
        heartbeat_at = CASE WHEN ${input.pbxConnected} THEN clock_timestamp() ELSE heartbeat_at END
      WHERE id = ${input.nodeId}::uuid AND lease_fence = ${input.fence}`;
    return renewed === 1;
  },
});

/** Gives a lease back at an orderly end, so that the next owner need not wait for it to expire. */
export const releaseNodeLease = platformVerb({
  name: "node.release_lease",
  input: z.strictObject({ nodeId: z.uuid(), fence: z.bigint() }),
  run: async ({ tx }, input) => {
    await tx.$executeRaw`
      UPDATE pbx_node SET lease_expires_at = clock_timestamp()
      WHERE id = ${input.nodeId}::uuid AND lease_fence = ${input.fence}`;
  },
});

/**
 * Refuses a write by an owner that has been replaced: a paused process that wakes up late finds a higher fence.
 * @throws CallbayError LEASE_LOST
 */
export async function assertNodeFence(tx: RawTx, nodeId: string, fence: bigint): Promise<void> {
  const rows = await tx.$queryRaw<{ held: boolean }[]>`
    SELECT lease_fence = ${fence} AS held FROM pbx_node WHERE id = ${nodeId}::uuid`;
  if (!rows[0]?.held) throw leaseLost(nodeId);
}

/** What a replaced owner is told. */
export function leaseLost(nodeId: string): CallbayError {
  return new CallbayError("conflict", "LEASE_LOST", "Another process owns this PBX node now. Nothing was changed.", {
    nodeId,
  });
}

/** What every write of a node's owner names: whose row, which node, and by which fence. */
export const ownedBy = { tenantId: z.uuid(), nodeId: z.uuid(), fence: z.bigint() } as const;
