import {
  type AgentlessScript,
  type ScriptAct,
  type ScriptEvent,
  startScript,
  stepScript,
} from "@callbay/domain/agentless";
import type { Floor } from "../floor.ts";
import type { LiveCall, LiveScript } from "../model.ts";
import type { CallEventType } from "../records.ts";
import { abandon, endBySystem } from "./abandon.ts";
import { findAgent } from "./join.ts";

/** A message whose end is never told must not keep the line open. */
const MESSAGE_LIMIT_MS = 180_000;
/** Who asked for an agent hears music so long, as one does whose agent's softphone fell away. */
export const AGENT_WAIT_MS = 20_000;

/** A script speaks in place of an agent. After a change of owners it begins anew, unless it was answered already. */
export function runScript(floor: Floor, call: LiveCall, script: AgentlessScript): void {
  const { choice, completedAt, agentAsked } = call.scriptBefore;
  call.phase = "script";
  const first = startScript(script);
  call.script = { state: first.state, playback: 0, wait: 0 };
  if (agentAsked || choice?.do === "agent") askAgent(floor, call);
  else if (completedAt || choice) endBySystem(floor, call);
  else perform(floor, call, call.script, first.acts);
}

/** The customer pressed a key. */
export function pressedKey(floor: Floor, call: LiveCall, key: string): void {
  step(floor, call, { type: "key", key });
}

/** One of the script's messages was heard to its end, or stopped. */
export function playedScript(floor: Floor, call: LiveCall, playback: number): void {
  step(floor, call, { type: "played", playback });
}

function step(floor: Floor, call: LiveCall, event: ScriptEvent): void {
  const { script: live, order } = call;
  if (!live || !order.script || call.phase !== "script" || floor.calls.get(order.callId) !== call) return;
  const next = stepScript(order.script, live.state, event, live);
  live.state = next.state;
  perform(floor, call, live, next.acts);
}

function perform(floor: Floor, call: LiveCall, live: LiveScript, acts: readonly ScriptAct[]): void {
  const { callId, tenantId } = call.order;
  const { pbx, clock } = floor.parts;
  for (const act of acts) {
    switch (act.do) {
      case "play":
        play(floor, call, live, act.media);
        break;
      case "stopPlaying": {
        const playing = playbackName(callId, live.playback);
        void floor.attempt("message's stop", () => pbx.stopPlaying(playing), { callId });
        break;
      }
      case "wait": {
        live.wait += 1;
        const { wait } = live;
        later(floor, call, act.ms, () => step(floor, call, { type: "waited", wait }));
        break;
      }
      case "choose": {
        const { key, action } = act;
        const at = clock.now();
        floor.writeCall(callId, (records) => records.recordChoice({ tenantId, callId, at, key, action }));
        break;
      }
      case "findAgent":
        askAgent(floor, call);
        break;
      case "complete":
        note(floor, call, "script_completed");
        endBySystem(floor, call);
        break;
    }
  }
}

/** A message that cannot be played is a person in silence: the call is given up as any other without an agent. */
function play(floor: Floor, call: LiveCall, live: LiveScript, media: string): void {
  const { callId } = call.order;
  const isFirst = live.playback === 0;
  live.playback += 1;
  const playback = live.playback;
  later(floor, call, MESSAGE_LIMIT_MS, () => step(floor, call, { type: "played", playback }));
  void floor
    .attempt("script", () => floor.parts.pbx.play(callId, playbackName(callId, playback), media), { callId })
    .then((playing) => {
      if (playing && isFirst) note(floor, call, "script_started");
      if (playing || call.phase !== "script" || live.playback !== playback) return;
      if (!isFirst) return step(floor, call, { type: "played", playback });
      call.phase = "waiting";
      abandon(floor, call);
    });
}

/** The customer wants to talk to somebody, and waits with music. */
function askAgent(floor: Floor, call: LiveCall): void {
  const { callId } = call.order;
  note(floor, call, "agent_asked");
  findAgent(floor, call, floor.parts.clock.now(), AGENT_WAIT_MS);
  if (call.phase !== "waiting") return;
  call.music = true;
  void floor.attempt("music", () => floor.parts.pbx.startMusic(callId), { callId });
}

function note(floor: Floor, call: LiveCall, type: CallEventType): void {
  const { callId, tenantId } = call.order;
  const at = floor.parts.clock.now();
  floor.writeCall(callId, (records) => records.noteEvent({ tenantId, callId, at, type }));
}

function later(floor: Floor, call: LiveCall, ms: number, fn: () => void): void {
  call.cancelTimer?.();
  call.cancelTimer = floor.parts.clock.after(ms, fn);
}

function playbackName(callId: string, number: number): string {
  return `script-${callId}-${number}`;
}
