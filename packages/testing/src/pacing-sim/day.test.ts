import { describe, expect, it } from "vitest";
import { standardDay } from "./cells.ts";
import { playDay } from "./day.ts";
import { ourPolicy } from "./ours.ts";
import { lognormal } from "./random.ts";
import { progressivePolicy, readyRatioPolicy } from "./rivals.ts";

/** Short days, so that the test takes seconds; whole ones are played by the bench. */
const CELLS = [
  { agents: 3, rate: 0.3, hours: 2 },
  { agents: 10, rate: 0.1, hours: 1 },
  { agents: 50, rate: 0.3, hours: 0.75 },
] as const;

describe.each(CELLS)("$agents agents, $rate answered, $hours hours", ({ agents, rate, hours }) => {
  const day = { ...standardDay(agents, rate, "unit"), hours };
  const ours = playDay(day, ourPolicy(day));

  it("keeps the abandoned limit", () => {
    expect(ours.answered).toBeGreaterThan(50);
    expect(ours.abandonedRate).toBeLessThanOrEqual(0.03);
  });

  it("lets agents talk more than progressive dialling does, which abandons nobody", () => {
    const progressive = playDay(day, progressivePolicy());
    expect(progressive.abandoned).toBe(0);
    expect(ours.talkMinutesPerAgentHour).toBeGreaterThan(1.08 * progressive.talkMinutesPerAgentHour);
  });
});

/** What went wrong once, and takes no whole day to show. */
describe("two hundred agents who begin with long talks and nine answers in ten calls", () => {
  it("leave nobody in silence in the first minute: who still rings is not lost", () => {
    const talk = lognormal(360, 0.5);
    const day = { ...standardDay(200, 0.9, "talk long, 6 min+a day of two hours:2"), talk, hours: 1 / 60 };
    const beginning = playDay(day, ourPolicy(day));
    expect(beginning.answered).toBeGreaterThan(180);
    expect(beginning.abandoned).toBeLessThanOrEqual(6);
  });
});

describe("the simulator", () => {
  const day = { ...standardDay(10, 0.3, "judge"), hours: 0.4 };

  it("plays the same day again", () => {
    expect(playDay(day, ourPolicy(day))).toEqual(playDay(day, ourPolicy(day)));
  });

  it("sees it when a policy leaves people in silence", () => {
    expect(playDay(day, readyRatioPolicy(5)).abandonedRate).toBeGreaterThan(0.1);
  });

  it("never uses more lines than there are", () => {
    const tight = { ...day, lines: 12 };
    expect(playDay(tight, readyRatioPolicy(9)).mostInFlight).toBeLessThanOrEqual(12);
    expect(playDay(tight, ourPolicy(tight)).abandonedRate).toBeLessThanOrEqual(0.03);
  });
});
