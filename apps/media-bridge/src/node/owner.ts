import { serveNodeCommands } from "@callbay/jobs/commands";
import { originateAttempt, originateBatch } from "@callbay/jobs/node-queues";
import { handle, startWorkers } from "@callbay/jobs/queue";
import type { VerbContext } from "@callbay/services/context";
import { newEntityId } from "@callbay/services/node/ids";
import { claimNodeLease, isNodeLeaseFree, releaseNodeLease, renewNodeLease } from "@callbay/services/node/lease";
import type { PbxControl } from "@callbay/services/node/pbx";
import type { listNodes } from "@callbay/services/node/read";
import type { Logger } from "pino";
import { leaveNode } from "../agents/leave.ts";
import { offerWaiting } from "../calls/join.ts";
import { systemClock } from "../clock.ts";
import { handleCommand } from "../commands.ts";
import { Floor } from "../floor.ts";
import type { BridgeMetrics } from "../metrics.ts";
import { placeAttempt, placeBatch } from "../originate.ts";
import { fetchRecording } from "../recordings/fetch.ts";
import { createVerbRecords } from "../verb-records.ts";
import { Writes } from "../writes.ts";
import { CLAIM_EVERY_MS, HeldLease, LEASE_MS, RENEW_MS } from "./lease.ts";
import { scopedClock } from "./scoped-clock.ts";
import { Watch } from "./watch.ts";

export type NodeInfo = Awaited<ReturnType<typeof listNodes>>[number];

export interface OwnerOptions {
  readonly node: NodeInfo;
  readonly instanceId: string;
  readonly redisUrl: string;
  readonly storageDir: string;
  readonly secretKey: string;
  readonly log: Logger;
  readonly context: (now?: Date) => VerbContext;
  readonly connect: (node: NodeInfo) => PbxControl;
  readonly metrics?: BridgeMetrics | undefined;
  /** Ours by configuration. Of another process's node we only take care while nobody else does. */
  readonly isOurs: boolean;
}

interface Ownership {
  readonly lease: HeldLease;
  readonly floor: Floor;
  readonly watch: Watch;
  readonly writes: Writes;
  readonly clock: ReturnType<typeof scopedClock>;
  /** Ends serving; `force` does not wait for what is under way. */
  close: (force: boolean) => Promise<void>;
}

/** Originate orders of one node under way at once: most of the time each waits for Postgres. */
export const CONCURRENT_ORDERS = 32;
const SHUTDOWN_MS = 5_000;
/** So long a node of another process has no owner before we step in: a restart is shorter. */
const STEP_IN_AFTER_MS = 3_000;
/** A node that we stepped in for and cannot reach is left to those who can. */
const LEAVE_ALONE_MS = 30_000;

/**
 * Owns one node while it holds the node's lease: the only process that writes its live calls and duty states. Without
 * the lease it waits for it, since its holder may die.
 */
export class NodeOwner {
  #node: NodeInfo;
  #held: Ownership | null = null;
  #stopping = false;
  #wake: () => void = () => {};
  #loop: Promise<void> | null = null;
  /** performance.now() when a node of another process was first seen without an owner. */
  #freeSince: number | null = null;
  #notBefore = 0;

  constructor(private readonly options: OwnerOptions) {
    this.#node = options.node;
  }

  start(): void {
    this.#loop = this.run();
  }

  /** Trunks and state of the node may change while we own it. */
  update(node: NodeInfo): void {
    this.#node = node;
    if (this.#held) this.equip(this.#held.floor);
  }

  status() {
    const held = this.#held;
    return {
      id: this.#node.id,
      name: this.#node.name,
      owned: held !== null,
      connected: held?.floor.parts.pbx.connected ?? false,
      adopted: held?.watch.adopted ?? false,
      agents: held?.floor.agents.size ?? 0,
      calls: held?.floor.calls.size ?? 0,
      pendingWrites: held?.writes.pending ?? 0,
    };
  }

  /** Leaves conversations alone: they go on in the PBX, and the next owner adopts them. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    await this.#loop;
  }

  private async run(): Promise<void> {
    const { log, context, instanceId } = this.options;
    while (!this.#stopping) {
      const askedAt = performance.now();
      if (!this.options.isOurs && !(await this.shouldStepIn())) {
        await this.pause(CLAIM_EVERY_MS);
        continue;
      }
      const lease = await claimNodeLease(context(), {
        nodeId: this.#node.id,
        owner: instanceId,
        ttlMs: LEASE_MS,
      }).catch((error: unknown) => {
        log.warn({ err: error }, "the node's lease could not be asked for");
        return null;
      });
      if (lease) await this.own(new HeldLease(lease.fence, askedAt));
      else await this.pause(CLAIM_EVERY_MS);
    }
  }

  /** Has a node of another process been without an owner for long? The database's own absence does not count. */
  private async shouldStepIn(): Promise<boolean> {
    const free = await isNodeLeaseFree(this.options.context(), { nodeId: this.#node.id }).catch(() => false);
    const now = performance.now();
    this.#freeSince = free ? (this.#freeSince ?? now) : null;
    return this.#freeSince !== null && now - this.#freeSince >= STEP_IN_AFTER_MS && now >= this.#notBefore;
  }

  private async own(lease: HeldLease): Promise<void> {
    const { log, context } = this.options;
    const held = this.takeOver(lease);
    this.#held = held;
    log.info({ fence: String(lease.fence) }, "owner of the node");
    void held.watch.start().then(() => this.serve(held));
    while (!this.#stopping && !lease.isLost) {
      await this.pause(RENEW_MS);
      if (!this.options.isOurs && held.watch.evacuated) {
        this.#notBefore = performance.now() + LEAVE_ALONE_MS;
        break;
      }
      const askedAt = performance.now();
      try {
        const renewed = await renewNodeLease(context(), {
          nodeId: this.#node.id,
          fence: lease.fence,
          ttlMs: LEASE_MS,
          pbxConnected: held.floor.parts.pbx.connected,
        });
        if (renewed) lease.renewed(askedAt);
        else lease.lose();
      } catch (error) {
        log.warn({ err: error }, "the node's lease could not be renewed; trying again");
      }
    }
    await this.letGo(held);
  }

  private takeOver(lease: HeldLease): Ownership {
    const { context, connect, instanceId, storageDir, secretKey, log } = this.options;
    const clock = scopedClock(systemClock);
    const bucket = context().deps.recordingBucket;
    const writes = new Writes({
      clock: systemClock,
      onRefused: (error, key) => log.error({ err: error, key }, "a write was refused"),
      onRetry: (error, key) => log.warn({ err: error, key }, "a write is tried again"),
      onLeaseLost: () => {
        lease.lose();
        this.#wake();
      },
    });
    const pbx = connect(this.#node);
    const records = createVerbRecords({
      ...{ nodeId: this.#node.id, fence: lease.fence, owner: instanceId, context },
      onFinished: this.options.metrics?.ended,
    });
    const floor = new Floor({
      pbx,
      records,
      writes,
      clock,
      log,
      newId: newEntityId,
      secretKey,
      keepRecording: (recording) => fetchRecording({ pbx, records, storageDir, bucket, log }, recording),
      publish: (tenantId, event) => void context().deps.events.publish({ tenantId }, event),
      mayAct: () => lease.mayAct,
      measure: this.options.metrics?.ofNode(this.#node.name),
    });
    floor.onReady = (agent) => offerWaiting(floor, agent);
    floor.onOff = (agent) => leaveNode(floor, agent);
    this.equip(floor);
    return { lease, floor, writes, clock, watch: new Watch(floor, clock), close: async () => {} };
  }

  /** Opens the doors once the floor is adopted: commands and orders. */
  private serve(held: Ownership): void {
    if (held.lease.isLost || this.#held !== held || this.#stopping) return;
    const { redisUrl, log } = this.options;
    const { id } = this.#node;
    const { floor } = held;
    const commands = serveNodeCommands({
      redisUrl,
      nodeId: id,
      handle: (command) => handleCommand(floor, command),
      onError: (error) => log.warn({ err: error }, "commands"),
    });
    const orders = startWorkers({
      redisUrl,
      concurrency: CONCURRENT_ORDERS,
      handlers: [
        handle(originateAttempt(id), (payload, { enqueuedAt }) =>
          placeAttempt(floor, { ...payload, orderedAt: enqueuedAt }),
        ),
        handle(originateBatch(id), (payload, { enqueuedAt }) =>
          placeBatch(floor, { ...payload, orderedAt: enqueuedAt }),
        ),
      ],
      onError: (error) => log.warn({ err: error }, "orders"),
    });
    held.close = async (force) => {
      await Promise.all([commands.close(), orders.close(force)]);
    };
  }

  private async letGo(held: Ownership): Promise<void> {
    const { log, context } = this.options;
    const { lease, writes, floor, watch, clock } = held;
    await within(SHUTDOWN_MS, held.close(lease.isLost));
    watch.stop();
    clock.cancelAll();
    if (!lease.isLost) await within(SHUTDOWN_MS, writes.allWritten());
    writes.stop();
    await floor.parts.pbx.stop();
    this.#held = null;
    if (lease.isLost) {
      this.options.metrics?.leaseLost(this.#node.name);
      log.warn("the node has another owner now");
      return;
    }
    await releaseNodeLease(context(), { nodeId: this.#node.id, fence: lease.fence }).catch((error: unknown) => {
      log.warn({ err: error }, "the lease was not given back; it ends by itself");
    });
  }

  private equip(floor: Floor): void {
    floor.nodeState = this.#node.state;
    floor.trunks.clear();
    for (const trunk of this.#node.trunks) floor.trunks.set(trunk.id, trunk);
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => {}), late]);
  clearTimeout(timer);
}
