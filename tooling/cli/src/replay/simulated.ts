/** The minute of the replay in the simulator, under the loop's own functions and from the same model. */
import { decidePacing, observe, type PacingModel, restorePacingModel } from "@callbay/domain/pacing";
import { type Day, type Floor, type Policy, playDay } from "@callbay/testing/pacing-sim/day";
import { after } from "@callbay/testing/pacing-sim/random";
import { JOIN_DEADLINE_MS, MAX_ABANDONED_RATE, RING_TIMEOUT_MS, replayDay } from "./laws.ts";

/** What a minute of dialling comes to. */
export interface Minute {
  /** Of the time that agents are on duty. */
  readonly talkShare: number;
  readonly placedPerMinute: number;
  /** Answered ÷ placed. */
  readonly answerRate: number;
  readonly abandoned: number;
  /** Calls of the first decision: everybody is ready, and nothing rings. */
  readonly firstPlaced: number;
  /** Calls under way at the busiest moment. */
  readonly mostInFlight: number;
}

/** How much longer everything takes than the laws say, in milliseconds: signals travel, and people look at screens. */
export interface Latency {
  /** From the reservation to the conversation, beyond the ringing. */
  readonly ringMs: number;
  /** Until an unanswered call is over, beyond the ring timeout. */
  readonly failMs: number;
  readonly talkMs: number;
  readonly wrapupMs: number;
}

const NONE: Latency = { ringMs: 0, failMs: 0, talkMs: 0, wrapupMs: 0 };
/** What today lends on: the loop's own bound, see PacingMemory. */
const LENDS_ON_MS = 3_600_000;
/** What was learnt so long ago has seen all its calls end. */
const REST_MS = 60_000;

/** A model that has dialled under these laws for so long, up to a minute before `beforeMs`. */
export function learntModel(seconds: number, beforeMs: number): PacingModel {
  const day = replayDay("learnt", seconds);
  const policy = loopPolicy(null, beforeMs - REST_MS - seconds * 1_000);
  playDay(day, policy);
  return policy.model;
}

/** One minute, or so many seconds, from the moment at which the loop began. */
export function simulate(seed: string, { seconds, model, startMs, latency = NONE }: Simulation): Minute {
  const lawful = replayDay(seed, seconds);
  const day: Day = {
    ...lawful,
    answerAfter: later(lawful.answerAfter, latency.ringMs),
    talk: later(lawful.talk, latency.talkMs),
    wrapup: later(lawful.wrapup, latency.wrapupMs),
    ringTimeoutMs: RING_TIMEOUT_MS + latency.failMs,
  };
  // A loop whose own looks take time does not see every event by itself.
  const policy = loopPolicy(model, startMs, latency === NONE);
  const played = playDay(day, policy);
  return {
    talkShare: played.talkMinutesPerAgentHour / 60,
    placedPerMinute: (60 * played.placed) / seconds,
    answerRate: played.answered / played.placed,
    abandoned: played.abandoned,
    firstPlaced: policy.firstPlaced,
    mostInFlight: played.mostInFlight,
  };
}

export interface Simulation {
  readonly seconds: number;
  readonly model: unknown;
  readonly startMs: number;
  readonly latency?: Latency;
}

function later(law: Day["talk"], byMs: number): Day["talk"] {
  const delayed = after(byMs / 1_000, law);
  return (random) => Math.max(50, delayed(random));
}

/** The loop's decisions on simulated calls, `startMs` on the clock being the beginning of the day. */
function loopPolicy(
  learnt: unknown,
  startMs: number,
  onEvents = true,
): Policy & { model: PacingModel; firstPlaced: number } {
  const params = {
    maxAbandonedRate: MAX_ABANDONED_RATE,
    joinDeadlineMs: JOIN_DEADLINE_MS,
    ringTimeoutMs: RING_TIMEOUT_MS,
    mode: "predictive",
  } as const;
  let looks = 0;
  const self = {
    everyMs: 500,
    onEvents,
    model: restorePacingModel(params, learnt),
    firstPlaced: 0,
    observe(event: Parameters<typeof observe>[1]) {
      const atMs = event.atMs + startMs;
      self.model = observe(
        self.model,
        "placedAtMs" in event ? { ...event, atMs, placedAtMs: event.placedAtMs + startMs } : { ...event, atMs },
      );
    },
    launch(floor: Floor) {
      const { agents, ringing, waiting, ledger, linesFree, nowMs } = floor.snapshot();
      const decided = decidePacing(self.model, {
        nowMs: nowMs + startMs,
        agents: agents.map(({ phase, sinceMs }) => ({ phase, sinceMs: sinceMs + startMs })),
        ringing: ringing.map(({ placedAtMs }) => ({ placedAtMs: placedAtMs + startMs })),
        waiting: waiting.map(({ answeredAtMs }) => ({ answeredAtMs: answeredAtMs + startMs })),
        ledger: { ...ledger, windowEndsMs: nowMs + startMs + LENDS_ON_MS },
        linesFree,
      });
      self.model = decided.model;
      if (looks++ === 0) self.firstPlaced = decided.launch;
      return decided.launch;
    },
  };
  return self;
}
