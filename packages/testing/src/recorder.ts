import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Db } from "@callbay/db/client";
import { createIdentityProviders } from "@callbay/gateways/identity";
import type { JobProducer } from "@callbay/jobs/define";
import type { Audience, EventPublisher, EventSubscriber, LiveEvent } from "@callbay/jobs/events";
import type { NodeCommand, NodeCommander, NodeCommandResult } from "@callbay/jobs/node-queues";
import type { Deps } from "@callbay/services/context";

/** What verbs sent out, in order. For tests of verbs, where Redis is not the subject. */
export interface Recorder {
  readonly deps: Deps;
  readonly events: { readonly audience: Audience; readonly event: LiveEvent }[];
  readonly jobs: { readonly queue: string; readonly name: string; readonly payload: unknown }[];
  readonly commands: { readonly nodeId: string; readonly command: NodeCommand }[];
  /** Errors that nobody foresaw, as the api logged them. */
  readonly failures: unknown[];
  /** What nodes answer from now on (`{ ok: true }` unless told). */
  answerCommands(answer: NodeCommandResult): void;
  readonly subscriber: EventSubscriber;
  /** Resolves when somebody listens to events. */
  subscribed(): Promise<void>;
  clear(): void;
}

/** Many files of tests run in one process: it cleans up once for all of them. */
const storageDirs: string[] = [];
process.once("exit", () => {
  for (const folder of storageDirs) rmSync(folder, { recursive: true, force: true });
});

/**
 * Deps over a real database and recorders for everything else.
 *
 * @param database the database, or where it is to be had once somebody asks for it
 */
export function recorder(database: Db | (() => Db)): Recorder {
  const events: { audience: Audience; event: LiveEvent }[] = [];
  const jobs: { queue: string; name: string; payload: unknown }[] = [];
  const commands: { nodeId: string; command: NodeCommand }[] = [];
  const failures: unknown[] = [];
  const listeners = new Set<{ key: string; listener: (event: LiveEvent) => void }>();
  const waiting: (() => void)[] = [];
  const storageDir = mkdtempSync(join(tmpdir(), "callbay-test-"));
  storageDirs.push(storageDir);
  let answer: NodeCommandResult = { ok: true };

  const publisher: EventPublisher = {
    async publish(audience, event) {
      events.push({ audience, event });
      for (const { key, listener } of [...listeners]) if (key === keyOf(audience)) listener(event);
    },
  };
  const producer: JobProducer = {
    async enqueue(job, payload) {
      jobs.push({ queue: job.queue, name: job.name, payload: job.schema.parse(payload) });
    },
  };
  const commander: NodeCommander = {
    async send(nodeId, command) {
      commands.push({ nodeId, command });
      return answer;
    },
  };
  return {
    deps: {
      get db() {
        return typeof database === "function" ? database() : database;
      },
      events: publisher,
      jobs: producer,
      nodes: commander,
      storageDir,
      secretKey: "a secret of tests that is long enough to be a key",
      appUrl: "http://app.test",
      relayUrl: "ws://relay.test",
      identities: createIdentityProviders({ allowed: [] }),
    },
    events,
    jobs,
    commands,
    failures,
    answerCommands: (next) => {
      answer = next;
    },
    subscriber: {
      async subscribe(audience, listener) {
        const entry = { key: keyOf(audience), listener };
        listeners.add(entry);
        for (const tell of waiting.splice(0)) tell();
        return async () => {
          listeners.delete(entry);
        };
      },
    },
    subscribed: () => (listeners.size > 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    clear: () => {
      events.length = 0;
      jobs.length = 0;
      commands.length = 0;
      failures.length = 0;
    },
  };
}

function keyOf(audience: Audience): string {
  return audience === "operator" ? "operator" : audience.tenantId;
}
