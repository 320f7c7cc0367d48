import type { Prisma } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { holdFence, lockNodeLines } from "@callbay/db/sql/dial-lease";
import { writeAttempts } from "@callbay/db/sql/dial-reserve";
import { lineCapacity, liveAttempts } from "@callbay/db/sql/dial-snapshot";
import type { EligibleRule } from "@callbay/domain/eligibility";
import { originateBatch } from "@callbay/jobs/node-queues";
import { hotVerb, z } from "../verb.ts";
import { loadFrame } from "./frame.ts";
import { pickContacts } from "./pick.ts";
import { trunksFor } from "./plan.ts";
import { routesOf } from "./route.ts";

/** Why the loop must stop, or null; outside its schedule it only waits. */
export type StopReason =
  | "lease_lost"
  | "campaign_not_running"
  | "contract_not_active"
  | "no_caller_id"
  | "schedule_over"
  | "outside_schedule"
  | null;

export interface Reservation {
  readonly stop: StopReason;
  readonly reserved: readonly { readonly attemptId: string; readonly nodeId: string }[];
  /** Nobody due is left, whatever lines are free. */
  readonly dry: boolean;
  /** A do-not-call register that binds those who are due cannot be read: nobody was let through. */
  readonly unreadable: boolean;
  /** See `LoadedFrame`; null when nothing was read. */
  readonly settings: string | null;
}

/**
 * Reserves calls: in one transaction, under the loop's fence, it takes contacts that are due through the gate, counts
 * the lines that are free under the nodes' locks, and writes an attempt for each, or the gate's reason. Only after the
 * commit are the orders put on the nodes' queues; an order lost there is an attempt that the sweeper gives back.
 */
export const reserveAttempts = hotVerb({
  name: "dial.reserve",
  input: z.object({
    tenantId: z.uuid(),
    campaignId: z.uuid(),
    fence: z.bigint(),
    nodes: z.array(z.object({ nodeId: z.uuid(), launch: z.int().min(0) })),
    /** Why so many; stored with each attempt. */
    pacing: z.custom<Prisma.InputJsonValue>(),
  }),
  run: async (unit, { tenantId, campaignId, fence, nodes, pacing }): Promise<Reservation> => {
    const { tx, now } = unit;
    const none = (stop: StopReason): Reservation => ({
      stop,
      reserved: [],
      dry: false,
      unreadable: false,
      settings: null,
    });
    if (!(await holdFence(tx, tenantId, campaignId, fence))) return none("lease_lost");
    const { frame, lists, maxChannels, hasCallerId, inForce, settings, standing } = await loadFrame(
      tx,
      { tenantId, campaignId },
      null,
      now,
    );
    if (frame.campaign.state !== "running") return none("campaign_not_running");
    if (!inForce) return none("contract_not_active");
    if (!hasCallerId) return none("no_caller_id");
    if (!standing.open) return none(standing.why === "over" ? "schedule_over" : "outside_schedule");

    const asked = nodes.filter(({ launch }) => launch > 0);
    const wanted = asked.reduce((sum, { launch }) => sum + launch, 0);
    const { registers } = unit.deps;
    const picked = await pickContacts(tx, { tenantId, campaignId, now, frame, lists, registers, wanted });

    // Only now: all campaigns of a node wait for each other from here to the commit.
    await lockNodeLines(
      tx,
      asked.map(({ nodeId }) => nodeId),
    );
    const capacity = await lineCapacity(tx);
    let inUse = maxChannels === null ? 0 : (await liveAttempts(tx, tenantId, [campaignId])).length;
    const slots = asked.flatMap(({ nodeId, launch }) => {
      const trunks = trunksFor(capacity, nodeId, launch, { max: maxChannels, inUse });
      inUse += trunks.length;
      return trunks.map(() => nodeId);
    });
    // Which trunk is best is said by the number; that there is one was counted above. Who has no line stays due.
    const calls = picked.chosen.flatMap((one, index) => {
      const nodeId = slots[index];
      return nodeId ? [{ ...one, nodeId }] : [];
    });
    const dry = picked.dry && calls.length === picked.chosen.length;
    const routes = await routesOf(
      tx,
      capacity,
      calls.map(({ nodeId, point }) => ({ nodeId, phone: point.phone })),
    );
    const attempts = calls.flatMap(({ contact, point, callerId, rule, nodeId }, index) => {
      const route = routes[index];
      if (!route) return [];
      return {
        id: newId(),
        contactId: contact.contactId,
        contactPointId: point.id,
        phone: point.phone,
        callerId,
        ...{ nodeId, trunkId: route.trunkId },
        kind: rule.kind,
        decision: decisionOf(rule, pacing, route.next.length > 0 ? [route.trunkId, ...route.next] : []),
        ordinal: contact.attempts + 1,
      };
    });
    await writeAttempts(tx, { tenantId, campaignId, now }, attempts);
    const reserved = attempts.map(({ id, nodeId, trunkId }) => ({ attemptId: id, nodeId, trunkId }));
    for (const { nodeId } of asked) {
      const orders = reserved.filter((one) => one.nodeId === nodeId);
      // Not `enqueue`: while the queue is away the loop ends rather than reserve again and again for nobody.
      if (orders.length > 0)
        unit.afterCommit(() => unit.deps.jobs.enqueue(originateBatch(nodeId), { tenantId, orders }));
    }
    return { stop: null, reserved, dry, unreadable: picked.unreadable, settings };
  },
});

/**
 * What an attempt keeps of the decision: the gate's answer, by which rules, why the dialer wanted a call, and over which
 * trunks it may go, in order, where there are several.
 */
export function decisionOf(
  rule: EligibleRule,
  pacing: Prisma.InputJsonValue,
  trunks: readonly string[] = [],
): Prisma.InputJsonObject {
  const { profile, tried, lifted } = rule;
  return {
    gate: { ...rule, profile: { ...profile }, tried: [...tried], lifted: [...lifted] },
    gateVersion: rule.gateVersion,
    profileId: profile.id,
    profileRevision: profile.revision,
    pacing,
    ...(trunks.length > 0 ? { trunks: [...trunks] } : {}),
  };
}
