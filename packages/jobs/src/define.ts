import { CallbayError } from "@callbay/domain/errors";
import type { z } from "zod";

/**
 * One kind of job: where it waits, what it carries, how it is tried again, and what makes two of them the same.
 * A payload carries ids only: what a job acts on is read from Postgres when it runs, so a queue that was lost is
 * rebuilt and a job that is late finds out.
 */
export interface JobDefinition<Schema extends z.ZodType = z.ZodType> {
  readonly queue: string;
  readonly name: string;
  readonly schema: Schema;
  /** Tries in all; 1 means never again. */
  readonly attempts: number;
  /** Milliseconds before the second try; doubles after that. */
  readonly backoffMs: number;
  /** Two jobs with the same key are one while the first waits or runs. */
  readonly idempotencyKey: (payload: z.infer<Schema>) => string;
}

export type Payload<J> = J extends JobDefinition<infer Schema> ? z.infer<Schema> : never;

export function defineJob<Schema extends z.ZodType>(definition: JobDefinition<Schema>): JobDefinition<Schema> {
  return definition;
}

/** Puts jobs on their queues. The implementation over BullMQ is in queue.ts. */
export interface JobProducer {
  enqueue<J extends JobDefinition>(job: J, payload: Payload<J>, options?: { delayMs?: number }): Promise<void>;
}

/** Redis did not take a job in time: it takes it when it is back, unless this process ends before that. */
export const QUEUE_AWAY = "QUEUE_UNAVAILABLE";

/**
 * Waits for a job to be put on its queue, and lets a queue be away: for jobs whose work is in Postgres, where the worker
 * looks for what has no job. Whoever sent it is not refused what was saved.
 */
export async function orWhenBack(enqueued: Promise<void>): Promise<void> {
  try {
    await enqueued;
  } catch (error) {
    if (!isQueueAway(error)) throw error;
  }
}

export function isQueueAway(error: unknown): boolean {
  return error instanceof CallbayError && error.code === QUEUE_AWAY;
}
