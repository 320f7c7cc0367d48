import { pickAgent, pickWaitingCall } from "../decide/pick-agent.ts";
import type { Floor } from "../floor.ts";
import type { Agent, LiveCall } from "../model.ts";
import { offerTransfers } from "../transfer/target.ts";
import { abandon } from "./abandon.ts";

/**
 * The agent who waits for this call, or else the longest idle ready one of the campaign, gets it at once; without one
 * the customer waits, for no longer than the deadline.
 *
 * @param since when a person began to wait: the answer, as a rule.
 */
export function findAgent(floor: Floor, call: LiveCall, since: Date, deadlineMs: number): void {
  call.phase = "waiting";
  const now = floor.parts.clock.now();
  const agent = pickAgent(floor.agents.values(), call.order);
  if (agent) {
    join(floor, call, agent, now);
    return;
  }
  const left = since.getTime() + deadlineMs - now.getTime();
  call.cancelTimer?.();
  call.cancelTimer = floor.parts.clock.after(Math.max(0, left), () => abandon(floor, call));
}

/** An agent is free: the call that waits for longest is theirs; whoever hears silence comes before who hears music. */
export function offerWaiting(floor: Floor, agent: Agent): void {
  const call = pickWaitingCall(floor.calls.values(), agent);
  if (call) join(floor, call, agent, floor.parts.clock.now());
  else offerTransfers(floor, agent);
}

/** Joins customer and agent: the pop and the PBX first, at once; what Postgres must know follows behind. */
function join(floor: Floor, call: LiveCall, agent: Agent, at: Date): void {
  const { callId, tenantId, campaignId, contactId } = call.order;
  if (floor.step(agent, { type: "join", callId }, at)) return;
  call.cancelTimer?.();
  call.cancelTimer = null;
  call.phase = "joining";
  call.agentId = agent.dutySessionId;
  floor.parts.publish(tenantId, {
    type: "call.joined",
    callId,
    membershipId: agent.membershipId,
    campaignId,
    contactId,
    joinedAt: at.toISOString(),
    recording: call.order.recordingForced || agent.recordingEnabled,
    ...(call.card ? { card: call.card } : {}),
  });
  const { pbx } = floor.parts;
  const hears = call.music;
  call.music = false;
  // A customer who is gone by now is told of by the destruction of the channel.
  void floor.attempt(
    "join",
    async () => {
      if (hears) await pbx.stopMusic(callId);
      await pbx.addToBridge(agent.bridgeId, callId);
    },
    { callId },
  );
}

/** The customer's channel is in the agent's bridge: they hear each other from this instant. */
export function confirmJoined(floor: Floor, call: LiveCall, agent: Agent, at: Date): void {
  if (call.phase !== "joining") return;
  const { callId, tenantId } = call.order;
  call.phase = "joined";
  call.joinedAt = at;
  call.at = agent.bridgeId;
  if (call.answeredAt) floor.parts.measure?.joined(at.getTime() - call.answeredAt.getTime());
  const wantsRecording = call.order.recordingForced || agent.recordingEnabled;
  const recordingId = wantsRecording ? floor.parts.newId() : null;
  call.recordingId = recordingId;
  const joined = {
    tenantId,
    callId,
    at,
    dutySessionId: agent.dutySessionId,
    agentChannelId: agent.legId ?? "",
    recordingId,
  };
  floor.writeCall(callId, (records) => records.markJoined(joined));
  if (recordingId) startRecording(floor, call, agent, recordingId, at);
}

function startRecording(floor: Floor, call: LiveCall, agent: Agent, recordingId: string, at: Date): void {
  const { callId, tenantId } = call.order;
  floor.recordings.set(recordingId, { tenantId, startedAt: at });
  const { pbx, clock } = floor.parts;
  void floor
    .attempt("recording", () => pbx.startRecording(agent.bridgeId, recordingId), { callId, recordingId })
    .then((started) => {
      if (started) return;
      floor.recordings.delete(recordingId);
      const failed = { tenantId, recordingId, failure: "the PBX refused to record", at: clock.now() };
      floor.writeCall(callId, (records) => records.failRecording(failed));
    });
}
