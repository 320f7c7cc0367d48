import type { PacingEvent, PacingSnapshot } from "@callbay/domain/pacing";
import { Agenda } from "./agenda.ts";
import { type Law, type Random, randomOf } from "./random.ts";

/** A day of a campaign: who works, who answers, how long everything takes. */
export interface Day {
  readonly agents: number;
  readonly hours: number;
  /** So long at the start does not count as talk time; abandoned calls count from the first. */
  readonly warmUpMs: number;
  readonly seed: string;
  /** Answered ÷ placed at a moment of the day, 0 … 1. */
  readonly answerRate: (atMs: number) => number;
  readonly answerAfter: Law;
  readonly failAfter: Law;
  readonly talk: Law;
  readonly wrapup: Law;
  readonly lines: number;
  readonly maxAbandonedRate: number;
  readonly joinDeadlineMs: number;
  readonly ringTimeoutMs: number;
  /** A part of the agents that go away together: who is ready at once, the others when they have finished. */
  readonly pauses: readonly { readonly fromMs: number; readonly toMs: number; readonly share: number }[];
}

/** What a policy sees. Everything else it has learnt from events. */
export interface Floor {
  readonly nowMs: number;
  readonly ready: number;
  readonly talking: number;
  readonly wrapup: number;
  readonly ringing: number;
  readonly waiting: number;
  readonly linesFree: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly placed: number;
  readonly endsMs: number;
  snapshot(): PacingSnapshot;
  /** When each agent of the snapshot, in its order, will be ready again: for the oracle alone. */
  releases(): readonly number[];
}

export interface Policy {
  /** Between two looks. */
  readonly everyMs: number;
  /** Looks at each event too. */
  readonly onEvents: boolean;
  /** @param whose the call and the agent it is about, numbered from 0; -1 when there is none. */
  observe?(event: PacingEvent, whose: { readonly call: number; readonly agent: number }): void;
  /** Calls to place now. */
  launch(floor: Floor): number;
}

export interface DayResult {
  readonly talkMinutesPerAgentHour: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly placed: number;
  readonly abandonedRate: number;
  /** Lines in use at the busiest moment. */
  readonly mostInFlight: number;
}

const ANSWER = 1;
const FAIL = 2;
const GIVE_UP = 3;
const TALK_END = 4;
const WRAP_END = 5;
const LOOK = 6;
const PAUSE = 7;
const RETURN = 8;

interface Agent {
  phase: "ready" | "talking" | "wrapup";
  sinceMs: number;
  away: boolean;
  leaves: boolean;
  releaseMs: number;
  wrapMs: number;
}

interface Call {
  readonly placedAtMs: number;
  answeredAtMs: number;
  /** Where it is in `ringing`; -1 when it rings no more. */
  slot: number;
}

/** Plays a day under a policy. The same day and seed are the same calls, talks and pauses for every policy. */
export function playDay(day: Day, policy: Policy): DayResult {
  return new Play(day, policy).run();
}

class Play implements Floor {
  nowMs = 0;
  ready = 0;
  talking = 0;
  wrapup = 0;
  answered = 0;
  abandoned = 0;
  placed = 0;
  readonly endsMs: number;
  private readonly agenda = new Agenda();
  private readonly agents: Agent[];
  private readonly calls: Call[] = [];
  private readonly free: number[] = [];
  private readonly ringingCalls: Call[] = [];
  private queue: number[] = [];
  private readonly outcome: Random;
  private readonly ring: Random;
  private readonly handling: Random;
  private talkMs = 0;
  private dutyMs = 0;
  private mostInFlight = 0;

  constructor(
    private readonly day: Day,
    private readonly policy: Policy,
  ) {
    this.endsMs = day.hours * 3_600_000;
    this.outcome = randomOf(`${day.seed}:outcome`);
    this.ring = randomOf(`${day.seed}:ring`);
    this.handling = randomOf(`${day.seed}:handling`);
    this.agents = Array.from({ length: day.agents }, () => ({
      phase: "ready",
      sinceMs: 0,
      away: false,
      leaves: false,
      releaseMs: 0,
      wrapMs: 0,
    }));
    this.agents.forEach((_, index) => {
      this.free.push(index);
    });
    this.ready = day.agents;
  }

  get ringing(): number {
    return this.ringingCalls.length;
  }

  get waiting(): number {
    return this.queue.length;
  }

  get linesFree(): number {
    return this.day.lines - this.ringing - this.waiting - this.talking;
  }

  snapshot(): PacingSnapshot {
    return {
      nowMs: this.nowMs,
      agents: this.agents.filter((agent) => !agent.away),
      ringing: this.ringingCalls,
      waiting: this.queue.map((id) => this.calls[id] as Call),
      ledger: { answered: this.answered, abandoned: this.abandoned, windowEndsMs: this.endsMs },
      linesFree: this.linesFree,
    };
  }

  releases(): readonly number[] {
    return this.agents.filter((agent) => !agent.away).map((agent) => (agent.leaves ? 1e15 : agent.releaseMs));
  }

  run(): DayResult {
    const { agenda, day, policy } = this;
    agenda.put(0, LOOK, 0);
    for (const { fromMs, toMs, share } of day.pauses) {
      const count = Math.round(share * day.agents);
      for (let who = 0; who < count; who++) {
        agenda.put(fromMs, PAUSE, who);
        agenda.put(toMs, RETURN, who);
      }
    }
    while (agenda.nextAt < this.endsMs) {
      const { atMs, what, who } = agenda.take();
      this.count(atMs);
      this.nowMs = atMs;
      this.happen(what, who);
      if (what === LOOK) {
        agenda.put(atMs + policy.everyMs, LOOK, 0);
        this.place(policy.launch(this));
      } else if (policy.onEvents) this.place(policy.launch(this));
    }
    this.count(this.endsMs);
    return {
      talkMinutesPerAgentHour: (60 * this.talkMs) / Math.max(1, this.dutyMs),
      answered: this.answered,
      abandoned: this.abandoned,
      placed: this.placed,
      abandonedRate: this.answered > 0 ? this.abandoned / this.answered : 0,
      mostInFlight: this.mostInFlight,
    };
  }

  private count(untilMs: number): void {
    const span = untilMs - Math.max(this.nowMs, this.day.warmUpMs);
    if (span <= 0) return;
    this.talkMs += span * this.talking;
    this.dutyMs += span * (this.ready + this.talking + this.wrapup);
  }

  private happen(what: number, who: number): void {
    switch (what) {
      case ANSWER:
        this.answer(who);
        break;
      case FAIL:
        this.fail(who);
        break;
      case GIVE_UP:
        this.giveUp(who);
        break;
      case TALK_END:
        this.endTalk(who);
        break;
      case WRAP_END:
        this.endWrapup(who);
        break;
      case PAUSE:
        this.pause(who);
        break;
      case RETURN:
        this.comeBack(who);
        break;
    }
  }

  private place(count: number): void {
    const allowed = Math.min(count, this.linesFree);
    const { day, nowMs } = this;
    for (let i = 0; i < allowed; i++) {
      const id = this.calls.length;
      const call: Call = { placedAtMs: nowMs, answeredAtMs: 0, slot: this.ringingCalls.length };
      this.calls.push(call);
      this.ringingCalls.push(call);
      this.placed += 1;
      const answers = this.outcome.next() < day.answerRate(nowMs);
      const afterMs = answers ? day.answerAfter(this.ring) : day.failAfter(this.ring);
      // Who would answer after the ringing has stopped has not answered.
      if (afterMs >= day.ringTimeoutMs) this.agenda.put(nowMs + day.ringTimeoutMs, FAIL, id);
      else this.agenda.put(nowMs + afterMs, answers ? ANSWER : FAIL, id);
      this.policy.observe?.({ type: "placed", atMs: nowMs, placedAtMs: nowMs }, { call: id, agent: -1 });
    }
    this.mostInFlight = Math.max(this.mostInFlight, this.ringing + this.waiting + this.talking);
  }

  private stopRinging(call: Call): void {
    const last = this.ringingCalls.pop() as Call;
    if (last !== call) {
      this.ringingCalls[call.slot] = last;
      last.slot = call.slot;
    }
    call.slot = -1;
  }

  private answer(id: number): void {
    const call = this.calls[id] as Call;
    this.stopRinging(call);
    call.answeredAtMs = this.nowMs;
    this.answered += 1;
    this.tell("answered", id);
    const agent = this.free.shift();
    if (agent !== undefined) this.join(id, agent);
    else {
      this.queue.push(id);
      this.agenda.put(this.nowMs + this.day.joinDeadlineMs, GIVE_UP, id);
    }
  }

  private fail(id: number): void {
    const call = this.calls[id] as Call;
    this.stopRinging(call);
    this.tell("failed", id);
  }

  private giveUp(id: number): void {
    const place = this.queue.indexOf(id);
    if (place < 0) return;
    this.queue.splice(place, 1);
    this.abandoned += 1;
    this.tell("abandoned", id);
  }

  private join(id: number, who: number): void {
    const agent = this.agents[who] as Agent;
    const talkMs = this.day.talk(this.handling);
    agent.wrapMs = this.day.wrapup(this.handling);
    agent.phase = "talking";
    agent.sinceMs = this.nowMs;
    agent.releaseMs = this.nowMs + talkMs + agent.wrapMs;
    this.ready -= 1;
    this.talking += 1;
    this.agenda.put(this.nowMs + talkMs, TALK_END, who);
    this.tell("joined", id, who);
  }

  private endTalk(who: number): void {
    const agent = this.agents[who] as Agent;
    this.tellAgent("talkEnded", who, this.nowMs - agent.sinceMs);
    agent.phase = "wrapup";
    agent.sinceMs = this.nowMs;
    this.talking -= 1;
    this.wrapup += 1;
    this.agenda.put(this.nowMs + agent.wrapMs, WRAP_END, who);
  }

  private endWrapup(who: number): void {
    const agent = this.agents[who] as Agent;
    this.tellAgent("wrapupEnded", who, this.nowMs - agent.sinceMs);
    this.wrapup -= 1;
    if (agent.leaves) {
      agent.away = true;
      return;
    }
    this.becomeReady(who);
  }

  private becomeReady(who: number): void {
    const agent = this.agents[who] as Agent;
    agent.phase = "ready";
    agent.sinceMs = this.nowMs;
    agent.releaseMs = this.nowMs;
    this.ready += 1;
    const waiting = this.queue.shift();
    if (waiting !== undefined) this.join(waiting, who);
    else this.free.push(who);
  }

  private pause(who: number): void {
    const agent = this.agents[who] as Agent;
    agent.leaves = true;
    if (agent.phase !== "ready") return;
    agent.away = true;
    this.ready -= 1;
    this.free.splice(this.free.indexOf(who), 1);
  }

  private comeBack(who: number): void {
    const agent = this.agents[who] as Agent;
    agent.leaves = false;
    if (!agent.away) return;
    agent.away = false;
    this.becomeReady(who);
  }

  private tell(type: "answered" | "failed" | "abandoned" | "joined", call: number, agent = -1): void {
    const { placedAtMs } = this.calls[call] as Call;
    this.policy.observe?.({ type, atMs: this.nowMs, placedAtMs }, { call, agent });
  }

  private tellAgent(type: "talkEnded" | "wrapupEnded", agent: number, durationMs: number): void {
    this.policy.observe?.({ type, atMs: this.nowMs, durationMs }, { call: -1, agent });
  }
}
