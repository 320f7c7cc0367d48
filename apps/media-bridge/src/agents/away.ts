import type { Floor } from "../floor.ts";
import type { Agent } from "../model.ts";

/** A softphone that stays away so long has been closed: its seat must become free. */
export const AWAY_LIMIT_MS = 180_000;

/** Ends the session when its leg is not up for long. Called whenever the leg is down. */
export function watchAway(floor: Floor, agent: Agent): void {
  agent.cancelAway?.();
  agent.cancelAway = floor.parts.clock.after(AWAY_LIMIT_MS, () => {
    agent.cancelAway = null;
    if (agent.duty.legUp || floor.agents.get(agent.dutySessionId) !== agent) return;
    floor.step(agent, { type: "end", reason: "leg_lost" }, floor.parts.clock.now());
  });
}

/** The leg is up. */
export function unwatchAway(agent: Agent): void {
  agent.cancelAway?.();
  agent.cancelAway = null;
}
