import { nailUp } from "../agents/nail-up.ts";
import { notePhone } from "../agents/phones.ts";
import type { Floor } from "../floor.ts";
import { onMonitorRegistration } from "../monitors/on.ts";

/** A softphone came or went. A leg that stands is left alone: media may well flow on while signalling reconnects. */
export function onRegistration(floor: Floor, username: string, registered: boolean): void {
  if (onMonitorRegistration(floor, username, registered)) return;
  notePhone(floor, username, registered);
  for (const agent of floor.agents.values()) {
    if (agent.username !== username) continue;
    agent.registered = registered;
    if (!registered) return;
    agent.nailFailures = 0;
    nailUp(floor, agent);
    return;
  }
}
