import type { PbxSnapshot } from "@callbay/services/node/pbx";
import { adoptMissed } from "./adopt.ts";
import { preparePbx } from "./agents/attach.ts";
import { nailUp, stand } from "./agents/nail-up.ts";
import { syncPhones } from "./agents/phones.ts";
import { endBySystem } from "./calls/abandon.ts";
import { closeFromLog } from "./calls/from-log.ts";
import { findDrift } from "./decide/drift.ts";
import type { Floor } from "./floor.ts";
import { settleMonitors } from "./monitors/reconcile.ts";
import { onAnswered } from "./on/answered.ts";
import { onDestroyed } from "./on/destroyed.ts";
import { onEnteredBridge } from "./on/entered-bridge.ts";
import { onRecordingFailed, onRecordingFinished } from "./on/recording.ts";
import { closeConsultFromLog } from "./transfer/adopt.ts";
import { arrange, wantedBridges } from "./transfer/places.ts";

/** Postgres is asked less often than the PBX: what is missed there is rare. */
const MISSED_EVERY_ROUNDS = 4;
const MISSED_AGE_MS = 10_000;

/**
 * Holds memory against the PBX every few seconds, because an event can be lost: what memory missed is told to the same
 * handlers that the event would have reached.
 */
export class Reconciler {
  /** Drift seen once; what is seen twice is no event on its way any more. */
  #suspects: ReadonlySet<string> = new Set();
  /** Calls on their way into an agent's bridge at the last round. */
  #joining: ReadonlySet<string> = new Set();
  /** Calls somebody of whom was not where they belong at the last round. */
  #misplaced: ReadonlySet<string> = new Set();
  #running = false;
  #rounds = 0;

  constructor(private readonly floor: Floor) {}

  /** One round; a round that is still under way is enough. */
  async run(): Promise<void> {
    if (this.#running || !this.floor.parts.pbx.connected) return;
    this.#running = true;
    try {
      await this.round();
    } finally {
      this.#running = false;
    }
  }

  private async round(): Promise<void> {
    const { floor } = this;
    const { pbx, clock } = floor.parts;
    const snapshot = await pbx.snapshot();
    const now = clock.now();
    this.noteAlive(snapshot, now);
    const drift = findDrift(floor, snapshot);
    const again = (key: string) => this.#suspects.has(key);
    for (const id of drift.vanishedCalls) {
      const call = floor.calls.get(id);
      if (call && again(`call:${id}`)) await closeFromLog(floor, call);
    }
    for (const id of drift.vanishedLegs) {
      if (again(`leg:${id}`) && (await pbx.channelState(id)) === null) onDestroyed(floor, id, null, clock.now());
    }
    for (const id of drift.vanishedConsults) {
      if (again(`consult:${id}`) && (await pbx.channelState(id)) === null) await closeConsultFromLog(floor, id);
    }
    for (const id of drift.missedAnswers) if (again(`up:${id}`)) onAnswered(floor, id, now);
    for (const { channelId, bridgeId } of drift.missedEntries)
      if (again(`in:${channelId}`)) onEnteredBridge(floor, channelId, bridgeId, now);
    for (const id of drift.strandedLegs) {
      const agent = floor.legs.get(id);
      if (agent && again(`stranded:${id}`)) stand(floor, agent, id);
    }
    for (const id of drift.missingBridges) {
      const agent = floor.agents.get(id);
      if (agent && again(`bridge:${id}`)) {
        await floor.attempt("taking an agent in again", () => preparePbx(floor, agent), { dutySessionId: id });
      }
    }
    for (const id of drift.strayChannels)
      if (again(`stray:${id}`)) await floor.attempt("stray channel's end", () => pbx.hangup(id), { id });
    this.#suspects = drift.keys;
    this.#rounds += 1;
    if (this.#rounds % MISSED_EVERY_ROUNDS === 0) await adoptMissed(floor, MISSED_AGE_MS);
    this.endAgain();
    await this.joinAgain(snapshot);
    this.moveAgain(snapshot);
    await this.settlePreviews();
    await this.settleWrapups();
    await this.settleRecordings();
    await syncPhones(floor);
    await this.reviveAgents();
    await settleMonitors(floor, snapshot, now);
  }

  private noteAlive(snapshot: PbxSnapshot, now: Date): void {
    for (const { id } of snapshot.channels) {
      const call = this.floor.calls.get(id);
      if (!call) continue;
      call.lastSeenAt = now;
      call.missingSince = null;
    }
  }

  /** A hang-up of ours that the PBX never got. */
  private endAgain(): void {
    const { floor } = this;
    for (const call of floor.calls.values()) if (call.endedBy === "system") endBySystem(floor, call);
  }

  /** A join that the PBX did not do: agent and customer would wait for each other in silence. */
  private async joinAgain(snapshot: PbxSnapshot): Promise<void> {
    const { floor } = this;
    const before = this.#joining;
    const joining = [...floor.calls.values()].filter(({ phase }) => phase === "joining");
    this.#joining = new Set(joining.map(({ order }) => order.callId));
    for (const call of joining) {
      const { callId } = call.order;
      const bridgeId = floor.agentOf(call)?.bridgeId;
      const isIn = snapshot.bridges.some(({ id, channelIds }) => id === bridgeId && channelIds.includes(callId));
      if (!bridgeId || isIn || !before.has(callId)) continue;
      await floor.attempt("join, again", () => floor.parts.pbx.addToBridge(bridgeId, callId), { callId });
    }
  }

  /** Customers and consulted who are not where they belong: a move that failed, or whose reply was lost. */
  private moveAgain(snapshot: PbxSnapshot): void {
    const { floor } = this;
    const before = this.#misplaced;
    const inBridge = new Map(
      snapshot.bridges.flatMap(({ id, channelIds }) => channelIds.map((channel) => [channel, id])),
    );
    const misplaced = new Set<string>();
    for (const call of floor.calls.values()) {
      if (call.phase !== "joined") continue;
      const wanted = wantedBridges(floor, call);
      const { transfer } = call;
      const { callId } = call.order;
      const at = inBridge.get(callId) ?? null;
      const targetAt = inBridge.get(transfer?.channelId ?? "") ?? null;
      const isTargetOff = transfer?.channelId && transfer.answeredAt && targetAt !== wanted.target;
      if (at === wanted.customer && !isTargetOff) continue;
      misplaced.add(callId);
      if (!before.has(callId)) continue;
      call.at = at;
      if (transfer && isTargetOff) transfer.at = targetAt;
      void arrange(floor, call);
    }
    this.#misplaced = misplaced;
  }

  /**
   * Agents who preview what is not theirs any more: the offer ran out, or went back unheard, or the attempt that they
   * wait for was given back by somebody else.
   */
  private async settlePreviews(): Promise<void> {
    const { floor } = this;
    const { records, clock } = floor.parts;
    const previewing = [...floor.agents.values()].filter(({ duty }) => duty.state === "previewing");
    if (previewing.length === 0) return;
    const before = new Map(previewing.map((agent) => [agent.dutySessionId, agent.duty]));
    for (const { dutySessionId, expiresAt, attemptIds } of await records.readPreviews([...before.keys()])) {
      const agent = floor.agents.get(dutySessionId);
      // What changed while Postgres was asked is newer than its answer.
      if (!agent || agent.duty !== before.get(dutySessionId)) continue;
      const { currentCallId } = agent.duty;
      const now = clock.now();
      if (currentCallId !== null) {
        const isLive = floor.calls.has(currentCallId) || attemptIds.includes(currentCallId);
        if (!isLive) floor.step(agent, { type: "callEnded", callId: currentCallId }, now);
      } else if (expiresAt === null) floor.step(agent, { type: "previewEnd" }, now);
      else if (expiresAt <= now) floor.step(agent, { type: "previewExpired" }, now);
    }
  }

  /** A disposition whose command was lost. */
  private async settleWrapups(): Promise<void> {
    const { floor } = this;
    const owing = [...floor.agents.values()].flatMap((agent) =>
      agent.duty.state === "wrapup" && agent.duty.currentCallId ? [{ agent, callId: agent.duty.currentCallId }] : [],
    );
    if (owing.length === 0) return;
    const settled = new Set(await floor.parts.records.readSettled(owing.map(({ callId }) => callId)));
    for (const { agent, callId } of owing)
      if (settled.has(callId)) floor.step(agent, { type: "disposed", callId }, floor.parts.clock.now());
  }

  /** A recording whose end was not told. */
  private async settleRecordings(): Promise<void> {
    const { floor } = this;
    const live = new Set([...floor.calls.values()].map(({ recordingId }) => recordingId));
    for (const id of [...floor.recordings.keys()]) {
      if (live.has(id)) continue;
      const state = await floor.parts.pbx.recordingState(id);
      const now = floor.parts.clock.now();
      if (state === "stored") onRecordingFinished(floor, id, now);
      else if (state === "recording") await floor.attempt("recording's stop", () => floor.parts.pbx.stopRecording(id));
      else onRecordingFailed(floor, id, "the PBX does not have it", now);
    }
  }

  /** An agent whose softphone registered unheard. */
  private async reviveAgents(): Promise<void> {
    for (const agent of this.floor.agents.values()) {
      if (agent.legId || agent.cancelNail) continue;
      agent.registered = await this.floor.parts.pbx.isRegistered(agent.username);
      nailUp(this.floor, agent);
    }
  }
}
