import type { CurrentDuty, DeskCall, Pop } from "../hooks/use-duty.ts";
import type { Stage } from "./stage.ts";

/** The call in hand: the one that is on, or the one whose disposition is due. */
export interface InHand {
  /** How the call's column looks. */
  readonly look: "none" | "talking" | "held" | "wrapup" | "owed";
  readonly isLive: boolean;
  readonly isEnded: boolean;
  /** What is known of it; null while only its pop told of it. */
  readonly call: DeskCall | null;
  /** The id of the call that is on. */
  readonly liveCallId: string | null;
  readonly callId: string | null;
}

export function inHand(stage: Stage, duty: CurrentDuty | null, popped: Pop | null): InHand {
  const isLive = stage.name === "talking" || stage.name === "held";
  const isEnded = stage.name === "wrapup" || stage.name === "owed";
  const look = isLive || isEnded ? stage.name : "none";
  const live = popped ? popped.call : (duty?.call ?? null);
  const call = isLive ? live : isEnded ? (duty?.pendingDisposition ?? null) : null;
  const liveCallId = isLive ? (popped?.callId ?? duty?.call?.callId ?? null) : null;
  return { look, isLive, isEnded, call, liveCallId, callId: liveCallId ?? call?.callId ?? null };
}
