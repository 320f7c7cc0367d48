import { dtmf, hangup, hold, mute } from "@callbay/services/duty/call-controls";
import { ownCallbacks } from "@callbay/services/duty/callbacks";
import { currentDuty } from "@callbay/services/duty/current";
import { deskSurroundings } from "@callbay/services/duty/desk";
import { dialByHand } from "@callbay/services/duty/dial";
import { dispose, saveNote } from "@callbay/services/duty/dispose";
import { echoTest } from "@callbay/services/duty/echo";
import { noteLineQuality } from "@callbay/services/duty/line-quality";
import { previewDial, previewSkip } from "@callbay/services/duty/preview/act";
import { previewNext } from "@callbay/services/duty/preview/next";
import { endDuty, requestPause, requestReady } from "@callbay/services/duty/requests";
import { startDuty } from "@callbay/services/duty/start";
import { dutyToday, recentCalls } from "@callbay/services/duty/today";
import { actOnTransfer, startTransfer } from "@callbay/services/duty/transfer";
import { transferTargets } from "@callbay/services/duty/transfer-targets";
import { sayWhoAnswered } from "@callbay/services/duty/was-machine";
import { markMessage, ownMessages } from "@callbay/services/message/read";
import { ownListeners } from "@callbay/services/monitor/monitored";
import { ask, change, router } from "../trpc.ts";

/** The agent's own duty and the call in hand. */
export const dutyRouter = router({
  current: ask(currentDuty),
  desk: ask(deskSurroundings),
  today: ask(dutyToday),
  recent: ask(recentCalls),
  start: change(startDuty),
  ready: change(requestReady),
  pause: change(requestPause),
  end: change(endDuty),
  hangup: change(hangup),
  hold: change(hold),
  mute: change(mute),
  dtmf: change(dtmf),
  transfer: change(startTransfer),
  transferAct: change(actOnTransfer),
  transferTargets: ask(transferTargets),
  lineQuality: change(noteLineQuality),
  echo: change(echoTest),
  dispose: change(dispose),
  saveNote: change(saveNote),
  previewNext: change(previewNext),
  previewDial: change(previewDial),
  previewSkip: change(previewSkip),
  dial: change(dialByHand),
  callbacks: ask(ownCallbacks),
  wasMachine: change(sayWhoAnswered),
  listeners: ask(ownListeners),
  messages: ask(ownMessages),
  markMessage: change(markMessage),
});
