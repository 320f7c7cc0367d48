import { type AgentSide, type Place, placesOf } from "@callbay/domain/call-control";
import type { Floor } from "../floor.ts";
import type { LiveCall } from "../model.ts";
import { roomName } from "../names.ts";

function agentSide(call: LiveCall): AgentSide {
  return { held: call.held, lost: call.agentLost };
}

/** The bridges in which customer and target belong now; null: in none, with music. */
export function wantedBridges(floor: Floor, call: LiveCall): { customer: string | null; target: string | null } {
  const { transfer } = call;
  const places = placesOf(transfer?.state ?? null, agentSide(call));
  const bridgeOf = (place: Place): string | null => {
    if (place === "desk") return floor.agentOf(call)?.bridgeId ?? null;
    return place === "room" && transfer ? roomName(transfer.id) : null;
  };
  return { customer: bridgeOf(places.customer), target: bridgeOf(places.target) };
}

/**
 * Brings customer and target to where they belong, after earlier moves of this call. What fails is made good by the next
 * reconciliation. False: not all of it was done.
 */
export function arrange(floor: Floor, call: LiveCall): Promise<boolean> {
  const moved = call.moves.then(() => place(floor, call));
  call.moves = moved;
  return moved;
}

async function place(floor: Floor, call: LiveCall): Promise<boolean> {
  const { callId } = call.order;
  const isLive = () => floor.calls.get(callId) === call && call.joinedAt !== null;
  if (!isLive()) return true;
  return floor.attempt(
    "move",
    async () => {
      // Out first: nobody is to hear what is not for them.
      for (const step of ["out", "in"] as const) {
        if (!isLive()) return;
        const wanted = wantedBridges(floor, call);
        const room = call.transfer ? roomName(call.transfer.id) : null;
        if (step === "in" && wanted.customer !== null && wanted.customer === room) {
          await floor.parts.pbx.createBridge(room);
        }
        if (isDue(call.at, wanted.customer, step)) {
          await move(floor, callId, call.at, wanted.customer);
          call.at = wanted.customer;
        }
        const { transfer } = call;
        if (!transfer?.channelId || transfer.answeredAt === null || !isDue(transfer.at, wanted.target, step)) continue;
        await move(floor, transfer.channelId, transfer.at, wanted.target);
        transfer.at = wanted.target;
      }
    },
    { callId },
  );
}

function isDue(at: string | null, wanted: string | null, step: "out" | "in"): boolean {
  return at !== wanted && (wanted === null ? "out" : "in") === step;
}

async function move(floor: Floor, channelId: string, from: string | null, to: string | null): Promise<void> {
  const { pbx } = floor.parts;
  if (to === null) {
    if (from) await pbx.removeFromBridge(from, channelId);
    await pbx.startMusic(channelId);
    return;
  }
  if (from === null) await pbx.stopMusic(channelId);
  await pbx.addToBridge(to, channelId);
}
