"use client";
import { type InHand, inHand } from "../model/in-hand.ts";
import { type Alert, alertOf, type Stage, stageOf } from "../model/stage.ts";
import type { Quality } from "../softphone/quality.ts";
import type { DeskSurroundings, useDuty } from "./use-duty.ts";
import type { PhoneOfPage } from "./use-softphone.ts";

interface DeskStageInput {
  readonly view: PhoneOfPage["view"];
  readonly duties: ReturnType<typeof useDuty>;
  /** undefined until the server has answered. */
  readonly surroundings: DeskSurroundings | undefined;
  /** The code with which going on duty was refused last. */
  readonly refusal: string | null;
  readonly quality: Quality["level"];
  readonly live: "connecting" | "live" | "lost";
}

/** What the desk is about now, what it warns of, and the call in hand. */
export function useDeskStage(input: DeskStageInput): { stage: Stage; hand: InHand; alert: Alert | null } {
  const { view, surroundings, refusal, quality, live } = input;
  const { duty, popped } = input.duties;
  const stage = stageOf({
    tab: view.tab,
    phone: view.status,
    media: view.media,
    popped: popped !== null,
    refusal,
    duty: duty && {
      state: duty.state,
      pauseReason: duty.pauseReason,
      hasCall: duty.call !== null,
      held: duty.call?.held ?? false,
      preview: duty.dialing ? "dialing" : duty.preview ? "looking" : null,
      owes: duty.pendingDisposition !== null,
    },
    surroundings: surroundings
      ? {
          hasSeat: surroundings.seat !== null,
          campaigns: surroundings.campaigns.length,
          running: surroundings.campaigns.filter(({ state }) => state === "running").length,
          lastEnd: surroundings.lastEnd?.reason ?? null,
        }
      : null,
  });
  const hand = inHand(stage, duty, popped);
  const alert = alertOf({
    phone: view.status,
    media: view.media,
    audioBlocked: view.audioBlocked,
    muted: view.muted,
    onDuty: duty?.session != null,
    talking: hand.isLive,
    quality,
    next: duty?.next ?? null,
    live,
  });
  return { stage, hand, alert };
}
