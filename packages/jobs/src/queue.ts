import { CallbayError } from "@callbay/domain/errors";
import { type ConnectionOptions, Queue, UnrecoverableError, Worker } from "bullmq";
import { connectRedis, disconnectRedis, within } from "./connection.ts";
import { type JobDefinition, type JobProducer, type Payload, QUEUE_AWAY } from "./define.ts";

/** Finished jobs stay visible for an hour, at most so many; failed ones for a week. */
const KEEP_COMPLETED = { age: 3_600, count: 1_000 };
const KEEP_FAILED = { age: 7 * 86_400, count: 5_000 };

/** Nobody waits longer than this for Redis to take a job. */
const ENQUEUE_MS = 2_000;

/**
 * Starts a JobProducer over BullMQ. Each payload is parsed before it goes out, and a job whose key waits or runs
 * already is not added again. `enqueue` refuses with QUEUE_UNAVAILABLE when Redis does not answer.
 */
export function createJobProducer(
  redisUrl: string,
  { timeoutMs = ENQUEUE_MS }: { readonly timeoutMs?: number } = {},
): JobProducer & { close(): Promise<void> } {
  const connection = connectRedis(redisUrl, "callbay-producer");
  const queues = new Map<string, Queue>();
  const queueOf = (name: string): Queue => {
    const known = queues.get(name);
    if (known) return known;
    const made = new Queue(name, { connection: connection as ConnectionOptions });
    made.on("error", () => {});
    queues.set(name, made);
    return made;
  };
  return {
    async enqueue(job, payload, options = {}) {
      const data: unknown = job.schema.parse(payload);
      const added = queueOf(job.queue).add(job.name, data, {
        deduplication: { id: job.idempotencyKey(payload) },
        attempts: job.attempts,
        backoff: { type: "exponential", delay: job.backoffMs },
        removeOnComplete: KEEP_COMPLETED,
        removeOnFail: KEEP_FAILED,
        ...(options.delayMs ? { delay: options.delayMs } : {}),
      });
      if ((await within(added, timeoutMs, null)) === null)
        throw new CallbayError(
          "unavailable",
          QUEUE_AWAY,
          "The queue of work does not answer just now. What you sent was saved, and is done when the queue is back.",
          { job: job.name },
        );
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      disconnectRedis(connection);
    },
  };
}

/** What a handler may know about the job beside its payload. */
export interface JobMeta {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  /** When it was put on the queue. */
  readonly enqueuedAt: Date;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly lastAttempt: boolean;
}

/** A job of the catalogue together with what runs it; made by `handle`. */
export interface JobHandler {
  readonly queue: string;
  readonly name: string;
  readonly run: (raw: unknown, meta: JobMeta) => Promise<void>;
}

/** Binds a job to its handler. The payload is parsed again at pick-up: the queue may hold what an older release wrote. */
export function handle<J extends JobDefinition>(
  job: J,
  run: (payload: Payload<J>, meta: JobMeta) => Promise<void>,
): JobHandler {
  return {
    queue: job.queue,
    name: job.name,
    run: async (raw, meta) => {
      const parsed = job.schema.safeParse(raw);
      if (!parsed.success)
        throw new UnrecoverableError(`${job.name}: the payload is not valid: ${parsed.error.message}`);
      await run(parsed.data as Payload<J>, meta);
    },
  };
}

export interface WorkerOptions {
  readonly redisUrl: string;
  /** Handlers of one queue, or of several: each queue gets one worker. */
  readonly handlers: readonly JobHandler[];
  /** Jobs of one queue that run at once in this process. */
  readonly concurrency?: number;
  /** Told of each try that failed. */
  readonly onError?: (error: Error, meta: JobMeta | null) => void;
}

export interface RunningWorkers {
  /** Takes no more jobs and waits for those that run; `force` does not wait. */
  close(force?: boolean): Promise<void>;
}

/**
 * Serves queues. BullMQ delivers at least once: what must happen once is claimed in Postgres by the handler.
 */
export function startWorkers({ redisUrl, handlers, concurrency = 1, onError }: WorkerOptions): RunningWorkers {
  const connection = connectRedis(redisUrl, "callbay-worker");
  const workers = [...groupByQueue(handlers)].map(([queue, own]) => {
    const worker = new Worker(
      queue,
      async (job) => {
        const handler = own.find((candidate) => candidate.name === job.name);
        if (!handler) throw new UnrecoverableError(`Nothing here handles ${job.name} of queue ${queue}`);
        await handler.run(job.data, metaOf(queue, job));
      },
      { connection: connection as ConnectionOptions, concurrency },
    );
    worker.on("failed", (job, error) => onError?.(error, job ? metaOf(queue, job) : null));
    worker.on("error", (error) => onError?.(error, null));
    return worker;
  });
  return {
    async close(force = false) {
      await Promise.all(workers.map((worker) => worker.close(force)));
      disconnectRedis(connection);
    },
  };
}

interface JobLike {
  readonly id?: string | undefined;
  readonly name: string;
  readonly timestamp: number;
  readonly attemptsMade: number;
  readonly opts: { readonly attempts?: number | undefined };
}

function metaOf(queue: string, job: JobLike): JobMeta {
  const attempt = job.attemptsMade + 1;
  return {
    id: job.id ?? "",
    name: job.name,
    queue,
    enqueuedAt: new Date(job.timestamp),
    attempt,
    lastAttempt: attempt >= (job.opts.attempts ?? 1),
  };
}

function groupByQueue(handlers: readonly JobHandler[]): Map<string, JobHandler[]> {
  const groups = new Map<string, JobHandler[]>();
  for (const handler of handlers) {
    const group = groups.get(handler.queue);
    if (group) group.push(handler);
    else groups.set(handler.queue, [handler]);
  }
  return groups;
}
