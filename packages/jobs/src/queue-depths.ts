import { type ConnectionOptions, Queue } from "bullmq";
import { connectRedis, disconnectRedis } from "./connection.ts";

const STATES = ["waiting", "active", "delayed", "failed"] as const;

export interface QueueDepth {
  readonly queue: string;
  readonly state: (typeof STATES)[number];
  readonly jobs: number;
}

/** Reads how much waits in queues. */
export interface QueueReader {
  /** @throws when Redis does not answer */
  depths(queues: readonly string[]): Promise<QueueDepth[]>;
  /** Since when the job waits that waits longest; queues where none waits are left out. */
  oldest(queues: readonly string[]): Promise<{ readonly queue: string; readonly since: Date }[]>;
  close(): Promise<void>;
}

export function createQueueReader(redisUrl: string): QueueReader {
  const connection = connectRedis(redisUrl, "callbay-queue-reader");
  const known = new Map<string, Queue>();
  const queueOf = (name: string): Queue => {
    const queue = known.get(name) ?? new Queue(name, { connection: connection as ConnectionOptions });
    if (!known.has(name)) queue.on("error", () => {});
    known.set(name, queue);
    return queue;
  };
  return {
    async depths(queues) {
      const counted = await Promise.all(
        queues.map(async (queue) => ({ queue, counts: await queueOf(queue).getJobCounts(...STATES) })),
      );
      return counted.flatMap(({ queue, counts }) =>
        STATES.map((state) => ({ queue, state, jobs: counts[state] ?? 0 })),
      );
    },
    async oldest(queues) {
      const found = await Promise.all(
        queues.map(async (queue) => {
          // Jobs wait in the order in which they came: the first is the oldest.
          const [job] = await queueOf(queue).getJobs(["wait"], 0, 0, true);
          return job ? [{ queue, since: new Date(job.timestamp) }] : [];
        }),
      );
      return found.flat();
    },
    async close() {
      await Promise.all([...known.values()].map((queue) => queue.close()));
      disconnectRedis(connection);
    },
  };
}
