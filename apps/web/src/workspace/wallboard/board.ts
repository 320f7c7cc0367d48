import { describeFloor } from "@callbay/domain/floor";
import { metricValue } from "@callbay/domain/reports/metrics";
import { DEFAULT_SWITCHES } from "@callbay/domain/reports/switches";
import type { FloorLive, FloorPulse } from "../floor/use-floor-alerts.ts";

type Agent = FloorLive["agents"][number];

/** What a wallboard shows in large figures. */
export interface Board {
  readonly agents: readonly Agent[];
  readonly counts: ReturnType<typeof describeFloor>["agents"];
  readonly waiting: number;
  readonly longestWaitMs: number;
  readonly calls: number;
  readonly successes: number;
  /** 0 … 1; null while nothing was done. */
  readonly occupancy: number | null;
  readonly abandonedRate: number | null;
}

/** How a wall of 16:9 is shared between figures and agents: the fewer people, the larger both. */
export interface Room {
  readonly columns: 3 | 4;
  /** Agents as tiles with a state under the name; else one line each. */
  readonly tiles: boolean;
  /** Height of a figure, in hundredths of the screen's width. */
  readonly figure: number;
}

/** @param agents how many are shown */
export function roomOf(agents: number): Room {
  if (agents === 0) return { columns: 3, tiles: true, figure: 9 };
  if (agents <= 3) return { columns: 3, tiles: true, figure: 7.2 };
  if (agents <= 6) return { columns: 3, tiles: true, figure: 5.6 };
  if (agents <= 12) return { columns: 4, tiles: true, figure: 4.6 };
  return { columns: 3, tiles: false, figure: 4.6 };
}

/** Picks a team or a campaign by its name, as it stands in the address, and sums it up. */
export function boardOf(
  live: FloorLive,
  pulse: FloorPulse | undefined,
  pick: { readonly team: string | null; readonly campaign: string | null },
  now: Date,
): Board {
  const isNamed = (name: string | undefined, wanted: string | null) =>
    wanted === null || name?.toLowerCase() === wanted.toLowerCase();
  const agents = live.agents.filter(
    (agent) =>
      isNamed(agent.unit?.name, pick.team) && (pick.campaign === null || isNamed(agent.campaign?.name, pick.campaign)),
  );
  const campaigns = (pulse?.campaigns ?? []).filter(({ name }) => isNamed(name, pick.campaign));
  const waiting = (pulse?.waiting ?? []).map((answeredAt) => ({ placedAt: answeredAt, answeredAt, joinedAt: null }));
  const floor = describeFloor(agents, waiting, now);
  const sum = (of: (agent: Agent) => number) => agents.reduce((total, agent) => total + of(agent), 0);
  const days = agents.flatMap(({ today }) => today ?? []);
  const total = (key: "readyMs" | "wrapupMs" | "previewingMs" | "talkingMs") =>
    days.reduce((all, today) => all + today[key], 0);
  return {
    agents,
    counts: floor.agents,
    waiting: floor.waiting,
    longestWaitMs: floor.longestWaitMs,
    calls: sum(({ today }) => today?.calls ?? 0),
    successes: sum(({ today }) => today?.successes ?? 0),
    occupancy: metricValue(
      "occupancy",
      {
        readyMs: total("readyMs"),
        previewingMs: total("previewingMs"),
        talkingMs: total("talkingMs"),
        wrapupMs: total("wrapupMs"),
      },
      DEFAULT_SWITCHES,
    ),
    abandonedRate: metricValue(
      "abandonedRate",
      {
        outAnswered: campaigns.reduce((all, { answered }) => all + answered, 0),
        outAbandoned: campaigns.reduce((all, { abandoned }) => all + abandoned, 0),
      },
      DEFAULT_SWITCHES,
    ),
  };
}
