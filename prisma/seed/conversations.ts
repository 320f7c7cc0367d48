import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { newId } from "@callbay/db/ids";
import type { SystemActor, TenantActor } from "@callbay/domain/actor";
import { addDays, localDate, startOfLocalDay } from "@callbay/domain/calendar";
import { claimAttempt } from "@callbay/services/call/claim";
import { finishCall } from "@callbay/services/call/finish";
import { markAnswered, markJoined, markRinging } from "@callbay/services/call/progress";
import { storeRecording } from "@callbay/services/call/recordings";
import { completeCampaign } from "@callbay/services/campaign/steps";
import type { VerbContext } from "@callbay/services/context";
import { claimCampaignLease, releaseCampaignLease } from "@callbay/services/dial/lease";
import { reserveAttempts } from "@callbay/services/dial/reserve";
import { dispose } from "@callbay/services/duty/dispose";
import { claimNodeLease, releaseNodeLease, renewNodeLease } from "@callbay/services/node/lease";
import { type CampaignOf, type CampaignPlan, seedCampaign } from "./campaign.ts";
import { type OpenSession, openSession, tileSession } from "./duty.ts";
import type { TalkPlan } from "./quality-plans.ts";
import type { Stage } from "./stage.ts";
import { hummedConversation } from "./voices.ts";

const SYSTEM: SystemActor = { kind: "system", name: "seed" };
const OWNER = "seed";
const LEASE_MS = 120_000;
/** When the morning began, on the client's clock. */
const AT_HOUR = 10;
const NORMAL_CLEARING = 16;
const NO_ANSWER = 19;

/** A conversation of the demo's past, to be judged. */
export interface Talk {
  readonly callId: string;
  readonly recordingId: string;
  readonly endedAt: Date;
  readonly agent: TenantActor;
}

export interface MorningPlan {
  readonly campaign: CampaignPlan;
  readonly talks: readonly TalkPlan[];
  readonly timezone: string;
  readonly nodeId: string;
  /** The desk's seats, and who sat there, in the order of the plan. */
  readonly seats: readonly string[];
  readonly agents: readonly TenantActor[];
}

/**
 * Lives a morning of yesterday again, through the verbs that the dial loop and the PBX's owner use: attempts, calls,
 * recordings, dispositions, what is charged for them, and the duty of those who talked. Then the campaign is completed.
 *
 * @returns the conversations that were recorded, in their order; of a run that was stopped in the middle those that it
 *   lived, and none where somebody owned the PBX node already.
 */
export async function seedMorning(stage: Stage, of: CampaignOf, plan: MorningPlan): Promise<readonly Talk[]> {
  const today = localDate(stage.now, plan.timezone);
  const begin = startOfLocalDay(addDays(today, -1), plan.timezone).getTime() + AT_HOUR * 3_600_000;
  const at = (seconds: number): Date => new Date(begin + Math.round(seconds * 1_000));
  const before = at(-3_600);
  const past: Stage = { ...stage, now: before, as: (actor) => ({ ...stage.as(actor), now: before }) };
  const campaignId = await seedCampaign(past, of, plan.campaign);
  const { tenantId } = of.manager;
  const { state, calls } = await stage.deps.db.withTenant(tenantId, async (tx) => ({
    ...(await tx.campaign.findFirstOrThrow({ where: { tenantId, id: campaignId }, select: { state: true } })),
    calls: await tx.call.count({ where: { tenantId, campaignId } }),
  }));
  if (state === "running") {
    if (calls === 0) await onOwnNode(stage, plan.nodeId, (fence) => live({ stage, of, plan, campaignId, fence, at }));
    await completeCampaign({ ...stage.as(of.manager), now: at(3_600) }, { campaignId });
  }
  return recorded(stage, tenantId, campaignId, plan.agents);
}

/** Owns the node meanwhile: nothing is written of a call by anybody else. */
async function onOwnNode(stage: Stage, nodeId: string, work: (fence: bigint) => Promise<void>): Promise<void> {
  const system = stage.as(SYSTEM);
  const lease = await claimNodeLease(system, { nodeId, owner: OWNER, ttlMs: LEASE_MS });
  if (!lease) return;
  const { fence } = lease;
  try {
    await work(fence);
  } finally {
    await releaseNodeLease(system, { nodeId, fence });
  }
}

interface Morning {
  readonly stage: Stage;
  readonly of: CampaignOf;
  readonly plan: MorningPlan;
  readonly campaignId: string;
  /** The node lease's. */
  readonly fence: bigint;
  /** Seconds from the morning's beginning. */
  readonly at: (seconds: number) => Date;
}

async function live(morning: Morning): Promise<void> {
  const { stage, plan, campaignId, at } = morning;
  const { tenantId } = morning.of.manager;
  const loop = { tenantId, campaignId, fence: 1n };
  await claimCampaignLease(stage.as(SYSTEM), { ...loop, owner: OWNER, ttlMs: LEASE_MS });
  const lastS = Math.max(...plan.talks.map(({ startS, ringS, talkS, wrapS }) => startS + ringS + talkS + wrapS));
  const sessions: OpenSession[] = [];
  for (const [index, agent] of plan.agents.entries()) {
    const session = { agent, seatLeaseId: plan.seats[index] ?? "", from: at(0), to: at(lastS + 60) };
    sessions.push(await openSession(stage.deps.db, plan.nodeId, session));
  }
  for (const [turn, talk] of plan.talks.entries()) {
    const session = sessions[talk.agent];
    if (session) await call(morning, session, { ...talk, turn });
  }
  for (const session of sessions) await tileSession(stage.deps.db, session);
  await releaseCampaignLease(stage.as(SYSTEM), loop);
}

/** One call from its reservation to the agent's word. */
async function call(morning: Morning, session: OpenSession, talk: TalkPlan & { readonly turn: number }): Promise<void> {
  const { stage, of, plan, campaignId, fence, at } = morning;
  const { tenantId } = of.manager;
  const { nodeId } = plan;
  // Lines are given out only on a node whose PBX has answered a moment ago.
  await renewNodeLease(stage.as(SYSTEM), { nodeId, fence, ttlMs: LEASE_MS, pbxConnected: true });
  const own = { tenantId, nodeId, fence };
  const system = (seconds: number): VerbContext => ({ ...stage.as(SYSTEM), now: at(seconds) });
  const { startS, ringS, talkS } = talk;
  const nodes = [{ nodeId, launch: 1 }];
  const pacing = { reason: "agents_ready", launch: 1, nodes: [] };
  const { reserved } = await reserveAttempts(system(startS), { tenantId, campaignId, fence: 1n, nodes, pacing });
  const callId = reserved[0]?.attemptId;
  if (callId === undefined) return;
  await claimAttempt(system(startS), { ...own, attemptId: callId, owner: OWNER });
  await markRinging(system(startS), { ...own, callId, at: at(startS + 1) });
  const answeredS = startS + ringS;
  const end = { ...own, callId, closedFrom: "live" as const };
  if (talkS === 0) {
    const failed = { ...end, endedAt: at(answeredS), cause: NO_ANSWER, endedBy: "system" as const, partedAt: null };
    await finishCall(system(answeredS), failed);
    return;
  }
  await markAnswered(system(answeredS), { ...own, callId, at: at(answeredS) });
  const recordingId = newId();
  const joinedAt = at(answeredS + 0.4);
  const agentChannelId = `seed-${session.dutySessionId}`;
  const { dutySessionId } = session;
  await markJoined(system(answeredS), { ...own, callId, at: joinedAt, dutySessionId, agentChannelId, recordingId });
  const partedS = answeredS + 0.4 + talkS;
  const endedBy = talk.endedBy ?? "customer";
  const over = { endedAt: at(partedS), cause: NORMAL_CLEARING, endedBy, partedAt: at(partedS) };
  await finishCall(system(partedS), { ...end, ...over });
  await record(morning, { recordingId, joinedAt, endedAt: at(partedS), talkS, turn: talk.turn });
  session.talks.push({ callId, joinedAt, partedAt: at(partedS), wrappedAt: at(partedS + talk.wrapS) });
  const dispositionId = await dispositionOf(stage, tenantId, campaignId, talk.disposition ?? "");
  await dispose(
    { ...stage.as(session.agent), now: at(partedS + talk.wrapS) },
    {
      ...{ callId, dispositionId, note: talk.note ?? "", fields: { ...talk.fields } },
      ...(talk.order ? { order: talk.order } : {}),
    },
  );
}

interface Taken {
  readonly recordingId: string;
  readonly joinedAt: Date;
  readonly endedAt: Date;
  readonly talkS: number;
  readonly turn: number;
}

/** The file is there before its row says so, as with every recording. */
async function record({ stage, of, plan, fence }: Morning, taken: Taken): Promise<void> {
  const { recordingId, joinedAt, endedAt, talkS, turn } = taken;
  const { tenantId } = of.manager;
  const storageKey = `recordings/${tenantId}/${joinedAt.toISOString().slice(0, 7)}/${recordingId}.wav`;
  const file = join(stage.deps.storageDir, storageKey);
  const sound = hummedConversation(talkS, turn);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, sound);
  await storeRecording(
    { ...stage.as(SYSTEM), now: endedAt },
    {
      ...{ tenantId, nodeId: plan.nodeId, fence, recordingId, storageKey, endedAt },
      ...{ durationMs: talkS * 1_000, bytes: sound.length, sha256: createHash("sha256").update(sound).digest("hex") },
    },
  );
}

async function dispositionOf({ deps }: Stage, tenantId: string, campaignId: string, code: string): Promise<string> {
  const { id } = await deps.db.withTenant(tenantId, (tx) =>
    tx.campaignDisposition.findFirstOrThrow({ where: { tenantId, campaignId, code }, select: { id: true } }),
  );
  return id;
}

async function recorded(
  { deps }: Stage,
  tenantId: string,
  campaignId: string,
  agents: readonly TenantActor[],
): Promise<Talk[]> {
  const rows = await deps.db.withTenant(tenantId, (tx) =>
    tx.recording.findMany({
      where: { tenantId, campaignId, state: "stored" },
      orderBy: { startedAt: "asc" },
      select: { id: true, callId: true, endedAt: true, membershipId: true },
    }),
  );
  return rows.flatMap(({ id, callId, endedAt, membershipId }) => {
    const agent = agents.find((one) => one.membershipId === membershipId);
    return agent && endedAt ? [{ callId, recordingId: id, endedAt, agent }] : [];
  });
}
