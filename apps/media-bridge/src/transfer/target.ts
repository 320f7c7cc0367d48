import { longestIdleFirst } from "@callbay/domain/floor";
import { bestFirst } from "@callbay/domain/skills";
import { PbxError } from "@callbay/services/node/pbx";
import type { Floor } from "../floor.ts";
import type { Agent, LiveCall, LiveTransfer } from "../model.ts";
import { consultName } from "../names.ts";
import { takePlace } from "../originate.ts";
import { advance } from "./step.ts";

/** An outside number rings for so long; then the customer is the agent's again. */
export const TARGET_RING_MS = 30_000;
/** So long a customer waits for a free agent of a queue. */
export const QUEUE_WAIT_MS = 60_000;

/** Calls whoever the transfer goes to. */
export function reach(floor: Floor, call: LiveCall): void {
  const { transfer } = call;
  if (!transfer) return;
  if (transfer.order.kind === "number") void ringNumber(floor, call, transfer);
  else if (transfer.agentId) {
    const colleague = floor.agents.get(transfer.agentId);
    if (!colleague || !take(floor, call, transfer, colleague)) gone(floor, call, "not_free");
  } else waitForAgent(floor, call, transfer);
}

async function ringNumber(floor: Floor, call: LiveCall, transfer: LiveTransfer): Promise<void> {
  const { pbx, log, clock, mayAct } = floor.parts;
  const { phone, callerId, trunkId } = transfer.order;
  const { callId, tenantId } = call.order;
  const trunk = floor.trunks.get(trunkId ?? "");
  const inUse = trunk ? floor.channelsInUse(trunk.id) + (floor.claiming.get(trunk.id) ?? 0) : 0;
  if (!trunk || !phone || !callerId || inUse >= trunk.maxChannels) {
    gone(floor, call, "no_line");
    return;
  }
  const channelId = consultName(transfer.id);
  transfer.channelId = channelId;
  transfer.placing = true;
  floor.consults.set(channelId, call);
  // For the trunk's calls per second; its channel is counted by the transfer itself.
  takePlace(floor, trunk.id, tenantId)();
  transfer.cancelTimer = clock.after(TARGET_RING_MS + 5_000, () => gone(floor, call, "no_answer"));
  try {
    if (!mayAct()) throw new PbxError("REFUSED", "the lease ran out before the leg was placed");
    const endpoint = `PJSIP/${phone.replace(/^\+/, "")}@${trunk.endpoint}`;
    await pbx.originate({ channelId, endpoint, callerId, timeoutMs: TARGET_RING_MS });
  } catch (error) {
    if (!(error instanceof PbxError)) throw error;
    log.warn({ callId, channelId, code: error.code }, "a transfer's leg got no clear answer");
    if (call.transfer !== transfer || error.code === "CHANNEL_EXISTS") return;
    const mayLive =
      error.code === "UNREACHABLE" && (await pbx.channelState(channelId).catch(() => "ringing" as const)) !== null;
    if (!mayLive && call.transfer === transfer) gone(floor, call, "failed");
  } finally {
    transfer.placing = false;
  }
}

/** Somebody free now, of the best whoever is idle for longest; or whoever becomes free within the limit. */
export function waitForAgent(floor: Floor, call: LiveCall, transfer: LiveTransfer): void {
  const able = [...floor.agents.values()].filter((agent) => canTake(agent, call, transfer));
  const idle = longestIdleFirst(able.map((agent) => ({ agent, state: agent.duty.state, since: agent.duty.since })));
  const { membershipIds, levels } = transfer.order;
  const best = bestFirst(idle, ({ agent }) => levels[membershipIds.indexOf(agent.membershipId)] ?? 0);
  if (best.some(({ agent }) => take(floor, call, transfer, agent))) return;
  transfer.cancelTimer?.();
  transfer.cancelTimer = floor.parts.clock.after(QUEUE_WAIT_MS, () => gone(floor, call, "nobody_free"));
}

/** An agent is free: the customer who waits for a colleague longest is theirs. */
export function offerTransfers(floor: Floor, agent: Agent): void {
  for (const call of floor.calls.values()) {
    const { transfer } = call;
    if (transfer && canTake(agent, call, transfer) && take(floor, call, transfer, agent)) return;
  }
}

function canTake(agent: Agent, call: LiveCall, { order, state, agentId }: LiveTransfer): boolean {
  if (order.kind !== "queue" || state.phase !== "calling" || agentId !== null) return false;
  const isOwn = agent.dutySessionId === call.agentId;
  return (
    !isOwn &&
    agent.tenantId === call.order.tenantId &&
    order.membershipIds.includes(agent.membershipId) &&
    isFree(agent)
  );
}

function isFree({ duty, moving }: Agent): boolean {
  return duty.state === "ready" && duty.legUp && !moving;
}

/** The colleague's line is open all the time: asked is answered, and the card is on their screen with it. */
function take(floor: Floor, call: LiveCall, transfer: LiveTransfer, colleague: Agent): boolean {
  const at = floor.parts.clock.now();
  const { callId, tenantId, campaignId, contactId, recordingForced } = call.order;
  if (!isFree(colleague) || floor.step(colleague, { type: "join", callId }, at)) return false;
  seat(transfer, colleague, callId);
  floor.parts.publish(tenantId, {
    ...{ type: "call.joined", callId, campaignId, contactId, joinedAt: at.toISOString() },
    membershipId: colleague.membershipId,
    recording: recordingForced || colleague.recordingEnabled,
    ...(call.card ? { card: call.card } : {}),
  });
  advance(floor, call, { type: "answered" }, { at });
  return true;
}

/** The colleague belongs to this call from now on, as its guest. */
export function seat(transfer: LiveTransfer, colleague: Agent, callId: string): void {
  transfer.cancelTimer?.();
  transfer.cancelTimer = null;
  transfer.agentId = colleague.dutySessionId;
  transfer.channelId = colleague.legId;
  transfer.at = colleague.bridgeId;
  colleague.guestOf = callId;
}

function gone(floor: Floor, call: LiveCall, reason: string): void {
  advance(floor, call, { type: "targetGone" }, { at: floor.parts.clock.now(), reason });
}

/** An outside number picked up. */
export function targetAnswered(floor: Floor, channelId: string, at: Date): void {
  const call = floor.consults.get(channelId);
  if (!call?.transfer || call.transfer.answeredAt) return;
  call.transfer.cancelTimer?.();
  call.transfer.cancelTimer = null;
  advance(floor, call, { type: "answered" }, { at });
}

/** Why a number did not answer, by Q.850, as the desk says it. */
const REASONS: Readonly<Record<number, string>> = { 17: "busy", 18: "no_answer", 19: "no_answer", 21: "rejected" };

/** The channel of an outside number is gone. */
export function targetDestroyed(floor: Floor, channelId: string, cause: number | null, at: Date): void {
  const call = floor.consults.get(channelId);
  floor.consults.delete(channelId);
  if (!call?.transfer) return;
  const reason = call.transfer.answeredAt ? "hung_up" : (REASONS[cause ?? 0] ?? "failed");
  advance(floor, call, { type: "targetGone" }, { at, reason, cause });
}

/** The colleague who was asked is not there any more: their leg fell away, or they put the call down. */
export function guestGone(floor: Floor, colleague: Agent, reason: string, at: Date): void {
  const call = floor.calls.get(colleague.guestOf ?? "");
  if (call?.transfer?.agentId === colleague.dutySessionId) advance(floor, call, { type: "targetGone" }, { at, reason });
  else colleague.guestOf = null;
}
