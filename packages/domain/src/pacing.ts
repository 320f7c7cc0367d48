import { addAnswered, addPlaced, createAnswerRate } from "./pacing/answer-rate.ts";
import { createPrice, notePrice } from "./pacing/budget.ts";
import { addDuration, createDurationLaw } from "./pacing/duration-law.ts";
import { predictive } from "./pacing/predictive.ts";
import { progressive } from "./pacing/progressive.ts";
import { addAnswer, addFailure, createRingLaw } from "./pacing/ring-law.ts";
import type {
  PacingDecision,
  PacingEvent,
  PacingHistory,
  PacingModel,
  PacingParams,
  PacingSnapshot,
} from "./pacing/types.ts";

export { restorePacingModel } from "./pacing/stored.ts";
export type * from "./pacing/types.ts";

/** What a talk and a wrap-up may last where nothing is known yet, in seconds. */
const GUESS = { talkS: 120, wrapupS: 20 };

/**
 * A model that has seen nothing.
 *
 * @param history yesterday's figures: they count for little and are soon outweighed. Source: pacing.md, Interface.
 */
export function createPacingModel(params: PacingParams, history: PacingHistory = {}): PacingModel {
  return {
    version: 2,
    params,
    counts: { placed: 0, answered: 0, failed: 0, abandoned: 0, joined: 0, talkEnded: 0, wrapupEnded: 0 },
    rate: createAnswerRate(history.answerRate),
    ring: createRingLaw(params.ringTimeoutMs),
    talk: createDurationLaw(GUESS.talkS, history.talkMs),
    wrapup: createDurationLaw(GUESS.wrapupS, history.wrapupMs),
    price: createPrice(),
    agents: 0,
  };
}

/** The model after one more event; the given one is unchanged. */
export function observe(model: PacingModel, event: PacingEvent): PacingModel {
  const counts = { ...model.counts, [event.type]: model.counts[event.type] + 1 };
  const { maxAbandonedRate } = model.params;
  switch (event.type) {
    case "placed":
      return { ...model, counts, rate: addPlaced(model.rate, event.placedAtMs) };
    case "answered":
      return {
        ...model,
        counts,
        rate: addAnswered(model.rate, event.placedAtMs),
        ring: addAnswer(model.ring, event.atMs - event.placedAtMs),
        price: notePrice(model.price, "answered", maxAbandonedRate),
      };
    case "failed":
      return { ...model, counts, ring: addFailure(model.ring, event.atMs - event.placedAtMs) };
    case "abandoned":
      return { ...model, counts, price: notePrice(model.price, "abandoned", maxAbandonedRate) };
    case "talkEnded":
      return { ...model, counts, talk: addDuration(model.talk, event.durationMs) };
    case "wrapupEnded":
      return { ...model, counts, wrapup: addDuration(model.wrapup, event.durationMs) };
    default:
      return { ...model, counts };
  }
}

/**
 * How many calls to place now, and why.
 *
 * Source: pacing.md; invariant 4.
 */
export function decidePacing(model: PacingModel, snapshot: PacingSnapshot): PacingDecision {
  if (model.params.mode === "predictive") return predictive(model, snapshot);
  return { ...progressive(snapshot), model };
}

/**
 * The model after fewer calls could be placed than were wanted, since contacts ran short: that nobody was abandoned
 * meanwhile says nothing about how much may be risked.
 */
export function placedFewer(model: PacingModel): PacingModel {
  return { ...model, price: { ...model.price, idle: true } };
}
