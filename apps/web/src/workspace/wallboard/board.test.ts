import { expect, test } from "vitest";
import { boardOf, roomOf } from "./board.ts";

type Live = Parameters<typeof boardOf>[0];
type Pulse = NonNullable<Parameters<typeof boardOf>[1]>;

const NOW = new Date("2026-01-05T08:00:00Z");
const agent = (name: string, team: string, state: Live["agents"][number]["state"], campaign: string | null) => ({
  ...{
    membershipId: name,
    dutySessionId: name,
    name,
    seat: "",
    state,
    since: NOW,
    reason: null,
    next: null,
    callId: null,
  },
  ...{
    unit: { id: team, name: team },
    campaign: campaign === null ? null : { id: campaign, name: campaign },
    listeners: [],
  },
  today: {
    ...{ calls: 4, successes: 1, talkMs: 0, pausedMs: 0, occupancy: null },
    ...{ readyMs: 1_000, talkingMs: 2_000, wrapupMs: 1_000, previewingMs: 0 },
  },
});
const live: Live = {
  at: NOW,
  others: [],
  agents: [
    agent("Ann", "North", "talking", "Spring"),
    agent("Bo", "North", "ready", null),
    agent("Cy", "South", "paused", null),
  ],
};
const pulse = {
  ...{ now: NOW, day: "2026-01-05", lastReadyAt: null, acknowledged: [] },
  waiting: [new Date(NOW.getTime() - 4_000)],
  campaigns: [
    { id: "1", name: "Spring", answered: 95, abandoned: 5 },
    { id: "2", name: "Autumn", answered: 100, abandoned: 0 },
  ],
} as unknown as Pulse;

test("the whole floor is summed up by the formulas of the reports", () => {
  expect(boardOf(live, pulse, { team: null, campaign: null }, NOW)).toMatchObject({
    counts: { talking: 1, ready: 1, paused: 1 },
    ...{ waiting: 1, longestWaitMs: 4_000, calls: 12, successes: 3, occupancy: 0.75, abandonedRate: 0.025 },
  });
});

test("a team or a campaign is picked by its name, as somebody types it into the address", () => {
  const north = boardOf(live, pulse, { team: "north", campaign: null }, NOW);
  expect(north.agents.map(({ name }) => name)).toEqual(["Ann", "Bo"]);
  const spring = boardOf(live, pulse, { team: null, campaign: "SPRING" }, NOW);
  expect([spring.agents.map(({ name }) => name), spring.abandonedRate]).toEqual([["Ann"], 0.05]);
});

test("before anything is known there are no figures, and no division by nothing", () => {
  const empty = boardOf({ ...live, agents: [] }, undefined, { team: null, campaign: null }, NOW);
  expect(empty).toMatchObject({ calls: 0, waiting: 0, occupancy: null, abandonedRate: null });
});

test.each([
  [0, 9],
  [1, 7.2],
  [3, 7.2],
  [4, 5.6],
  [6, 5.6],
  [7, 4.6],
  [12, 4.6],
])("the room for %i agents and the figures over them is never more than the wall", (agents, figure) => {
  const room = roomOf(agents);
  expect(room).toMatchObject({ tiles: true, figure });
  expect(Math.ceil(agents / room.columns)).toBeLessThanOrEqual(3);
});

test("of more than a dozen agents each has a line", () => {
  expect(roomOf(13)).toMatchObject({ tiles: false });
});
