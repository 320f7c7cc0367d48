import { randomUUID } from "node:crypto";
import { stallingLine } from "@callbay/testing/stalling-line";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { createNodeCommander, serveNodeCommands } from "./commands.ts";
import { defineJob, orWhenBack } from "./define.ts";
import type { LiveEvent } from "./events.ts";
import { createEventPublisher, createEventSubscriber } from "./pubsub.ts";
import { createJobProducer, handle, startWorkers } from "./queue.ts";

const redisUrl = process.env.TEST_REDIS_URL ?? "";
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const keep = <T extends { close: () => unknown }>(part: T): T => {
  closing.push(() => part.close());
  return part;
};
const signal = () => {
  let tell = () => {};
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return { tell, told };
};
/** Where the answer is the subject, not how soon it comes: a busy machine is no absence. */
const PATIENT = { timeoutMs: 30_000 };
const job = (queue = `test-${randomUUID()}`, attempts = 1) =>
  defineJob({
    queue,
    name: "work",
    schema: z.object({ id: z.string() }),
    attempts,
    backoffMs: 1,
    idempotencyKey: ({ id }) => id,
  });

test("two jobs with one key are one while the first waits; afterwards there can be another", async () => {
  const work = job();
  const producer = keep(createJobProducer(redisUrl));
  const [first, other] = [signal(), signal()];
  const seen: string[] = [];
  await producer.enqueue(work, { id: "a" });
  await producer.enqueue(work, { id: "a" });
  await producer.enqueue(work, { id: "b" });
  keep(
    startWorkers({
      redisUrl,
      handlers: [
        handle(work, async ({ id }, meta) => {
          seen.push(id);
          expect(meta.attempt).toBe(1);
          if (id === "b") first.tell();
          if (seen.length === 3) other.tell();
        }),
      ],
    }),
  );
  await first.told;
  expect(seen).toEqual(["a", "b"]);
  await producer.enqueue(work, { id: "a" });
  await other.told;
  expect(seen).toEqual(["a", "b", "a"]);
});

test("a failed job is tried again, and a payload that does not parse never runs", async () => {
  const work = job(undefined, 3);
  const older = { ...work, schema: z.object({ id: z.number() }), idempotencyKey: () => "older" };
  const producer = keep(createJobProducer(redisUrl));
  const done = signal();
  const attempts: number[] = [];
  const errors: string[] = [];
  keep(
    startWorkers({
      redisUrl,
      handlers: [
        handle(work, async (_, { attempt }) => {
          attempts.push(attempt);
          if (attempt < 3) throw new Error("not yet");
          done.tell();
        }),
      ],
      onError: (error) => errors.push(error.message),
    }),
  );
  await producer.enqueue(older, { id: 7 });
  await producer.enqueue(work, { id: "a" });
  await done.told;
  expect(attempts).toEqual([1, 2, 3]);
  expect(errors.filter((message) => message.includes("the payload is not valid"))).toHaveLength(1);
});

const ids = { tenantId: randomUUID(), dutySessionId: randomUUID() };

test("a command is answered by the owner of its node", async () => {
  const nodeId = randomUUID();
  keep(
    serveNodeCommands({
      redisUrl,
      nodeId,
      handle: async ({ type }) => (type === "duty.ready" ? { ok: true } : { ok: false, code: "NO", message: "No." }),
    }),
  );
  const commander = keep(createNodeCommander(redisUrl));
  expect(await commander.send(nodeId, { type: "duty.ready", ...ids }, PATIENT)).toEqual({ ok: true });
  const refused = await commander.send(nodeId, { type: "duty.attach", ...ids }, PATIENT);
  expect(refused).toMatchObject({ ok: false, code: "NO" });
});

test("a command that nobody answers is refused in time, and not done by an owner who comes later", async () => {
  const nodeId = randomUUID();
  const commander = keep(createNodeCommander(redisUrl));
  await expect(commander.send(nodeId, { type: "duty.ready", ...ids }, { timeoutMs: 200 })).rejects.toMatchObject({
    code: "PBX_UNREACHABLE",
  });
  const done: string[] = [];
  keep(
    serveNodeCommands({
      redisUrl,
      nodeId,
      handle: async ({ type }) => {
        done.push(type);
        return { ok: true };
      },
    }),
  );
  await commander.send(nodeId, { type: "duty.attach", ...ids }, PATIENT);
  expect(done).toEqual(["duty.attach"]);
});

test("an event reaches those who listen to its audience, and nobody else", async () => {
  const publisher = keep(createEventPublisher(redisUrl));
  const subscriber = keep(createEventSubscriber(redisUrl));
  const [mine, theirs] = [randomUUID(), randomUUID()];
  const heard: LiveEvent[] = [];
  const got = signal();
  await subscriber.subscribe({ tenantId: mine }, (event) => {
    heard.push(event);
    got.tell();
  });
  await publisher.publish({ tenantId: theirs }, { type: "pool.changed" });
  await publisher.publish({ tenantId: mine }, { type: "seat.changed" });
  await got.told;
  expect(heard).toEqual([{ type: "seat.changed" }]);
});

test("while Redis hangs nobody waits for long, and what was sent is done once when it is back", async () => {
  const line = await stallingLine(redisUrl);
  closing.push(() => line.close());
  const producer = keep(createJobProducer(line.url, PATIENT));
  const hasty = keep(createJobProducer(line.url, { timeoutMs: 300 }));
  const publisher = keep(createEventPublisher(line.url));
  const work = job();
  const done: string[] = [];
  const told = { before: signal(), meanwhile: signal(), after: signal() };
  keep(
    startWorkers({
      redisUrl,
      handlers: [
        handle(work, async ({ id }) => {
          done.push(id);
          told[id as keyof typeof told].tell();
        }),
      ],
    }),
  );
  // Done, it has a connection that is ready, and what follows goes out on it in one piece.
  await orWhenBack(hasty.enqueue(work, { id: "before" }));
  await told.before.told;

  line.stall();
  await expect(hasty.enqueue(work, { id: "meanwhile" })).rejects.toMatchObject({
    kind: "unavailable",
    code: "QUEUE_UNAVAILABLE",
  });
  await orWhenBack(hasty.enqueue(work, { id: "meanwhile" }));
  // An event is dropped; whoever committed something has their answer.
  await publisher.publish({ tenantId: randomUUID() }, { type: "seat.changed" });
  expect(await publisher.ping()).toBe(false);
  expect(done).toEqual(["before"]);

  line.resume();
  await told.meanwhile.told;
  await producer.enqueue(work, { id: "after" });
  await told.after.told;
  expect(done).toEqual(["before", "meanwhile", "after"]);
});

test("a failure that is no absence of Redis is one", async () => {
  await expect(orWhenBack(Promise.reject(new Error("no such queue")))).rejects.toThrow("no such queue");
});
