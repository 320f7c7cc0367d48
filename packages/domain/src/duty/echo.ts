import type { DutyState } from "../values.ts";

/** How long an agent hears themselves at most, in milliseconds. */
export const ECHO_MS = 20_000;

/**
 * May an agent test their line now? Only while nobody can be joined to them: what comes back to their ear would reach a
 * customer's too.
 */
export function mayEcho(state: DutyState): boolean {
  return state === "paused" || state === "wrapup";
}
