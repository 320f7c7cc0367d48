import type { ClaimResult } from "@callbay/services/call/claim";
import { NO_SCRIPT } from "@callbay/services/call/script";
import { PbxError } from "@callbay/services/node/pbx";
import { endCall } from "./calls/end.ts";
import { admit } from "./decide/admit.ts";
import type { Floor } from "./floor.ts";
import type { LiveCall, TrunkLimits } from "./model.ts";

export interface OriginateJob {
  readonly tenantId: string;
  readonly attemptId: string;
  /** When it was put on the queue. */
  readonly orderedAt: Date;
}

/** The attempts of one reservation, whose trunks are chosen. */
export interface OriginateBatch {
  readonly tenantId: string;
  readonly orders: readonly { readonly attemptId: string; readonly trunkId: string }[];
  readonly orderedAt: Date;
}

type Claimed = Extract<ClaimResult, { ok: true }>;

/** By this header the carrier's log can be held against our records without comparing clocks. */
const ATTEMPT_HEADER = "PJSIP_HEADER(add,X-Callbay-Attempt)";

/**
 * Places one reserved attempt: asks for a place on its trunk, claims it in Postgres, and only then rings. Before the
 * claim it can be given back uncounted; after it, it has an end, whatever happens.
 */
export async function placeAttempt(floor: Floor, job: OriginateJob): Promise<void> {
  const { tenantId, attemptId } = job;
  const { records } = floor.parts;
  const peeked = await records.peekAttempt(tenantId, attemptId);
  if (!peeked) return;
  if (peeked.reservedFor !== null && !isWaitingFor(floor, peeked.reservedFor, attemptId)) {
    await records.releaseAttempt(tenantId, attemptId, "agent_gone");
    return;
  }
  await placeOn(floor, job, peeked.trunkId);
}

/** Places the attempts of a reservation, each by itself. @throws Error the first failure, after all have been tried. */
export async function placeBatch(floor: Floor, { tenantId, orders, orderedAt }: OriginateBatch): Promise<void> {
  const placed = await Promise.allSettled(
    orders.map(({ attemptId, trunkId }) => placeOn(floor, { tenantId, attemptId, orderedAt }, trunkId)),
  );
  for (const one of placed) if (one.status === "rejected") throw one.reason;
}

async function placeOn(floor: Floor, job: OriginateJob, trunkId: string): Promise<void> {
  const { tenantId, attemptId } = job;
  const { records, clock, log } = floor.parts;
  const trunk = floor.trunks.get(trunkId);
  if (!trunk) {
    await records.releaseAttempt(tenantId, attemptId, "trunk_gone");
    return;
  }
  const giveBack = await waitForPlace(floor, job, trunk);
  if (!giveBack) return;
  const result = await records.claimAttempt(tenantId, attemptId, clock.now()).finally(giveBack);
  if (!result.ok) {
    if (result.code === "CAMPAIGN_NOT_RUNNING") await records.releaseAttempt(tenantId, attemptId, "campaign_stopped");
    else if (result.code === "DO_NOT_CALL") log.info({ attemptId }, "the number came onto a do-not-call list");
    else log.info({ attemptId }, "the attempt was taken already");
    return;
  }
  const call = startCall(floor, result, trunk.id);
  await ring(floor, call, trunk);
}

/** Is the agent, for whom alone this call is, there for it? */
function isWaitingFor(floor: Floor, dutySessionId: string, attemptId: string): boolean {
  const duty = floor.agents.get(dutySessionId)?.duty;
  return duty?.state === "previewing" && duty.currentCallId === attemptId;
}

/** Takes a place on the trunk, at the latest in time for the order; null: there is none, and the order went back. */
async function waitForPlace(floor: Floor, job: OriginateJob, trunk: TrunkLimits): Promise<(() => void) | null> {
  const { clock, records, pbx } = floor.parts;
  for (;;) {
    const now = clock.now().getTime();
    const admission = admit({
      now,
      orderedAt: job.orderedAt.getTime(),
      nodeState: floor.nodeState,
      pbxConnected: pbx.connected && floor.parts.mayAct(),
      trunk,
      channelsInUse: floor.channelsInUse(trunk.id) + (floor.claiming.get(trunk.id) ?? 0),
      placedAt: floor.turns.placedAt(trunk.id),
      othersFirst: floor.turns.othersFirst(trunk.id, job.tenantId, now),
    });
    // In the same breath as the answer: between the two no other order may come.
    if (admission.do === "place") return takePlace(floor, trunk.id, job.tenantId);
    if (admission.do === "release") {
      await records.releaseAttempt(job.tenantId, job.attemptId, admission.reason);
      return null;
    }
    const served = floor.turns.wait(trunk.id, job.tenantId);
    await new Promise<void>((resolve) => clock.after(admission.ms, resolve));
    served();
  }
}

/** Counts the place as taken while the claim is under way; the call counts for itself afterwards. */
export function takePlace(floor: Floor, trunkId: string, tenantId: string): () => void {
  floor.turns.place(trunkId, tenantId, floor.parts.clock.now().getTime());
  floor.claiming.set(trunkId, (floor.claiming.get(trunkId) ?? 0) + 1);
  return () => {
    floor.claiming.set(trunkId, (floor.claiming.get(trunkId) ?? 1) - 1);
  };
}

function startCall(floor: Floor, { order, card }: Claimed, trunkId: string): LiveCall {
  const now = floor.parts.clock.now();
  const call: LiveCall = {
    order,
    trunkId,
    tried: [],
    startedAt: now,
    placedAt: now,
    mayHaveRung: false,
    phase: "dialing",
    placing: true,
    answeredAt: null,
    joinedAt: null,
    agentId: null,
    recordingId: null,
    held: false,
    heldSince: null,
    holdMs: 0,
    muted: false,
    agentLost: false,
    machineAct: null,
    script: null,
    scriptBefore: NO_SCRIPT,
    card,
    music: false,
    transfer: null,
    at: null,
    moves: Promise.resolve(),
    partedAt: null,
    endedBy: null,
    lastSeenAt: now,
    missingSince: null,
    cancelTimer: null,
  };
  floor.calls.set(order.callId, call);
  return call;
}

/** Asks the PBX to ring. What gets no clear answer is looked up, never asked again. */
export async function ring(floor: Floor, call: LiveCall, trunk: TrunkLimits): Promise<void> {
  const { pbx, log, clock } = floor.parts;
  const { callId, phone, callerId, ringTimeoutMs } = call.order;
  try {
    // A process that slept between claim and here may have been replaced: then its call is closed, not rung.
    if (!floor.parts.mayAct()) throw new PbxError("REFUSED", "the lease ran out before the call was placed");
    floor.parts.measure?.placed(trunk.endpoint);
    await pbx.originate({
      channelId: callId,
      endpoint: `PJSIP/${phone.replace(/^\+/, "")}@${trunk.endpoint}`,
      callerId,
      timeoutMs: ringTimeoutMs,
      variables: { [ATTEMPT_HEADER]: callId },
    });
  } catch (error) {
    if (!(error instanceof PbxError)) throw error;
    log.warn({ callId, code: error.code }, "originate got no clear answer");
    // A trunk that failed at once was told of before this answer: the call goes over another by now.
    if (error.code === "CHANNEL_EXISTS" || call.trunkId !== trunk.id) return;
    if (error.code === "UNREACHABLE" && (await mayRing(floor, callId))) return;
    endCall(floor, call, { at: clock.now(), cause: null, closedFrom: "live", originateFailed: true });
  } finally {
    call.placing = false;
  }
}

/** The reply was lost: is the channel there? When even that cannot be asked, events or the log will tell. */
async function mayRing(floor: Floor, callId: string): Promise<boolean> {
  try {
    return (await floor.parts.pbx.channelState(callId)) !== null;
  } catch {
    return true;
  }
}
