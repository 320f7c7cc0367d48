import { isSampled, machineAct, type Verdict } from "@callbay/domain/machine-detection";
import { DETECTION_LIMIT_MS, PbxError, SILENCE_AFTER_GREETING_MS, SILENCE_LIMIT_MS } from "@callbay/services/node/pbx";
import type { Floor } from "../floor.ts";
import type { LiveCall } from "../model.ts";
import { endBySystem } from "./abandon.ts";
import { serve } from "./serve.ts";

/** A message left on a machine whose end is never told must not keep the line open. */
const MESSAGE_LIMIT_MS = 60_000;

/** What the node says of who answered. */
export interface Heard {
  readonly verdict: Verdict;
  readonly cause: string;
  readonly at: Date;
}

/**
 * The node listens for a machine. When its word is lost, whoever answered is a person.
 *
 * @param adopted asked again by a new owner: a refusal means that the node is still at it, and its word comes.
 */
export function listen(floor: Floor, call: LiveCall, at: Date, adopted: boolean): void {
  const { callId } = call.order;
  const { pbx, clock, log } = floor.parts;
  call.phase = "detecting";
  const giveUp = (cause: string) => heard(floor, call, { verdict: "unsure", cause, at: clock.now() });
  call.cancelTimer?.();
  const since = adopted ? clock.now() : at;
  const left = since.getTime() + DETECTION_LIMIT_MS - clock.now().getTime();
  call.cancelTimer = clock.after(Math.max(0, left), () => giveUp("no verdict came"));
  pbx.detectMachine(callId).catch((error: unknown) => {
    log.warn({ callId, err: error }, "machine detection failed");
    // Without an answer the node may well be listening: its word or the time limit comes.
    if (!adopted && error instanceof PbxError && error.code !== "UNREACHABLE") giveUp("refused");
  });
}

/** The node's word: a person goes on at once, a machine is left alone, or gets its message. */
export function heard(floor: Floor, call: LiveCall, { verdict, cause, at }: Heard): void {
  if (call.phase !== "detecting") return;
  call.cancelTimer?.();
  call.cancelTimer = null;
  const { callId, tenantId, machine, mayDrop } = call.order;
  const sampled = verdict === "machine" && isSampled(callId);
  const act = machineAct(machine, verdict, { sampled, mayDrop });
  call.machineAct = act.do;
  const ms = Math.max(0, at.getTime() - (call.answeredAt ?? at).getTime());
  const detection = { verdict, cause, ms, sampled, act: act.do };
  floor.writeCall(callId, (records) => records.markDetected({ tenantId, callId, at, detection }));
  // The law counts from the end of the person's greeting (47 CFR 64.1200(a)(7)), which the node heard a moment ago.
  if (act.do === "join") {
    const greeted = verdict === "human" ? at.getTime() - SILENCE_AFTER_GREETING_MS : at.getTime();
    serve(floor, call, new Date(greeted));
  } else endMachine(floor, call, false);
}

/** A machine answered: it is hung up on, or its beep is waited for. */
export function endMachine(floor: Floor, call: LiveCall, adopted: boolean): void {
  const { callId } = call.order;
  const { pbx, clock } = floor.parts;
  call.phase = "machine";
  if (call.machineAct !== "message") {
    endBySystem(floor, call);
    return;
  }
  call.cancelTimer?.();
  call.cancelTimer = clock.after(SILENCE_LIMIT_MS, () => endBySystem(floor, call));
  void floor
    .attempt("wait for the beep", () => pbx.awaitSilence(callId), { callId })
    .then((waits) => {
      // For a new owner a refusal means that the node is waiting already.
      if (!waits && !adopted) endBySystem(floor, call);
    });
}

/** The greeting and the beep are over: the message is left, and the call ends with it. */
export function afterBeep(floor: Floor, call: LiveCall, isSilent: boolean): void {
  if (call.phase !== "machine") return;
  const { callId, tenantId, machine } = call.order;
  const { pbx, clock } = floor.parts;
  if (!isSilent || !machine.detect || machine.media === undefined) {
    endBySystem(floor, call);
    return;
  }
  const { media } = machine;
  const at = clock.now();
  call.cancelTimer?.();
  call.cancelTimer = clock.after(MESSAGE_LIMIT_MS, () => endBySystem(floor, call));
  floor.writeCall(callId, (records) => records.noteEvent({ tenantId, callId, at, type: "machine_message" }));
  void floor
    .attempt("message on a machine", () => pbx.play(callId, `machine-${callId}`, media), { callId })
    .then((playing) => {
      if (!playing) endBySystem(floor, call);
    });
}
