import { expect, it } from "vitest";
import { compareForFloor, countByState, describeFloor, longestIdleFirst } from "./floor.ts";

const now = new Date("2026-06-01T02:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const agents = [
  { id: "a", state: "ready", since: ago(5) },
  { id: "b", state: "ready", since: ago(50) },
  { id: "c", state: "talking", since: ago(120) },
  { id: "d", state: "wrapup", since: ago(7) },
  { id: "e", state: "paused", since: ago(900) },
  { id: "f", state: "off", since: ago(9000) },
] as const;

it("describes a live floor", () => {
  const calls = [
    { placedAt: ago(4), answeredAt: null, joinedAt: null },
    { placedAt: ago(9), answeredAt: ago(2), joinedAt: null },
    { placedAt: ago(130), answeredAt: ago(121), joinedAt: ago(120) },
  ];
  expect(describeFloor(agents, calls, now)).toEqual({
    agents: { connecting: 0, ready: 2, previewing: 0, talking: 1, wrapup: 1, paused: 1, off: 1 },
    onDuty: 5,
    ringing: 1,
    waiting: 1,
    talking: 1,
    longestWaitMs: 2000,
    longestReadyMs: 50_000,
    longestTalkMs: 120_000,
    longestWrapupMs: 7000,
    occupancy: 0.25,
  });
});

it("an empty floor is all zeros", () => {
  const empty = describeFloor([], [], now);
  expect(Object.values(empty.agents)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(empty).toMatchObject({ onDuty: 0, occupancy: 0, longestWaitMs: 0 });
});

it("a clock behind the events shows 0", () => {
  expect(describeFloor([{ state: "ready", since: ago(-5) }], [], now).longestReadyMs).toBe(0);
});

it("counts every state", () => expect(countByState([{ state: "off" }, { state: "off" }]).off).toBe(2));

it("the longest idle is first for the next call", () => {
  expect(longestIdleFirst(agents).map((agent) => agent.id)).toEqual(["b", "a"]);
});

it("who waits comes first on the floor, and longest first", () => {
  expect(
    [...agents]
      .reverse()
      .sort(compareForFloor)
      .map((agent) => agent.id),
  ).toEqual(["b", "a", "c", "d", "e", "f"]);
});
