import type { Prisma, Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { holdFence, lockNodeLines } from "@callbay/db/sql/dial-lease";
import {
  consentOf,
  doNotCallOf,
  dueContacts,
  markReserved,
  type PointRow,
  pointsOf,
  postponeZone,
  type RefusalRow,
  storeRefusals,
} from "@callbay/db/sql/dial-reserve";
import { lineCapacity, liveAttempts } from "@callbay/db/sql/dial-snapshot";
import { fromDbDate, localDate } from "@callbay/domain/calendar";
import { parseCallingWindow } from "@callbay/domain/calling-window";
import { type EligibleRule, GATE_VERSION } from "@callbay/domain/eligibility";
import { parseRetryRules } from "@callbay/domain/retry";
import { originateAttempt } from "@callbay/jobs/node-queues";
import { coversDay } from "../contract/in-force.ts";
import { systemVerb, z } from "../verb.ts";
import { type Candidate, type GateFrame, judgeContact } from "./gate.ts";
import { trunksFor } from "./plan.ts";

/** Contacts looked at in one go, and how often in one reservation: a bound on the time that it holds its locks. */
const ROUND = 200;
const ROUNDS = 5;
const POSTPONE_AT_ONCE = 5_000;

/** Why the loop must stop, or null. */
export type StopReason = "lease_lost" | "campaign_not_running" | "contract_not_active" | "no_caller_id" | null;

export interface Reservation {
  readonly stop: StopReason;
  readonly reserved: readonly { readonly attemptId: string; readonly nodeId: string }[];
  /** Nobody due is left, whatever lines are free. */
  readonly dry: boolean;
}

/**
 * Reserves calls: in one transaction, under the loop's fence and the nodes' locks, it takes contacts that are due
 * through the gate and writes an attempt for each, or the gate's reason. Only after the commit are the orders put on
 * the nodes' queues; an order lost there is an attempt that the sweeper gives back.
 */
export const reserveAttempts = systemVerb({
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
    const none = (stop: StopReason): Reservation => ({ stop, reserved: [], dry: false });
    if (!(await holdFence(tx, tenantId, campaignId, fence))) return none("lease_lost");
    const loaded = await loadFrame(tx, tenantId, campaignId, now);
    if (typeof loaded === "string") return none(loaded);
    const { frame, callerId, maxChannels } = loaded;

    const asked = nodes.filter(({ launch }) => launch > 0);
    await lockNodeLines(
      tx,
      asked.map(({ nodeId }) => nodeId),
    );
    const capacity = await lineCapacity(tx);
    let inUse = (await liveAttempts(tx, tenantId, [campaignId])).length;
    const slots = asked.flatMap(({ nodeId, launch }) => {
      const trunks = trunksFor(capacity, nodeId, launch, { max: maxChannels, inUse });
      inUse += trunks.length;
      return trunks.map((trunkId) => ({ nodeId, trunkId }));
    });
    const picked = await pickContacts(tx, { tenantId, campaignId, now, frame, wanted: slots.length });

    const attempts = picked.chosen.flatMap(({ contact, point, rule }, index) => {
      const slot = slots[index];
      if (!slot) return [];
      return {
        tenantId,
        id: newId(),
        campaignId,
        contactId: contact.contactId,
        contactPointId: point.id,
        phone: point.phone,
        callerId,
        ...slot,
        decision: { gate: { ...rule, passed: [...rule.passed] }, gateVersion: GATE_VERSION, pacing },
        ordinal: contact.attempts + 1,
        reservedAt: now,
      };
    });
    await tx.attempt.createMany({ data: attempts });
    await markReserved(
      tx,
      tenantId,
      campaignId,
      attempts.map(({ contactId }) => contactId),
    );
    const reserved = attempts.map(({ id, nodeId }) => ({ attemptId: id, nodeId }));
    for (const { attemptId, nodeId } of reserved) unit.enqueue(originateAttempt(nodeId), { tenantId, attemptId });
    return { stop: null, reserved, dry: picked.dry };
  },
});

async function loadFrame(
  tx: Tx,
  tenantId: string,
  campaignId: string,
  now: Date,
): Promise<{ frame: GateFrame; callerId: string; maxChannels: number | null } | NonNullable<StopReason>> {
  const campaign = await tx.campaign.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id: campaignId } },
    select: {
      state: true,
      callingWindow: true,
      retryRules: true,
      maxChannels: true,
      callerId: { select: { e164: true } },
      contract: { select: { state: true, startsOn: true, endsOn: true } },
      tenant: { select: { timezone: true } },
    },
  });
  if (campaign.state !== "running") return "campaign_not_running";
  const { timezone } = campaign.tenant;
  const contract = {
    state: campaign.contract.state,
    startsOn: fromDbDate(campaign.contract.startsOn),
    endsOn: campaign.contract.endsOn && fromDbDate(campaign.contract.endsOn),
    timezone,
  };
  if (contract.state !== "active" || !coversDay(contract, localDate(now, timezone))) return "contract_not_active";
  if (!campaign.callerId) return "no_caller_id";
  return {
    callerId: campaign.callerId.e164,
    maxChannels: campaign.maxChannels,
    frame: {
      campaign: {
        state: campaign.state,
        callingWindow: parseCallingWindow(campaign.callingWindow),
        maxAttempts: parseRetryRules(campaign.retryRules).maxAttempts,
      },
      contract,
      // Slots were counted under the nodes' locks: who is asked about has a line.
      lines: { trunkFree: 1, channelsFree: 1 },
    },
  };
}

interface Pick {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly now: Date;
  readonly frame: GateFrame;
  readonly wanted: number;
}

interface Chosen {
  readonly contact: Candidate;
  readonly point: PointRow;
  readonly rule: EligibleRule;
}

async function pickContacts(tx: Tx, pick: Pick): Promise<{ chosen: Chosen[]; dry: boolean }> {
  const { tenantId, campaignId, now, frame, wanted } = pick;
  const chosen: Chosen[] = [];
  let dry = false;
  for (let round = 0; round < ROUNDS && chosen.length < wanted && !dry; round++) {
    const missing = wanted - chosen.length;
    const limit = round === 0 ? missing : Math.max(ROUND, missing);
    // A contact locked and chosen in an earlier round is still `ready` for this transaction: leave it out.
    const rows = await dueContacts(tx, { tenantId, campaignId, now, limit: limit + chosen.length });
    const due = rows.filter((row) => !chosen.some(({ contact }) => contact.contactId === row.contactId));
    dry = rows.length < limit + chosen.length;
    const ids = due.map((row) => row.contactId);
    const consent = await consentOf(tx, tenantId, ids);
    const candidates = due.map((row) => ({ ...row, consentBasis: consent.get(row.contactId) ?? null }));
    const points = groupBy(await pointsOf(tx, tenantId, campaignId, ids), (point) => point.contactId);
    const phones = [...points.values()].flatMap((own) => own.map((point) => point.phone));
    const doNotCall = groupBy(await doNotCallOf(tx, tenantId, campaignId, phones), (row) => row.phone);
    const refusals: RefusalRow[] = [];
    const closed = new Map<string, Date>();
    for (const contact of candidates) {
      if (chosen.length >= wanted) break;
      const verdict = judgeContact(frame, contact, points.get(contact.contactId) ?? [], doNotCall, now);
      if (verdict.ok) chosen.push({ contact, point: verdict.point, rule: verdict.rule });
      else {
        refusals.push(verdict.refusal);
        if (verdict.reason === "outside_window" && verdict.zone && verdict.refusal.nextAttemptAt)
          closed.set(verdict.zone, verdict.refusal.nextAttemptAt);
      }
    }
    await storeRefusals(tx, { tenantId, campaignId, now }, refusals);
    for (const [zone, opensAt] of closed) {
      const limit = POSTPONE_AT_ONCE;
      await postponeZone(tx, { tenantId, campaignId, now, zone, opensAt, limit });
    }
  }
  return { chosen, dry };
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
