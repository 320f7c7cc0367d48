import type { OperatorActor } from "@callbay/domain/actor";
import { CallbayError } from "@callbay/domain/errors";
import { takeStep } from "../campaign/transition.ts";
import { closeSession } from "../duty/close-session.ts";
import { isNodeOwned, sendToNode } from "../duty/open-session.ts";
import { operatorVerb, type Unit, z } from "../verb.ts";
import { requireTenant } from "./require-tenant.ts";

type Operators = Unit<OperatorActor>;

const reason = z.string().trim().min(1).max(500);
const tenantId = z.uuid();

/**
 * Stops a client's work, e.g. for unpaid invoices: nobody of it can enter the workspace or ask with a key, its running
 * campaigns pause, and its agents go off duty, after their call when one is on. Nothing is deleted; billing goes on.
 *
 * @throws CallbayError NOT_FOUND, TENANT_CLOSED, TENANT_SUSPENDED when it is already.
 */
export const suspendTenant = operatorVerb({
  name: "tenant.suspend",
  permission: "platform.tenant.write",
  input: z.strictObject({ tenantId, reason }),
  run: async (unit, asked) => {
    const tenant = await requireTenant(unit.tx, asked.tenantId);
    if (tenant.state === "suspended")
      throw new CallbayError("conflict", "TENANT_SUSPENDED", "This client is suspended already. Nothing was changed.");
    const stopped = await stopWork(unit, asked.tenantId);
    await setState(unit, asked.tenantId, tenant.state, "suspended", { reason: asked.reason, ...stopped });
    return stopped;
  },
});

/**
 * Lets a suspended client in again. Its campaigns stay paused: whoever runs them decides when they go on.
 *
 * @throws CallbayError NOT_FOUND, TENANT_CLOSED, TENANT_ACTIVE when it is not suspended.
 */
export const resumeTenant = operatorVerb({
  name: "tenant.resume",
  permission: "platform.tenant.write",
  input: z.strictObject({ tenantId }),
  run: async (unit, asked) => {
    const tenant = await requireTenant(unit.tx, asked.tenantId);
    if (tenant.state === "active")
      throw new CallbayError("conflict", "TENANT_ACTIVE", "This client is not suspended. Nothing was changed.");
    await setState(unit, asked.tenantId, tenant.state, "active", {});
    return { tenantId: asked.tenantId };
  },
});

/** What a client must not have any more before its workspace closes for good. */
export type OpenBusiness = "contracts" | "invoices" | "disputes";

/**
 * Closes a client's workspace for good: work stops as at a suspension, and its channels are free for others. Calls,
 * recordings, invoices and the ledger stay for as long as the law and the profiles say.
 *
 * @throws CallbayError NOT_FOUND, TENANT_CLOSED, TENANT_HAS_OPEN_BUSINESS with what is open.
 */
export const closeTenant = operatorVerb({
  name: "tenant.close",
  permission: "platform.tenant.write",
  input: z.strictObject({ tenantId, reason }),
  run: async (unit, asked) => {
    const tenant = await requireTenant(unit.tx, asked.tenantId);
    const open = await openBusiness(unit, asked.tenantId);
    if (open.length > 0)
      throw new CallbayError(
        "precondition",
        "TENANT_HAS_OPEN_BUSINESS",
        "This client still has an active contract, an invoice that is not final or a dispute without an answer. Nothing was changed; end or finish them first.",
        { open },
      );
    const stopped = await stopWork(unit, asked.tenantId);
    const { count } = await unit.tx.attachment.deleteMany({ where: { tenantId: asked.tenantId } });
    await setState(unit, asked.tenantId, tenant.state, "closed", {
      reason: asked.reason,
      ...stopped,
      attachments: count,
    });
    unit.emit({ type: "pool.changed" });
    return stopped;
  },
});

async function openBusiness({ tx }: Operators, tenantId: string): Promise<OpenBusiness[]> {
  const [contracts, invoices, disputes] = await Promise.all([
    tx.contract.count({ where: { tenantId, state: "active" } }),
    tx.invoice.count({ where: { tenantId, state: { not: "finalised" } } }),
    tx.dispute.count({ where: { tenantId, resolvedAt: null } }),
  ]);
  const counts = { contracts, invoices, disputes };
  return (["contracts", "invoices", "disputes"] as const).filter((one) => counts[one] > 0);
}

/** Pauses what runs and takes everybody off duty. @returns how many of each. */
async function stopWork(unit: Operators, tenantId: string): Promise<{ campaigns: number; agents: number }> {
  const { tx, deps, now, emit, afterCommit } = unit;
  const running = await tx.campaign.findMany({ where: { tenantId, state: "running" }, select: { id: true } });
  for (const { id } of running)
    await takeStep(unit, { tenantId, campaignId: id, action: "pause", by: "operator", reason: "tenant_suspended" });
  const sessions = await tx.dutySession.findMany({ where: { tenantId, endedAt: null } });
  for (const session of sessions) {
    const { id: dutySessionId, nodeId, membershipId } = session;
    if (await isNodeOwned(tx, nodeId)) {
      // Whoever is off already is as we want them.
      const command = { type: "duty.end", tenantId, dutySessionId, reason: "kicked" } as const;
      afterCommit(() => sendToNode(deps, nodeId, command).catch(() => {}));
      continue;
    }
    await closeSession(tx, session, now, "node_lost");
    const off = { state: "off", since: now.toISOString(), reason: "node_lost", callId: null } as const;
    emit({ type: "duty.changed", dutySessionId, membershipId, ...off }, { tenantId });
  }
  return { campaigns: running.length, agents: sessions.length };
}

type State = "active" | "suspended" | "closed";

async function setState(unit: Operators, id: string, from: State, to: State, why: object): Promise<void> {
  const { count } = await unit.tx.tenant.updateMany({ where: { id, state: from }, data: { state: to } });
  if (count === 0)
    throw new CallbayError(
      "conflict",
      "TENANT_CHANGED",
      "Somebody changed this client at the same time. Nothing was changed by you; look at it again.",
    );
  const action = { active: "tenant.resume", suspended: "tenant.suspend", closed: "tenant.close" }[to];
  await unit.audit({
    action,
    entity: "tenant",
    entityId: id,
    tenantId: id,
    before: { state: from },
    after: { state: to, ...why },
  });
  unit.emit({ type: "tenant.changed", tenantId: id });
  unit.emit({ type: "tenant.changed", tenantId: id }, { tenantId: id });
}
