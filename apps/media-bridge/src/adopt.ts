import { reconstructFromCel } from "@callbay/domain/call-machine";
import type { PbxSnapshot } from "@callbay/services/node/pbx";
import { makeAgent, preparePbx } from "./agents/attach.ts";
import { watchAway } from "./agents/away.ts";
import { syncPhones } from "./agents/phones.ts";
import { endBySystem } from "./calls/abandon.ts";
import { awaitAgent } from "./calls/agent-lost.ts";
import { takeAnswered } from "./calls/answered.ts";
import { closeFromLog } from "./calls/from-log.ts";
import { confirmJoined } from "./calls/join.ts";
import { type AgentAdoption, type CallAdoption, planAdoption } from "./decide/adoption.ts";
import { callKey, dutyKey, type Floor } from "./floor.ts";
import type { Agent, LiveCall } from "./model.ts";
import { closeLeftMonitors } from "./monitors/reconcile.ts";
import type { StoredCall } from "./records.ts";
import { adoptTransfer, restoreTransfer } from "./transfer/adopt.ts";
import { arrange } from "./transfer/places.ts";

/**
 * A new owner's first act: rebuild agents and calls from what Postgres has and the PBX holds. What lives goes on
 * undisturbed, what ended meanwhile is closed from the PBX's own log, what belongs to nobody is swept away. Nothing
 * is ever placed again.
 *
 * @param isDead the PBX's process is known to be gone: nothing lives there, and nothing is asked of it.
 */
export async function adoptFloor(floor: Floor, isDead = false): Promise<void> {
  const { pbx, records, log } = floor.parts;
  const snapshot = isDead ? { channels: [], bridges: [] } : await pbx.snapshot();
  const stored = await records.readFloor();
  const plan = planAdoption(stored, snapshot);
  for (const id of plan.strayChannels) await floor.attempt("stray channel's end", () => pbx.hangup(id), { id });
  for (const id of plan.strayBridges) await floor.attempt("stray bridge's end", () => pbx.destroyBridge(id), { id });
  for (const { tenantId, id, startedAt } of stored.recordings) floor.recordings.set(id, { tenantId, startedAt });

  if (!isDead) await floor.attempt("telephones", () => syncPhones(floor));
  // Agents first, all of them without effects, so that an answered call finds whoever is there.
  for (const adoption of plan.agents) restoreAgent(floor, adoption);
  for (const adoption of plan.calls) {
    const call = restoreCall(floor, adoption.call);
    // Whose end the log lacks lived for as long as the PBX did: it writes each end the moment it happens.
    if (isDead && stored.aliveAt && stored.aliveAt > call.lastSeenAt) call.lastSeenAt = stored.aliveAt;
  }
  for (const { session, legId } of plan.agents) {
    const agent = floor.agents.get(session.id);
    if (agent) settleLeg(floor, agent, legId);
  }
  for (const adoption of plan.calls) await settleCall(floor, adoption, snapshot);
  for (const agent of floor.agents.values()) settleConversation(floor, agent);
  await closeLeftMonitors(floor, isDead);
  for (const { session, legId } of plan.agents) {
    const agent = floor.agents.get(session.id);
    if (agent && legId) agent.registered = true;
    else if (agent && !isDead) await floor.attempt("taking an agent in again", () => preparePbx(floor, agent));
  }
  log.info(
    {
      agents: plan.agents.length,
      calls: plan.calls.length,
      gone: plan.calls.filter(({ channel }) => channel === "gone").length,
      strays: plan.strayChannels.length,
    },
    "floor adopted",
  );
}

/**
 * What Postgres has on this node and memory lacks: a claim whose answer was lost, an agent whose attachment was. Younger
 * than `minAgeMs` it may just be on its way.
 */
export async function adoptMissed(floor: Floor, minAgeMs: number): Promise<void> {
  const { pbx, records, log, clock } = floor.parts;
  const snapshot = await pbx.snapshot();
  const stored = await records.readFloor();
  const isOld = (at: Date) => clock.now().getTime() - at.getTime() >= minAgeMs;
  for (const adoption of planAdoption(stored, snapshot).calls) {
    const { order, startedAt } = adoption.call;
    if (floor.calls.has(order.callId) || !isOld(startedAt)) continue;
    // One that has just ended here may not be written yet.
    await floor.parts.writes.written(callKey(order.callId));
    if (!(await isStillLive(floor, order.callId)) || floor.calls.has(order.callId)) continue;
    log.warn({ callId: order.callId }, "a call that nobody here knew of");
    restoreCall(floor, adoption.call);
    await settleCall(floor, adoption, snapshot);
  }
  for (const session of stored.sessions) {
    if (floor.agents.has(session.id) || !isOld(session.startedAt)) continue;
    await floor.parts.writes.written(dutyKey(session.id));
    const now = await records.readSession(session.tenantId, session.id);
    if (!now || now.ended || floor.agents.has(session.id)) continue;
    log.warn({ dutySessionId: session.id }, "an agent whom nobody here knew of");
    restoreAgent(floor, { session: now, bridgeId: null, legId: null });
    const agent = floor.agents.get(session.id);
    if (!agent) continue;
    settleLeg(floor, agent, null);
    settleConversation(floor, agent);
    await floor.attempt("taking an agent in again", () => preparePbx(floor, agent));
  }
}

async function isStillLive(floor: Floor, callId: string): Promise<boolean> {
  const { calls } = await floor.parts.records.readFloor();
  return calls.some(({ order }) => order.callId === callId);
}

function restoreAgent(floor: Floor, { session, bridgeId, legId }: AgentAdoption): void {
  const agent = makeAgent(floor, session, bridgeId ?? undefined);
  // As it was when its last state was written; settleLeg then tells what became of the leg.
  agent.duty = { ...agent.duty, legUp: agent.duty.state !== "connecting" };
  floor.agents.set(session.id, agent);
  if (!legId) return;
  agent.legId = legId;
  floor.legs.set(legId, agent);
}

function settleLeg(floor: Floor, agent: Agent, legId: string | null): void {
  const now = floor.parts.clock.now();
  if (legId && !agent.duty.legUp) floor.step(agent, { type: "legUp" }, now);
  if (legId) return;
  if (agent.duty.legUp) floor.step(agent, { type: "legDown" }, now);
  watchAway(floor, agent);
}

function restoreCall(floor: Floor, stored: StoredCall): LiveCall {
  const { order, startedAt, answeredAt, joinedAt, ringingAt } = stored;
  const call: LiveCall = {
    order,
    trunkId: stored.trunkId,
    tried: [],
    startedAt,
    placedAt: startedAt,
    // Nobody of us was there to hear it.
    mayHaveRung: true,
    phase: joinedAt ? "joined" : ringingAt ? "ringing" : "dialing",
    placing: false,
    answeredAt,
    joinedAt,
    agentId: stored.partedAt ? null : stored.dutySessionId,
    recordingId: stored.recordingId,
    held: stored.heldSince !== null,
    heldSince: stored.heldSince,
    holdMs: stored.holdMs,
    muted: false,
    agentLost: false,
    machineAct: stored.machineAct,
    script: null,
    scriptBefore: stored.script,
    card: null,
    music: false,
    transfer: stored.transfer && restoreTransfer(stored.transfer),
    at: null,
    moves: Promise.resolve(),
    partedAt: stored.partedAt,
    endedBy: null,
    lastSeenAt: joinedAt ?? answeredAt ?? ringingAt ?? startedAt,
    missingSince: null,
    cancelTimer: null,
  };
  floor.calls.set(order.callId, call);
  if (stored.recordingId) {
    floor.recordings.set(stored.recordingId, { tenantId: order.tenantId, startedAt: joinedAt ?? startedAt });
  }
  return call;
}

async function settleCall(floor: Floor, adoption: CallAdoption, snapshot: PbxSnapshot): Promise<void> {
  const { callId, tenantId } = adoption.call.order;
  const call = floor.calls.get(callId);
  if (!call) return;
  if (adoption.channel === "gone") {
    await closeFromLog(floor, call);
    return;
  }
  const now = floor.parts.clock.now();
  call.lastSeenAt = now;
  floor.writeCall(callId, (records) => records.noteEvent({ tenantId, callId, at: now, type: "adopted" }));
  if (adoption.channel !== "up") return;
  if (call.transfer) return adoptTransfer(floor, call, snapshot);
  const agent = floor.agents.get(adoption.inBridgeOf ?? call.agentId ?? "") ?? null;
  if (adoption.inBridgeOf && agent) await adoptConversation(floor, call, agent);
  else if (call.joinedAt && agent) adoptParted(floor, call, agent);
  else if (call.joinedAt) endBySystem(floor, call);
  else await adoptAnswered(floor, call);
}

/** Customer and agent are in one bridge. If nobody wrote the join, the log knows its instant. */
async function adoptConversation(floor: Floor, call: LiveCall, agent: Agent): Promise<void> {
  const { callId } = call.order;
  call.agentId = agent.dutySessionId;
  call.at = agent.bridgeId;
  const at = call.joinedAt ?? (await joinInstant(floor, callId, agent.bridgeId));
  if (isFree(agent)) floor.step(agent, { type: "join", callId }, at);
  if (call.joinedAt) return;
  call.phase = "joining";
  call.answeredAt ??= at;
  confirmJoined(floor, call, agent, at);
}

/** Ready, or waiting for a call of their own: its join was not written yet. */
function isFree({ duty }: Agent): boolean {
  return duty.state === "ready" || duty.state === "previewing";
}

async function joinInstant(floor: Floor, callId: string, bridgeId: string): Promise<Date> {
  const seen = reconstructFromCel(await floor.parts.records.readChannelLog([callId]), callId);
  return seen.bridges.find((span) => span.bridgeId === bridgeId)?.enteredAt ?? floor.parts.clock.now();
}

/** A conversation whose customer is not with the agent: on hold, or the agent's leg had fallen away. */
function adoptParted(floor: Floor, call: LiveCall, agent: Agent): void {
  const { pbx, clock } = floor.parts;
  const { callId } = call.order;
  if (isFree(agent)) floor.step(agent, { type: "join", callId }, clock.now());
  if (call.held) return;
  if (agent.legId) {
    void arrange(floor, call);
    return;
  }
  call.agentLost = true;
  awaitAgent(floor, call);
  void floor.attempt("music", () => pbx.startMusic(callId), { callId });
}

/** Somebody picked up while nobody watched, and hears silence since. */
async function adoptAnswered(floor: Floor, call: LiveCall): Promise<void> {
  const { callId, tenantId } = call.order;
  const seen = reconstructFromCel(await floor.parts.records.readChannelLog([callId]), callId);
  const at = call.answeredAt ?? seen.answeredAt ?? floor.parts.clock.now();
  floor.writeCall(callId, (records) => records.markAnswered({ tenantId, callId, at }));
  takeAnswered(floor, call, at, true);
}

/** Who talks, says Postgres, in a call that is over or somebody else's: that was written, the agent's part was not. */
function settleConversation(floor: Floor, agent: Agent): void {
  const { state, currentCallId } = agent.duty;
  if (state !== "talking" || currentCallId === null) return;
  const call = floor.calls.get(currentCallId);
  if (call && (call.agentId === agent.dutySessionId || agent.guestOf === currentCallId)) return;
  // Who gave it to a colleague, or was only asked to it, owes no word.
  const disposed = call ? call.partedAt === null || !call.order.needsDisposition : false;
  floor.step(agent, { type: "callEnded", callId: currentCallId, disposed }, floor.parts.clock.now());
}
