import { answerRateNow, closeCohorts } from "./answer-rate.ts";
import { budgetOf, movePrice } from "./budget.ts";
import { binOf, type DurationLaw, isDue, settle } from "./duration-law.ts";
import { ExactRisk } from "./exact.ts";
import {
  cohortOf,
  forecast,
  horizonsOf,
  type Moment,
  type Rate,
  type Release,
  releaseTable,
  ringingByAge,
  shareBy,
} from "./forecast.ts";
import { CELL_MS, type RingLaw, ringIsDue, settleRing } from "./ring-law.ts";
import { expectedOverflow, marginalRisk, normalTail, type RiskAt } from "./risk.ts";
import type { PacingDecision, PacingModel, PacingReason, PacingSnapshot } from "./types.ts";

/** Up to so many agents the risk is counted out exactly. */
const EXACT_AGENTS = 12;

/**
 * How many calls to place so that agents talk and nobody who answers is left in silence: call by call, while the risk
 * that one more leaves somebody without an agent is under what the abandoned limit allows now. Never fewer than
 * progressive dialling would place, and exactly as many once the limit is near.
 *
 * Source: pacing.md, the hazard policy.
 *
 * @param release knows when agents will be free: for the simulator's oracle.
 */
export function predictive(learnt: PacingModel, snapshot: PacingSnapshot, release?: Release): PacingDecision {
  const settled = settleAll(learnt, snapshot);
  const agents = snapshot.agents.length;
  const phases = phasesOf(snapshot);
  const { ready } = phases;
  const ringing = snapshot.ringing.length;
  const waiting = snapshot.waiting.length;
  const linesFree = Math.max(0, Math.floor(snapshot.linesFree) || 0);
  const floor = Math.max(0, ready - ringing - waiting);
  const { ring, params } = settled;
  const rate = rateOf(settled, snapshot.nowMs);
  const horizons = horizonsOf(params.ringTimeoutMs);
  const ages = ringingByAge(snapshot, ring);
  const moments = forecast(settled, snapshot, { ready, rate, horizons, ringing: ages, release });
  const abandoned = expectedOverflow(moments, rate.error);
  const searchS = meanRingS(ring, rate.mean) / rate.mean;
  const handlingS = settled.talk.meanS + settled.wrapup.meanS;
  const budget = budgetOf(settled.price, snapshot, params, { abandoned, handlingS, searchS });
  // Nothing sensible places more than this at once, whatever the laws say.
  const most = agents === 0 ? 0 : Math.ceil((2 * agents) / rate.mean) + 10;
  const risks =
    agents <= EXACT_AGENTS ? exactly(settled, snapshot, moments, rate, ages, release) : normally(moments, rate);
  const placed = agents === 0 ? { calls: 0, next: risks(0) } : placeWhile(risks, budget.riskAllowed, most);
  const wanted = Math.max(floor, placed.calls);
  const launch = Math.min(wanted, linesFree);
  const next = launch === placed.calls ? placed.next : risks(launch);
  const at = moments[next.worst] as Moment;
  return {
    launch,
    reason: reasonFor(agents, floor, wanted, launch, budget.riskAllowed),
    model: { ...settled, price: { ...settled.price, idle: settled.price.idle || launch < wanted } },
    diagnostics: {
      ...phases,
      ringing,
      waiting,
      linesFree,
      wanted,
      abandonedRate: snapshot.ledger.answered > 0 ? snapshot.ledger.abandoned / snapshot.ledger.answered : 0,
      forecast: {
        answerRate: rate.mean,
        answerRateError: rate.error,
        horizonS: at.horizonS,
        expectedAnswers: at.demand.mean + launch * rate.mean * at.answeredBy,
        expectedFree: at.supply.mean,
        risk: next.risk,
        riskAllowed: budget.riskAllowed,
        budgetLeft: budget.left,
        expectedAbandoned: abandoned,
        talkS: settled.talk.meanS,
        wrapupS: settled.wrapup.meanS,
      },
    },
  };
}

function rateOf({ rate, ring }: PacingModel, nowMs: number): Rate {
  return answerRateNow(rate, nowMs, (ageMs) => shareBy(ring.answeredBy, Math.round(ageMs / CELL_MS)));
}

/** How long a call rings on average, whatever becomes of it, in seconds: the sum of those that still ring. */
function meanRingS(law: RingLaw, rate: number): number {
  let cells = 0;
  for (let cell = 0; cell < law.cells; cell++) cells += cohortOf(law, rate, cell).still;
  return (cells * CELL_MS) / 1000;
}

function settleAll(model: PacingModel, snapshot: PacingSnapshot): PacingModel {
  const { nowMs } = snapshot;
  const { ringTimeoutMs } = model.params;
  const agents =
    model.agents === 0 ? snapshot.agents.length : model.agents + 0.01 * (snapshot.agents.length - model.agents);
  return {
    ...model,
    agents,
    ring: ringIsDue(model.ring)
      ? settleRing(model.ring, ringTimeoutMs, rateOf(model, nowMs).mean, ringingByAge(snapshot, model.ring))
      : model.ring,
    talk: settleIfDue(model.talk, snapshot, "talking"),
    wrapup: settleIfDue(model.wrapup, snapshot, "wrapup"),
    rate: closeCohorts(model.rate, nowMs, ringTimeoutMs, agents),
    price: movePrice(model.price, nowMs, model.params, snapshot.agents.length),
  };
}

function settleIfDue(law: DurationLaw, snapshot: PacingSnapshot, phase: "talking" | "wrapup"): DurationLaw {
  if (!isDue(law)) return law;
  return settle(
    law,
    snapshot.agents.flatMap((agent) => (agent.phase === phase ? [(snapshot.nowMs - agent.sinceMs) / 1000] : [])),
  );
}

interface Phases {
  readonly ready: number;
  readonly talking: number;
  readonly wrapup: number;
}

function phasesOf(snapshot: PacingSnapshot): Phases {
  let ready = 0;
  let talking = 0;
  for (const { phase } of snapshot.agents) {
    if (phase === "ready") ready += 1;
    else if (phase === "talking") talking += 1;
  }
  return { ready, talking, wrapup: snapshot.agents.length - ready - talking };
}

/** The risk of one more call on top of so many; asked with growing numbers, or any. */
type Risks = (placedNow: number) => RiskAt;

function normally(moments: readonly Moment[], { mean, error }: Rate): Risks {
  return (placedNow) => marginalRisk(moments, (moment) => normalTail(moment, mean, error, placedNow));
}

function exactly(
  model: PacingModel,
  snapshot: PacingSnapshot,
  moments: readonly Moment[],
  rate: Rate,
  ages: ReturnType<typeof ringingByAge>,
  release?: Release,
): Risks {
  const horizons = moments.map((moment) => moment.horizonS);
  const table = releaseTable(model, horizons);
  const chances = snapshot.agents.flatMap((agent, index) =>
    agent.phase === "ready"
      ? []
      : [
          release
            ? horizons.map((horizonS) => release(index, horizonS))
            : (table[agent.phase][binOf((snapshot.nowMs - agent.sinceMs) / 1000)] as readonly number[]),
        ],
  );
  const free = { ready: phasesOf(snapshot).ready, waiting: snapshot.waiting.length, chances };
  let exact = new ExactRisk(moments, model.ring, rate, ages, free);
  let placed = 0;
  let known: RiskAt | null = null;
  return (placedNow) => {
    if (placedNow < placed) {
      exact = new ExactRisk(moments, model.ring, rate, ages, free);
      placed = 0;
      known = null;
    }
    for (; placed < placedNow; placed++) {
      exact.place();
      known = null;
    }
    known ??= exact.risk();
    return known;
  };
}

/** As many as the risk of the last one allows. The risk only grows with the calls, so large numbers are halved in on. */
function placeWhile(risks: Risks, allowed: number, most: number): { calls: number; next: RiskAt } {
  let next = risks(0);
  let calls = 0;
  // With nothing to risk, not even a risk of zero is taken: laws are learnt, and may be wrong.
  if (next.risk > allowed || allowed === 0 || most === 0) return { calls, next };
  for (let i = 0; i < 4 && calls < most; i++) {
    const after = risks(calls + 1);
    calls += 1;
    next = after;
    if (after.risk > allowed) return { calls, next };
  }
  let low = calls;
  let step = 4;
  while (low + step < most && risks(low + step).risk <= allowed) {
    low += step;
    step *= 2;
  }
  let high = Math.min(most, low + step);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (risks(middle).risk <= allowed) low = middle;
    else high = middle;
  }
  return { calls: high, next: risks(high) };
}

function reasonFor(onDuty: number, floor: number, wanted: number, launch: number, riskAllowed: number): PacingReason {
  if (onDuty === 0) return "no_agent_on_duty";
  if (launch < wanted) return "lines_limit";
  if (wanted > floor) return "agents_soon_free";
  if (riskAllowed === 0) return "limit_near";
  if (wanted > 0) return "agents_ready";
  return "enough_in_flight";
}
