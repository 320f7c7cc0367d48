import type { AgentlessKey, AgentlessScript, KeyAction } from "./types.ts";

/** Where a call without an agent stands. Plain data: it can be written down and gone on with. */
export interface ScriptState {
  readonly phase:
    | "message"
    /** The message was heard, and a key is waited for. */
    | "waiting"
    /** A key was pressed; what thanks for it is played. */
    | "thanks"
    /** The customer asked for an agent, and hears music. */
    | "agent"
    | "over";
  /** How often the message was heard to its end. */
  readonly heard: number;
  /** How often the customer asked for it again. */
  readonly repeats: number;
  /** What was chosen last. */
  readonly choice: { readonly key: AgentlessKey; readonly action: KeyAction } | null;
}

export type ScriptEvent =
  /** The playback with this number ended by itself. */
  | { readonly type: "played"; readonly playback: number }
  | { readonly type: "key"; readonly key: string }
  /** The time to press a key is over; `wait` is the number of the wait. */
  | { readonly type: "waited"; readonly wait: number };

/** What the PBX is asked to do, in this order. */
export type ScriptAct =
  | { readonly do: "play"; readonly media: string }
  | { readonly do: "stopPlaying" }
  | { readonly do: "wait"; readonly ms: number }
  /** Writes the answer down: the disposition, or that nobody may call again. */
  | { readonly do: "choose"; readonly key: AgentlessKey; readonly action: KeyAction }
  | { readonly do: "findAgent" }
  /** The script was heard to its end: the call is over. */
  | { readonly do: "complete" };

export interface ScriptStep {
  readonly state: ScriptState;
  readonly acts: readonly ScriptAct[];
}

/** A customer may ask for the message again so often; then the script ends, so that no line is held for ever. */
export const MAX_REPEATS = 5;

/** Somebody answered: the message begins. */
export function startScript(script: AgentlessScript): ScriptStep {
  return {
    state: { phase: "message", heard: 0, repeats: 0, choice: null },
    acts: [{ do: "play", media: script.media }],
  };
}

/**
 * One step of a call without an agent: message → keys → action. A key counts while the message plays and after it; one
 * that means nothing changes nothing. What comes late, from before the last step, is passed over by its number:
 * `playback` and `wait` count from 1 over the whole call.
 *
 * Source: requirements G25, G29 (a result is written for each answer), W4.
 */
export function stepScript(
  script: AgentlessScript,
  state: ScriptState,
  event: ScriptEvent,
  last: { readonly playback: number; readonly wait: number },
): ScriptStep {
  const stay: ScriptStep = { state, acts: [] };
  switch (event.type) {
    case "key":
      return state.phase === "message" || state.phase === "waiting" ? keyStep(script, state, event.key) : stay;
    case "played":
      if (event.playback !== last.playback) return stay;
      if (state.phase === "thanks") return over(state);
      return state.phase === "message" ? heardStep(script, { ...state, heard: state.heard + 1 }) : stay;
    case "waited":
      if (state.phase !== "waiting" || event.wait !== last.wait) return stay;
      return state.heard < script.repeat ? again(script, state) : over(state);
  }
}

function heardStep(script: AgentlessScript, state: ScriptState): ScriptStep {
  if (Object.keys(script.keys).length > 0 && script.waitMs > 0)
    return { state: { ...state, phase: "waiting" }, acts: [{ do: "wait", ms: script.waitMs }] };
  return state.heard < script.repeat ? again(script, state) : over(state);
}

function keyStep(script: AgentlessScript, state: ScriptState, pressed: string): ScriptStep {
  const entry = Object.entries(script.keys).find(([key]) => key === pressed);
  const action = entry?.[1];
  if (!action) return { state, acts: [] };
  const key = pressed as AgentlessKey;
  const hush: ScriptAct[] = state.phase === "message" ? [{ do: "stopPlaying" }] : [];
  const choice = { key, action };
  switch (action.do) {
    case "repeat": {
      if (state.repeats >= MAX_REPEATS) return { ...over(state), acts: [...hush, { do: "complete" }] };
      const replay = again(script, { ...state, repeats: state.repeats + 1 });
      return { state: replay.state, acts: [...hush, ...replay.acts] };
    }
    case "agent":
      return {
        state: { ...state, phase: "agent", choice },
        acts: [...hush, { do: "choose", key, action }, { do: "findAgent" }],
      };
    default: {
      const chosen: ScriptAct[] = [...hush, { do: "choose", key, action }];
      if (action.media === undefined)
        return { state: { ...state, phase: "over", choice }, acts: [...chosen, { do: "complete" }] };
      return { state: { ...state, phase: "thanks", choice }, acts: [...chosen, { do: "play", media: action.media }] };
    }
  }
}

function again(script: AgentlessScript, state: ScriptState): ScriptStep {
  return { state: { ...state, phase: "message" }, acts: [{ do: "play", media: script.media }] };
}

function over(state: ScriptState): ScriptStep {
  return { state: { ...state, phase: "over" }, acts: [{ do: "complete" }] };
}
