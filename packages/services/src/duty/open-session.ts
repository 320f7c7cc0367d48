import type { Tx } from "@callbay/db/client";
import { CallbayError } from "@callbay/domain/errors";
import type { NodeCommand } from "@callbay/jobs/node-queues";
import type { Deps } from "../context.ts";

/** A person's open duty session. */
export async function findOpenSession(tx: Tx, tenantId: string, membershipId: string) {
  return tx.dutySession.findFirst({ where: { tenantId, membershipId, endedAt: null } });
}

/** A person's open duty session, or the refusal that there is none. */
export async function requireOpenSession(tx: Tx, tenantId: string, membershipId: string) {
  const session = await findOpenSession(tx, tenantId, membershipId);
  if (session) return session;
  throw new CallbayError("precondition", "NOT_ON_DUTY", "You are not on duty. Go on duty first.");
}

/** Does a process own this node now, by the database's clock? */
export async function isNodeOwned(tx: Tx, nodeId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ owned: boolean }[]>`
    SELECT lease_expires_at > clock_timestamp() AS owned FROM pbx_node WHERE id = ${nodeId}::uuid`;
  return rows[0]?.owned ?? false;
}

/** Sends a command to the owner of a node and turns its refusal into ours. */
export async function sendToNode(deps: Deps, nodeId: string, command: NodeCommand): Promise<void> {
  const answer = await deps.nodes.send(nodeId, command);
  if (!answer.ok) throw new CallbayError("conflict", answer.code, answer.message);
}
