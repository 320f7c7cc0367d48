import { z } from "zod";
import { createPacingModel } from "../pacing.ts";
import { EDGES } from "./duration-law.ts";
import type { PacingModel, PacingParams } from "./types.ts";

const count = z.number().min(0);
const bins = EDGES.length - 1;
const duration = z.object({
  counts: z.array(count).length(bins),
  unit: z.number().positive(),
  events: count,
  survival: z.array(z.number().min(0).max(1)).length(bins + 1),
  meanS: z.number().positive(),
  settledAt: count,
});
const stored = z.object({
  version: z.literal(2),
  params: z.object({ ringTimeoutMs: z.number() }),
  counts: z.object({
    placed: count,
    answered: count,
    failed: count,
    abandoned: count,
    joined: count,
    talkEnded: count,
    wrapupEnded: count,
  }),
  rate: z.object({ placed: count, answered: count, rungOut: count.default(0), open: z.array(count) }),
  ring: z
    .object({
      cells: z.int().positive(),
      answered: z.array(count),
      failed: z.array(count),
      answerUnit: z.number().positive(),
      failUnit: z.number().positive(),
      events: count,
      answeredBy: z.array(z.number()),
      failedBy: z.array(z.number()),
      settledAt: count,
    })
    .refine(({ cells, answered, failed, answeredBy, failedBy }) =>
      [answered, failed, answeredBy, failedBy].every((each) => each.length === cells),
    ),
  talk: duration,
  wrapup: duration,
  price: z.object({
    log: z.number(),
    answered: count,
    abandoned: count,
    movedAtMs: z.number().nullable(),
    bank: z.number(),
    idle: z.boolean(),
  }),
  agents: count,
});

/**
 * The model that a former loop left in the database, under the campaign's parameters of today; a fresh one when there
 * is none or its form is not known any more. Losing what was learnt is safe, so this never refuses. Another ring
 * timeout makes other laws of ringing: those, and the rate that leans on them, begin anew.
 */
export function restorePacingModel(params: PacingParams, json: unknown): PacingModel {
  const parsed = stored.safeParse(json);
  const fresh = createPacingModel(params);
  if (!parsed.success) return fresh;
  if (parsed.data.params.ringTimeoutMs === params.ringTimeoutMs) return { ...parsed.data, params };
  return { ...parsed.data, params, ring: fresh.ring, rate: { ...parsed.data.rate, rungOut: 0, open: [] } };
}
