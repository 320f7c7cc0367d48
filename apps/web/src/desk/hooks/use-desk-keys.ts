"use client";
import type { InHand } from "../model/in-hand.ts";
import type { ShortcutAction } from "../model/shortcuts.ts";
import type { DeskActions } from "./use-actions.ts";
import type { CallHandles } from "./use-call-handles.ts";
import type { CurrentDuty } from "./use-duty.ts";
import type { Keypad } from "./use-keypad.ts";
import type { OwnCalls } from "./use-own-calls.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import type { DeskTransfer } from "./use-transfer.ts";

interface DeskKeysInput {
  readonly duty: CurrentDuty | null;
  readonly state: CurrentDuty["state"];
  readonly hand: InHand;
  readonly actions: DeskActions;
  readonly own: OwnCalls;
  readonly transfer: DeskTransfer;
  readonly keypad: Keypad;
  readonly handles: CallHandles;
  readonly wrapup: {
    readonly choose: (dispositionId: string) => void;
    readonly submit: () => void;
    readonly focusNote: () => void;
  };
  /** Has this tab the telephone, and the seat's own one a registration? */
  readonly canStart: boolean;
  readonly canPhone: boolean;
  readonly onStart: () => void;
  readonly onPause: () => void;
  readonly onPauseAfter: () => void;
  readonly onStopCalling: () => void;
  readonly onHelp: () => void;
}

/** The keys of the desk: each does what its button does, and nothing where that is not shown. */
export function useDeskKeys(input: DeskKeysInput): void {
  const { duty, state, hand, actions, own, transfer, keypad, handles, wrapup } = input;
  const { call, liveCallId } = hand;
  const onDuty = duty?.session != null;
  const next = duty?.next ?? null;
  const canReady = state === "paused" || ((state === "talking" || state === "wrapup") && next !== null);

  const onAction = (action: ShortcutAction): void => {
    if (typeof action === "object") {
      const chosen = call?.dispositions[action.disposition - 1];
      if (chosen) wrapup.choose(chosen.id);
      return;
    }
    const run: Record<typeof action, () => void> = {
      goOnDuty: () => {
        if (duty && !onDuty && input.canStart) input.onStart();
      },
      goOnPhone: () => {
        if (duty && !onDuty && input.canPhone) actions.goOnPhone();
      },
      ready: () => {
        if (canReady) actions.ready();
      },
      pause: input.onPause,
      goOff: () => {
        if (onDuty && next !== "off") actions.goOff();
      },
      mute: handles.onMute,
      hold: handles.onHold,
      keypad: handles.onKeypad,
      hangUp: () => (own.dialing.call ? own.dialing.onCancel() : handles.onHangUp()),
      pauseAfter: input.onPauseAfter,
      note: wrapup.focusNote,
      submit: () => (own.preview.offer ? own.preview.onDial() : wrapup.submit()),
      skip: () => (transfer.transfer ? transfer.onAct("swap") : own.preview.onSkipOpen(true)),
      dial: () => (liveCallId ? handles.onTransfer() : own.dial.onOpenChange(true)),
      conference: () => transfer.onAct("conference"),
      handOver: () => transfer.onAct("complete"),
      wasMachine: () => {
        if (call?.detection) actions.wasMachine(call.callId, call.detection.agentSays !== "machine");
      },
      doNotCall: input.onStopCalling,
      help: input.onHelp,
    };
    run[action]();
  };
  useShortcuts(onAction, (press) => {
    if (transfer.transfer && press.key === "Escape" && press.focus !== "field" && press.focus !== "overlay") {
      transfer.onAct("cancel");
      return true;
    }
    return keypad.takes(press);
  });
}
