"use client";
import type { InHand } from "../model/in-hand.ts";
import type { DeskActions } from "./use-actions.ts";
import type { Keypad } from "./use-keypad.ts";
import type { DeskTransfer } from "./use-transfer.ts";

interface HandlesInput {
  readonly hand: InHand;
  readonly muted: boolean;
  readonly actions: DeskActions;
  readonly keypad: Keypad;
  readonly transfer: DeskTransfer;
}

/** What can be done with the call that is on, by button and by key alike; without one each does nothing. */
export function useCallHandles({ hand, muted, actions, keypad, transfer }: HandlesInput) {
  const { liveCallId, look } = hand;
  return {
    onMute: (): void => {
      if (liveCallId) actions.mute(liveCallId, !muted);
    },
    onHold: (): void => {
      if (liveCallId && !transfer.transfer && transfer.isOwn && !actions.isHolding)
        actions.hold(liveCallId, look !== "held");
    },
    onHangUp: (): void => {
      if (liveCallId && !actions.isHangingUp) actions.hangUp(liveCallId);
    },
    onKeypad: (): void => {
      transfer.onOpenChange(false);
      keypad.toggle();
    },
    onTransfer: (): void => {
      keypad.close();
      transfer.onOpenChange(!transfer.isOpen);
    },
  };
}

export type CallHandles = ReturnType<typeof useCallHandles>;
