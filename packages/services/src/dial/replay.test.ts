import type { AttemptFate } from "@callbay/db/sql/dial-pacing";
import type { AgentRow, LiveAttemptRow } from "@callbay/db/sql/dial-snapshot";
import { standardDay } from "@callbay/testing/pacing-sim/cells";
import { type Day, type Floor, type Policy, playDay } from "@callbay/testing/pacing-sim/day";
import { ourPolicy } from "@callbay/testing/pacing-sim/ours";
import { describe, expect, it } from "vitest";
import { goneFrom } from "./feed.ts";
import { PacingMemory } from "./memory.ts";
import { planLaunch } from "./plan.ts";
import type { DialReading } from "./snapshot.ts";

const MIDNIGHT = 1_760_000_000_000;
const at = (ms: number): Date => new Date(MIDNIGHT + ms);
const idOf = (kind: "a" | "b", number: number): string =>
  `0199${kind}000-0000-7000-8000-${number.toString(16).padStart(12, "0")}`;

type Attempt = { -readonly [K in keyof AttemptFate]: AttemptFate[K] };

/**
 * The live loop without its database: what Postgres would hold follows from the simulated calls, and everything from
 * the reading to the plan is the loop's own code. It looks twice a second, as the loop does, and is killed now and then.
 */
function loopPolicy(day: Day, killEveryMs: number): Policy & { memory: PacingMemory; told(): Record<string, number> } {
  const attempts = new Map<string, Attempt>();
  const callOf = new Map<number, string>();
  const sessions = new Map<object, string>();
  let killedAt = 0;
  const self = {
    everyMs: 500,
    onEvents: false,
    memory: new PacingMemory(null),
    told: () => (self.memory.toJson().model as { counts: Record<string, number> }).counts,
    observe(event: Parameters<NonNullable<Policy["observe"]>>[0], whose: { call: number; agent: number }) {
      const id = whose.call >= 0 ? idOf("a", whose.call) : (callOf.get(whose.agent) ?? "");
      const attempt = attempts.get(id);
      const when = at(event.atMs);
      if (event.type === "placed") attempts.set(id, placed(id, when));
      else if (!attempt) return;
      else if (event.type === "answered") Object.assign(attempt, { state: "answered", answeredAt: when });
      else if (event.type === "joined") {
        Object.assign(attempt, { state: "joined", joinedAt: when });
        callOf.set(whose.agent, id);
      } else if (event.type !== "wrapupEnded") {
        const outcome = { failed: "no_answer", abandoned: "abandoned", talkEnded: "answered" }[event.type];
        Object.assign(attempt, { state: "ended", endedAt: when, outcome });
      }
    },
    launch(floor: Floor): number {
      if (floor.nowMs - killedAt >= killEveryMs) {
        killedAt = floor.nowMs;
        self.memory = new PacingMemory(JSON.parse(JSON.stringify(self.memory.toJson())));
      }
      const now = at(floor.nowMs);
      const reading = read(day, floor, attempts, sessions, self.memory.ask(now));
      const { model, snapshot } = self.memory.learn(reading, now);
      const plan = planLaunch(model, snapshot, now);
      self.memory.decided(plan, plan.launch);
      // Postgres keeps them; this test need not.
      for (const [id, { state, endedAt }] of attempts)
        if (state === "ended" && now.getTime() - (endedAt?.getTime() ?? 0) > 2_000) attempts.delete(id);
      return plan.launch;
    },
  };
  return self;
}

function placed(id: string, when: Date): Attempt {
  const none = { answeredAt: null, joinedAt: null, endedAt: null, outcome: null };
  return { id, state: "ringing", reservedAt: when, claimedAt: when, ...none };
}

function read(
  day: Day,
  floor: Floor,
  attempts: ReadonlyMap<string, Attempt>,
  sessions: Map<object, string>,
  ask: ReturnType<PacingMemory["ask"]>,
): DialReading {
  const live = [...attempts.values()].filter(({ state }) => state !== "ended").map(liveRow);
  const agents = floor.snapshot().agents.map((agent): AgentRow => {
    const known = sessions.get(agent) ?? idOf("b", sessions.size);
    sessions.set(agent, known);
    const one = { campaignIds: ["c"], priorities: [5], shares: [100] };
    return { dutySessionId: known, nodeId: "n", state: agent.phase, stateSince: at(agent.sinceMs), ...one };
  });
  const { maxAbandonedRate, joinDeadlineMs, ringTimeoutMs } = day;
  const ledger = { answered: floor.answered, abandoned: floor.abandoned };
  const gone = goneFrom(ask.feed, live);
  const missed = ask.catchUp
    ? [...attempts.values()].filter(({ id, state }) => state === "ended" && id > (ask.feed.lastId ?? ""))
    : [];
  return {
    standing: { open: true, until: null },
    mode: { dialMode: "predictive", callRates: new Map() },
    params: { maxAbandonedRate, joinDeadlineMs, ringTimeoutMs, mode: "predictive" },
    snapshot: { campaignId: "c", maxChannels: null, agents, attempts: live, lines: [LINE] },
    ledgers: ask.withLedgers
      ? { window: ledger, day: ledger, today: ledger, windowDays: 30, todayEndsAt: at(floor.endsMs) }
      : null,
    fates: [...missed, ...gone.flatMap((id) => attempts.get(id) ?? [])],
    detects: false,
    history: null,
  };
}

function liveRow({ id, state, reservedAt, answeredAt }: Attempt): LiveAttemptRow {
  const of = { kind: "dialer", dutySessionId: null, campaignId: "c", nodeId: "n", joinPending: false } as const;
  return { id, state: state as LiveAttemptRow["state"], reservedAt, answeredAt, ...of };
}

const LINE = {
  nodeId: "n",
  trunkId: "t",
  priority: 1,
  trunkMax: 10_000,
  trunkInUse: 0,
  nodeMax: 10_000,
  nodeInUse: 0,
  guaranteed: 10_000,
  burst: 0,
  ownInUse: 0,
  othersUnused: 0,
  burstPool: 0,
  othersBurstWanted: 0,
  othersBurstHeld: 0,
  routing: "priority",
  carrier: "",
} as const;

describe("the live loop against simulated calls", () => {
  const day = { ...standardDay(20, 0.3, "replay"), hours: 0.6 };
  const simulated = playDay(day, ourPolicy(day));

  it.each([
    ["undisturbed", Number.POSITIVE_INFINITY],
    ["killed every three minutes", 180_000],
  ])("lands where the simulation does, %s", (_, killEveryMs) => {
    const loop = loopPolicy(day, killEveryMs);
    const played = playDay(day, loop);
    expect(played.abandonedRate).toBeLessThanOrEqual(0.03);
    expect(played.talkMinutesPerAgentHour / simulated.talkMinutesPerAgentHour).toBeGreaterThan(0.95);
    expect(played.talkMinutesPerAgentHour / simulated.talkMinutesPerAgentHour).toBeLessThan(1.05);
    // It was told of every call once: what happened in the last half second it has not seen.
    const told = loop.told();
    const near = (of: number | undefined, all: number): void => {
      expect(of).toBeLessThanOrEqual(all);
      expect(of).toBeGreaterThanOrEqual(all - 10);
    };
    near(told.placed, played.placed);
    near(told.answered, played.answered);
    near(told.abandoned, played.abandoned);
    near(told.joined, played.answered - played.abandoned);
  });
});
