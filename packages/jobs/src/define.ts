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
