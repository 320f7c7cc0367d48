import { CallbayError } from "@callbay/domain/errors";
import { type ConnectionOptions, type Job, Queue, QueueEvents, Worker } from "bullmq";
import { z } from "zod";
import { connectRedis, disconnectRedis } from "./connection.ts";
import {
  commandQueue,
  type NodeCommand,
  type NodeCommander,
  type NodeCommandResult,
  nodeCommand,
} from "./node-queues.ts";

const DEFAULT_TIMEOUT_MS = 5_000;
const JOB = "command";

/** A command is worthless after its sender stopped waiting: the deadline travels with it. */
const envelope = z.object({ command: nodeCommand, deadline: z.number() });
const answer = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
]);

interface NodeLine {
  readonly queue: Queue;
  readonly events: QueueEvents;
}

/** Asks owners of nodes over BullMQ: the command is a job of the node's queue, its result is the answer. */
export function createNodeCommander(redisUrl: string): NodeCommander & { close(): Promise<void> } {
  const connection = connectRedis(redisUrl, "callbay-commander");
  const lines = new Map<string, NodeLine>();
  const lineOf = (nodeId: string): NodeLine => {
    const known = lines.get(nodeId);
    if (known) return known;
    const name = commandQueue(nodeId);
    const line = {
      queue: new Queue(name, { connection: connection as ConnectionOptions }),
      events: new QueueEvents(name, { connection: connection as ConnectionOptions }),
    };
    // Each command that waits for its answer listens: a busy floor has more than Node's ten.
    line.queue.setMaxListeners(0);
    line.events.setMaxListeners(0);
    line.queue.on("error", () => {});
    line.events.on("error", () => {});
    lines.set(nodeId, line);
    return line;
  };
  return {
    async send(nodeId, command, options = {}) {
      const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
      const { queue, events } = lineOf(nodeId);
      const asked = ask(
        queue,
        events,
        { command: nodeCommand.parse(command), deadline: Date.now() + timeoutMs },
        timeoutMs,
      );
      const raw = await withDeadline(asked, timeoutMs + 250);
      return answer.parse(raw);
    },
    async close() {
      await Promise.all([...lines.values()].flatMap(({ queue, events }) => [queue.close(), events.close()]));
      disconnectRedis(connection);
    },
  };
}

async function ask(
  queue: Queue,
  events: QueueEvents,
  data: z.infer<typeof envelope>,
  timeoutMs: number,
): Promise<unknown> {
  // The listener must be there before the answer is.
  await events.waitUntilReady();
  const job = await queue.add(JOB, data, { attempts: 1, removeOnComplete: { age: 60 }, removeOnFail: { age: 3_600 } });
  try {
    return await job.waitUntilFinished(events, timeoutMs);
  } catch (error) {
    await job.remove().catch(() => {});
    throw unreachable(error);
  }
}

async function withDeadline<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unreachable(new Error("no answer"))), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function unreachable(cause: unknown): CallbayError {
  return new CallbayError(
    "unavailable",
    "PBX_UNREACHABLE",
    "The telephone system did not answer in time. What you asked for may not have happened; try again.",
    { cause: cause instanceof Error ? cause.message : String(cause) },
  );
}

export interface CommandServerOptions {
  readonly redisUrl: string;
  readonly nodeId: string;
  readonly handle: (command: NodeCommand) => Promise<NodeCommandResult>;
  readonly onError?: (error: Error) => void;
}

/**
 * Serves a node's commands: called by the node's owner alone. Commands start in order; one that came too late, or
 * was delivered a second time, is not done.
 */
export function serveNodeCommands(options: CommandServerOptions): { close(): Promise<void> } {
  const connection = connectRedis(options.redisUrl, "callbay-command-server");
  const done = new Map<string, Promise<NodeCommandResult>>();
  const run = async (job: Job): Promise<NodeCommandResult> => {
    const parsed = envelope.safeParse(job.data);
    if (!parsed.success) return { ok: false, code: "INVALID_COMMAND", message: "The command is not valid." };
    if (Date.now() > parsed.data.deadline)
      return { ok: false, code: "COMMAND_LATE", message: "The command came too late and was not done." };
    return options.handle(parsed.data.command);
  };
  const worker = new Worker(
    commandQueue(options.nodeId),
    async (job) => {
      const id = job.id ?? "";
      const known = done.get(id);
      if (known) return known;
      const result = run(job);
      done.set(id, result);
      if (done.size > 1_000) for (const old of [...done.keys()].slice(0, 500)) done.delete(old);
      return result;
    },
    { connection: connection as ConnectionOptions, concurrency: 50 },
  );
  worker.on("error", (error) => options.onError?.(error));
  worker.on("failed", (_job, error) => options.onError?.(error));
  return {
    async close() {
      await worker.close(true);
      disconnectRedis(connection);
    },
  };
}
