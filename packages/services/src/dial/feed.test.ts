import type { AttemptFate } from "@callbay/db/sql/dial-pacing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agentsAt, feedAgents, feedCalls, NOTHING_FED, restoreFeed } from "./feed.ts";
import { addEvents, bindingLedger, type Ledgers } from "./ledgers.ts";

const at = (seconds: number) => new Date(1_760_000_000_000 + 1_000 * seconds);
const id = (index: number) => `0199a000-0000-7000-8000-${String(index).padStart(12, "0")}`;

const fate = (over: Partial<AttemptFate>): AttemptFate => ({
  id: id(1),
  state: "ringing",
  reservedAt: at(0),
  claimedAt: at(0),
  answeredAt: null,
  joinedAt: null,
  endedAt: null,
  outcome: null,
  ...over,
});
const types = (seen: readonly AttemptFate[], personKnown = true) =>
  feedCalls(NOTHING_FED, seen, personKnown).events.map(({ type }) => type);

describe("what the model is told of calls", () => {
  it.each<[string, Partial<AttemptFate>, string[]]>([
    ["reserved", { state: "reserved", claimedAt: null }, []],
    ["ringing", {}, ["placed"]],
    ["answered", { state: "answered", answeredAt: at(8) }, ["placed", "answered"]],
    ["joined", { state: "joined", answeredAt: at(8) }, ["placed", "answered", "joined"]],
    ["never answered", { state: "ended", endedAt: at(25), outcome: "no_answer" }, ["placed", "failed"]],
    [
      "abandoned",
      { state: "ended", answeredAt: at(8), endedAt: at(11), outcome: "abandoned" },
      ["placed", "answered", "abandoned"],
    ],
    [
      "over in one look",
      { state: "ended", answeredAt: at(8), joinedAt: at(8), endedAt: at(60), outcome: "answered" },
      ["placed", "answered", "joined"],
    ],
    ["a machine", { state: "ended", answeredAt: at(8), endedAt: at(12), outcome: "machine" }, ["placed", "failed"]],
    ["given back", { state: "released", claimedAt: null, endedAt: at(4) }, []],
  ])("%s", (_, over, expected) => {
    expect(types([fate(over)], over.outcome !== "machine")).toEqual(expected);
  });

  it("waits for the detector before it calls somebody a person", () => {
    const first = feedCalls(NOTHING_FED, [fate({ state: "answered", answeredAt: at(8) })], false);
    expect(first.events.map(({ type }) => type)).toEqual(["placed"]);
    const joined = feedCalls(first.state, [fate({ state: "joined", answeredAt: at(8), joinedAt: at(10) })], false);
    expect(joined.events).toMatchObject([
      { type: "answered", atMs: at(8).getTime() },
      { type: "joined", atMs: at(10).getTime() },
    ]);
  });

  it("tells each stage once, however often and across whatever restarts it is looked at", () => {
    const life: Partial<AttemptFate>[] = [
      { state: "reserved", claimedAt: null },
      { state: "dialing" },
      { state: "ringing" },
      { state: "answered", answeredAt: at(8) },
      { state: "joined", answeredAt: at(8), joinedAt: at(9) },
      { state: "ended", answeredAt: at(8), joinedAt: at(9), endedAt: at(70), outcome: "answered" },
    ];
    fc.assert(
      fc.property(fc.array(fc.nat(life.length - 1), { maxLength: 12 }), fc.boolean(), (looks, restarts) => {
        let state = NOTHING_FED;
        const told: string[] = [];
        for (const stage of [...looks.sort((a, b) => a - b), life.length - 1]) {
          // After its end it is not looked at again: it lives no more and is not open.
          if (told.includes("joined") && state.open[id(1)] === undefined) break;
          const step = feedCalls(state, [fate(life[stage] ?? {})], true);
          told.push(...step.events.map(({ type }) => type));
          state = restarts ? restoreFeed(JSON.parse(JSON.stringify(step.state))) : step.state;
        }
        expect(told).toEqual(["placed", "answered", "joined"]);
        expect(state.open).toEqual({});
      }),
    );
  });

  it("remembers the newest attempt, so that who takes over knows where to look on", () => {
    const { state } = feedCalls(NOTHING_FED, [fate({ id: id(7) }), fate({ id: id(3) })], true);
    expect(state.lastId).toBe(id(7));
    expect(Object.keys(state.open)).toHaveLength(2);
  });
});

describe("what the model is told of agents", () => {
  const row = (state: "ready" | "talking" | "wrapup", since: Date) => ({
    dutySessionId: "s",
    nodeId: "n",
    state,
    stateSince: since,
    campaignIds: [],
    priorities: [],
    shares: [],
  });

  it("talk and wrap-up, when they end", () => {
    const talking = agentsAt([row("talking", at(0))]);
    expect(feedAgents(talking, [row("talking", at(0))])).toEqual([]);
    expect(feedAgents(talking, [row("wrapup", at(42))])).toEqual([
      { type: "talkEnded", atMs: at(42).getTime(), durationMs: 42_000 },
    ]);
    expect(feedAgents(agentsAt([row("wrapup", at(42))]), [row("ready", at(55))])).toMatchObject([
      { type: "wrapupEnded", durationMs: 13_000 },
    ]);
  });

  it("nothing of who was ready, new, or went away", () => {
    expect(feedAgents(agentsAt([row("ready", at(0))]), [row("talking", at(5))])).toEqual([]);
    expect(feedAgents(new Map(), [row("talking", at(5))])).toEqual([]);
    expect(feedAgents(agentsAt([row("talking", at(0))]), [])).toEqual([]);
  });
});

describe("the three ledgers", () => {
  const ledgers = (window: number, day: number, today: number): Ledgers => ({
    window: { answered: 10_000, abandoned: window },
    day: { answered: 500, abandoned: day },
    today: { answered: 100, abandoned: today },
    windowDays: 30,
    todayEndsAt: at(0),
  });

  it.each([
    [200, 5, 2, "today"],
    [299, 5, 0, "window"],
    [200, 15, 1, "day"],
  ] as const)("with %i, %i and %i abandoned, %s binds", (window, day, today, binding) => {
    expect(bindingLedger(ledgers(window, day, today), 0.03)).toBe(binding);
  });

  it("grow by what happened since they were counted", () => {
    const { events } = feedCalls(
      NOTHING_FED,
      [fate({ state: "ended", answeredAt: at(8), endedAt: at(11), outcome: "abandoned" })],
      true,
    );
    expect(addEvents(ledgers(1, 1, 1), events)).toMatchObject({
      window: { answered: 10_001, abandoned: 2 },
      today: { answered: 101, abandoned: 2 },
    });
  });
});
