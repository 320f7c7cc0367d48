import { z } from "zod";
import { progressive } from "./pacing/progressive.ts";
import type {
  PacingDecision,
  PacingEvent,
  PacingHistory,
  PacingModel,
  PacingParams,
  PacingSnapshot,
} from "./pacing/types.ts";

export type * from "./pacing/types.ts";

/**
 * A model that has seen nothing.
 *
 * @param history yesterday's figures; progressive mode does not need them. Source: pacing.md, Interface.
 */
export function createPacingModel(params: PacingParams, _history?: PacingHistory): PacingModel {
  return {
    version: 1,
    params,
    counts: { placed: 0, answered: 0, failed: 0, abandoned: 0, joined: 0, talkEnded: 0, wrapupEnded: 0 },
    talkMsSum: 0,
    wrapupMsSum: 0,
  };
}

/** The model after one more event; the given one is unchanged. */
export function observe(model: PacingModel, event: PacingEvent): PacingModel {
  const counts = { ...model.counts, [event.type]: model.counts[event.type] + 1 };
  switch (event.type) {
    case "talkEnded":
      return { ...model, counts, talkMsSum: model.talkMsSum + event.durationMs };
    case "wrapupEnded":
      return { ...model, counts, wrapupMsSum: model.wrapupMsSum + event.durationMs };
    default:
      return { ...model, counts };
  }
}

/**
 * How many calls to place now, and why. In predictive mode this decides as progressive does and says so in the reason:
 * never more calls than agents, so the abandoned limit holds.
 *
 * Source: pacing.md; invariant 4.
 */
export function decidePacing(model: PacingModel, snapshot: PacingSnapshot): PacingDecision {
  const { launch, reason, diagnostics } = progressive(snapshot);
  const prefix = model.params.mode === "predictive" ? "predictive_fallback." : "";
  return { launch, reason: `${prefix}${reason}`, model, diagnostics };
}

const count = z.number().min(0);
const stored = z.object({
  version: z.literal(1),
  counts: z.object({
    placed: count,
    answered: count,
    failed: count,
    abandoned: count,
    joined: count,
    talkEnded: count,
    wrapupEnded: count,
  }),
  talkMsSum: count,
  wrapupMsSum: count,
});

/**
 * The model that a former loop left in the database, under the campaign's parameters of today; a fresh one when there
 * is none or its form is not known any more. Losing what was learnt is safe, so this never refuses.
 */
export function restorePacingModel(params: PacingParams, json: unknown): PacingModel {
  const parsed = stored.safeParse(json);
  return parsed.success ? { ...parsed.data, params } : createPacingModel(params);
}
