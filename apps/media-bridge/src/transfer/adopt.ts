import { reconstructFromCel } from "@callbay/domain/call-machine";
import type { PbxSnapshot } from "@callbay/services/node/pbx";
import { awaitAgent } from "../calls/agent-lost.ts";
import type { Floor } from "../floor.ts";
import type { LiveCall, LiveTransfer } from "../model.ts";
import { consultName } from "../names.ts";
import type { StoredTransfer } from "../records.ts";
import { arrange } from "./places.ts";
import { advance } from "./step.ts";
import { reach, seat, targetDestroyed } from "./target.ts";

/** A stored transfer as its new owner holds it, before it is known what of it lives. */
export function restoreTransfer({ order, phase, answeredAt }: StoredTransfer): LiveTransfer {
  return {
    id: order.transferId,
    order,
    state: { kind: order.kind, mode: order.mode, phase, orphan: false },
    channelId: order.kind === "number" ? consultName(order.transferId) : null,
    agentId: order.dutySessionId,
    answeredAt,
    at: null,
    placing: false,
    cancelTimer: null,
  };
}

/**
 * Takes a transfer over from a dead owner. It stands as it was written last; whoever is not where that wants them is
 * moved there, and whoever is gone has gone.
 */
export async function adoptTransfer(floor: Floor, call: LiveCall, snapshot: PbxSnapshot): Promise<void> {
  const { transfer } = call;
  if (!transfer) return;
  const { callId } = call.order;
  const inBridge = new Map(snapshot.bridges.flatMap(({ id, channelIds }) => channelIds.map((one) => [one, id])));
  call.at = inBridge.get(callId) ?? null;
  const agent = floor.agentOf(call);
  const { clock } = floor.parts;
  const isFree = agent?.duty.state === "ready" || agent?.duty.state === "previewing";
  if (agent && isFree) floor.step(agent, { type: "join", callId }, clock.now());
  if (transfer.state.phase !== "away" && !agent?.legId) {
    call.agentLost = true;
    awaitAgent(floor, call);
  }
  if (transfer.order.kind === "number") await adoptNumber(floor, call, transfer, snapshot, inBridge);
  else adoptColleague(floor, call, transfer, inBridge);
  void arrange(floor, call);
}

async function adoptNumber(
  floor: Floor,
  call: LiveCall,
  transfer: LiveTransfer,
  snapshot: PbxSnapshot,
  inBridge: ReadonlyMap<string, string>,
): Promise<void> {
  const channelId = consultName(transfer.id);
  floor.consults.set(channelId, call);
  const state = snapshot.channels.find(({ id }) => id === channelId)?.state;
  if (state === undefined) return closeConsultFromLog(floor, channelId);
  transfer.at = inBridge.get(channelId) ?? null;
  if (state !== "up" || transfer.answeredAt) return;
  const seen = reconstructFromCel(await floor.parts.records.readChannelLog([channelId]), channelId);
  advance(floor, call, { type: "answered" }, { at: seen.answeredAt ?? floor.parts.clock.now() });
}

/** The leg of an outside number is gone, and nobody told its end: the PBX's own log knows it. */
export async function closeConsultFromLog(floor: Floor, channelId: string): Promise<void> {
  const seen = reconstructFromCel(await floor.parts.records.readChannelLog([channelId]), channelId);
  const transfer = floor.consults.get(channelId)?.transfer;
  if (transfer) transfer.answeredAt ??= seen.answeredAt;
  targetDestroyed(floor, channelId, seen.cause, seen.endedAt ?? floor.parts.clock.now());
}

function adoptColleague(
  floor: Floor,
  call: LiveCall,
  transfer: LiveTransfer,
  inBridge: ReadonlyMap<string, string>,
): void {
  const { callId } = call.order;
  const now = floor.parts.clock.now();
  if (!transfer.agentId) {
    reach(floor, call);
    return;
  }
  const colleague = floor.agents.get(transfer.agentId);
  if (colleague?.duty.state === "ready" && colleague.legId) floor.step(colleague, { type: "join", callId }, now);
  const isHere = colleague?.legId && colleague.duty.state === "talking" && colleague.duty.currentCallId === callId;
  if (!colleague || !isHere) {
    if (colleague) colleague.guestOf = callId;
    advance(floor, call, { type: "targetGone" }, { at: now, reason: "leg_lost" });
    return;
  }
  seat(transfer, colleague, callId);
  transfer.at = inBridge.get(colleague.legId ?? "") ?? null;
  if (transfer.state.phase === "calling") advance(floor, call, { type: "answered" }, { at: now });
}
