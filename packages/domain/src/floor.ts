import type { DutyState } from "./values.ts";

/** An agent as the live floor shows it. */
export interface FloorAgent {
  readonly state: DutyState;
  readonly since: Date;
}

/** A call under way. */
export interface FloorCall {
  readonly placedAt: Date;
  readonly answeredAt: Date | null;
  readonly joinedAt: Date | null;
}

export interface FloorSummary {
  /** Agents per state; every state is there, also with 0. */
  readonly agents: Readonly<Record<DutyState, number>>;
  /** All but those who are off. */
  readonly onDuty: number;
  /** Placed and not answered. */
  readonly ringing: number;
  /** Answered and not joined: each of them hears silence. */
  readonly waiting: number;
  readonly talking: number;
  /** Milliseconds; 0 when there is none. */
  readonly longestWaitMs: number;
  readonly longestReadyMs: number;
  readonly longestTalkMs: number;
  readonly longestWrapupMs: number;
  /** Of the agents who could talk (ready, talking, wrap-up), those who do: 0 … 1; 0 when there is none. */
  readonly occupancy: number;
}

/** The live floor in figures. @param now of the process that shows it; a clock behind the events shows 0, never less. */
export function describeFloor(agents: readonly FloorAgent[], calls: readonly FloorCall[], now: Date): FloorSummary {
  const counts = countByState(agents);
  const age = (since: Date) => now.getTime() - since.getTime();
  const longest = (times: readonly Date[]) => times.reduce((most, since) => Math.max(most, age(since)), 0);
  const inState = (state: DutyState) => agents.filter((agent) => agent.state === state).map((agent) => agent.since);
  const waiting = calls.flatMap((call) =>
    call.answeredAt !== null && call.joinedAt === null ? [call.answeredAt] : [],
  );
  const able = counts.ready + counts.talking + counts.wrapup;
  return {
    agents: counts,
    onDuty: agents.length - counts.off,
    ringing: calls.filter((call) => call.answeredAt === null && call.joinedAt === null).length,
    waiting: waiting.length,
    talking: calls.filter((call) => call.joinedAt !== null).length,
    longestWaitMs: longest(waiting),
    longestReadyMs: longest(inState("ready")),
    longestTalkMs: longest(inState("talking")),
    longestWrapupMs: longest(inState("wrapup")),
    occupancy: able === 0 ? 0 : counts.talking / able,
  };
}

/** How many agents are in each state. */
export function countByState(agents: readonly Pick<FloorAgent, "state">[]): Record<DutyState, number> {
  const counts: Record<DutyState, number> = {
    connecting: 0,
    ready: 0,
    previewing: 0,
    talking: 0,
    wrapup: 0,
    paused: 0,
    off: 0,
  };
  for (const { state } of agents) counts[state] += 1;
  return counts;
}

/** Order of the floor: who waits for a call first, then who is busy, then who is away; longest in the state first. */
export function compareForFloor(a: FloorAgent, b: FloorAgent): number {
  const order: readonly DutyState[] = ["ready", "previewing", "talking", "wrapup", "connecting", "paused", "off"];
  return order.indexOf(a.state) - order.indexOf(b.state) || a.since.getTime() - b.since.getTime();
}

/** Ready agents, longest idle first: the one at the front gets the next call (design §4.4). */
export function longestIdleFirst<A extends FloorAgent>(agents: readonly A[]): A[] {
  return agents.filter((agent) => agent.state === "ready").sort((a, b) => a.since.getTime() - b.since.getTime());
}
