import type { DutyState } from "../values.ts";

/**
 * The drawn edges. Previewing is looking at one contact, and waiting while it is rung. `paused → paused` is a pause whose reason changes. A kick, a lost node and an ended seat may end a
 * session from anywhere but a conversation.
 */
export const DUTY_EDGES: Readonly<Record<DutyState, readonly DutyState[]>> = {
  connecting: ["ready", "paused", "off"],
  ready: ["connecting", "previewing", "talking", "paused", "off"],
  previewing: ["ready", "connecting", "talking", "paused", "off"],
  // Straight past wrap-up when the disposition was given before the call ended.
  talking: ["wrapup", "ready", "connecting", "paused", "off"],
  wrapup: ["ready", "connecting", "paused", "off"],
  paused: ["ready", "connecting", "paused", "off"],
  off: [],
};
