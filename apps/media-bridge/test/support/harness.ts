import type { CelRow } from "@callbay/domain/call-machine";
import type { LiveEvent } from "@callbay/jobs/events";
import type { NodeCommand, NodeCommandResult } from "@callbay/jobs/node-queues";
import { sipUsername } from "@callbay/services/access/derived-secret";
import type { CallOrder } from "@callbay/services/call/claim";
import type { TransferOrder } from "@callbay/services/call/transfer";
import type { PbxControl } from "@callbay/services/node/pbx";
import { pino } from "pino";
import { leaveNode } from "../../src/agents/leave.ts";
import { offerWaiting } from "../../src/calls/join.ts";
import type { Clock } from "../../src/clock.ts";
import { handleCommand } from "../../src/commands.ts";
import { Floor } from "../../src/floor.ts";
import { scopedClock } from "../../src/node/scoped-clock.ts";
import { Watch } from "../../src/node/watch.ts";
import { placeAttempt } from "../../src/originate.ts";
import { Writes } from "../../src/writes.ts";
import { MemoryRecords, TENANT } from "./memory-records.ts";

export interface TestClock extends Clock {
  advance(ms: number): Promise<void>;
}

export interface EmulatedPbx extends PbxControl {
  readonly placed: readonly string[];
  readonly rang: readonly string[];
  readonly log: { readonly rows: readonly CelRow[] };
  register(username: string): void;
}

const TRUNK = { id: "trunk", endpoint: "carrier", priority: 1, maxChannels: 10, callsPerSecond: 10 };
const CAMPAIGN = "00000000-0000-7000-8000-00000000000c";

/** The floor of one node on an emulated PBX, with its owner, who can be killed and replaced. */
export class Harness {
  readonly records: MemoryRecords;
  readonly events: LiveEvent[] = [];
  readonly trunk = { ...TRUNK };
  /** Beside the first. */
  readonly otherTrunks: (typeof TRUNK)[] = [];
  #floor: Floor | null = null;
  #cut: () => void = () => {};
  #serial = 0;

  constructor(
    readonly clock: TestClock,
    readonly pbx: EmulatedPbx,
  ) {
    this.records = new MemoryRecords(() => pbx.log.rows);
  }

  get floor(): Floor {
    if (!this.#floor) throw new Error("nobody owns the node yet");
    return this.#floor;
  }

  /** A new owner takes the node. */
  async own(): Promise<void> {
    const { records, cut } = this.records.open();
    const clock = scopedClock(this.clock);
    let mayAct = true;
    const writes = new Writes({
      clock: this.clock,
      onRefused: (error) => {
        throw error;
      },
      onRetry: () => {},
      onLeaseLost: () => {},
    });
    const floor = new Floor({
      pbx: this.pbx,
      records,
      writes,
      clock,
      log: pino({ level: "silent" }),
      newId: () => this.newId(),
      secretKey: "k".repeat(32),
      keepRecording: async ({ tenantId, recordingId, endedAt }) => {
        const kept = { tenantId, recordingId, endedAt, storageKey: "", durationMs: 0, bytes: 44, sha256: "" };
        await records.storeRecording({ ...kept, store: "disk" });
      },
      publish: (_tenantId, event) => this.events.push(event),
      mayAct: () => mayAct,
    });
    floor.onReady = (agent) => offerWaiting(floor, agent);
    floor.onOff = (agent) => leaveNode(floor, agent);
    for (const trunk of [this.trunk, ...this.otherTrunks]) floor.trunks.set(trunk.id, trunk);
    const watch = new Watch(floor, clock);
    this.#floor = floor;
    this.#cut = () => {
      mayAct = false;
      cut();
      writes.stop();
      watch.stop();
      clock.cancelAll();
      void this.pbx.stop();
    };
    const started = watch.start();
    await this.clock.advance(0);
    await started;
  }

  /** The owner dies in the middle of whatever it does. */
  kill(): void {
    this.#cut();
  }

  newId(): string {
    this.#serial += 1;
    return `00000000-0000-7000-8000-${String(this.#serial).padStart(12, "0")}`;
  }

  /** An agent on duty with a registered softphone; returns the duty session. */
  async agent(membershipId: string): Promise<string> {
    const id = this.newId();
    this.records.openSession(id, membershipId, this.clock.now());
    const attached = this.command({ type: "duty.attach", tenantId: TENANT, dutySessionId: id });
    await this.clock.advance(10);
    await attached;
    this.pbx.register(sipUsername(id, 1));
    await this.clock.advance(200);
    return id;
  }

  /** Reserves an attempt and hands its order to the owner; returns its id. */
  order(
    phone: string,
    membershipIds: readonly string[],
    change: Partial<CallOrder> = {},
    wanted: (id: string) => boolean = () => true,
  ): string {
    const callId = this.reserve(phone, membershipIds, change, wanted);
    this.deliver(callId);
    return callId;
  }

  reserve(
    phone: string,
    membershipIds: readonly string[],
    change: Partial<CallOrder> = {},
    wanted: (id: string) => boolean = () => true,
  ): string {
    let callId = this.newId();
    while (!wanted(callId)) callId = this.newId();
    const order: CallOrder = {
      tenantId: TENANT,
      callId,
      campaignId: CAMPAIGN,
      contactId: this.newId(),
      phone,
      callerId: "+862012345678",
      trunkIds: [],
      ringTimeoutMs: 10_000,
      joinDeadlineMs: 2_000,
      abandonedMedia: "sound:vm-goodbye",
      kind: change.reservedFor ? "preview" : change.script ? "agentless" : "dialer",
      reservedFor: null,
      machine: { detect: false },
      mayDrop: false,
      script: null,
      recordingForced: false,
      needsDisposition: true,
      membershipIds,
      ...change,
    };
    this.records.reserve(order, this.trunk.id, this.clock.now());
    return callId;
  }

  /** The agent looks at a contact until `forMs` from now, as the verb offers it. */
  async preview(dutySessionId: string, forMs = 60_000): Promise<NodeCommandResult> {
    this.records.offers.set(dutySessionId, new Date(this.clock.now().getTime() + forMs));
    return this.command({ type: "duty.preview", tenantId: TENANT, dutySessionId });
  }

  /** A call for this agent alone, as the verb reserves it, tells the owner, and puts the order on the queue. */
  async dial(dutySessionId: string, phone: string, change: Partial<CallOrder> = {}): Promise<string> {
    const callId = this.reserve(phone, [], { reservedFor: dutySessionId, ...change });
    this.records.offers.delete(dutySessionId);
    const answer = await this.command({ type: "duty.dial", tenantId: TENANT, dutySessionId, callId });
    if (!answer.ok) throw new Error(answer.code);
    this.deliver(callId);
    return callId;
  }

  /** Sends a call to somebody else, as the verb asks for it and tells the owner. */
  async transfer(
    dutySessionId: string,
    callId: string,
    to: Partial<TransferOrder> & Pick<TransferOrder, "kind">,
  ): Promise<{ id: string; answer: Promise<NodeCommandResult> }> {
    const transferId = this.newId();
    const isNumber = to.kind === "number";
    this.records.requestTransfer(callId, {
      ...{ transferId, mode: "attended", dutySessionId: null, membershipIds: [], levels: [], phone: null },
      callerId: isNumber ? "+862012345678" : null,
      trunkId: isNumber ? this.trunk.id : null,
      ...to,
    });
    const answer = this.command({ type: "call.transfer", tenantId: TENANT, dutySessionId, callId, transferId });
    return { id: transferId, answer };
  }

  /** Hands an order out, as the queue may do more than once. */
  deliver(attemptId: string, orderedAt = this.clock.now()): void {
    void placeAttempt(this.floor, { tenantId: TENANT, attemptId, orderedAt });
  }

  command(command: NodeCommand): Promise<NodeCommandResult> {
    return handleCommand(this.floor, command);
  }

  /** The agent's word, as the verb writes it and tells the owner. */
  async dispose(callId: string): Promise<void> {
    const attempt = this.records.attempt(callId);
    attempt.disposed = true;
    if (!attempt.dutySessionId) return;
    await this.command({ type: "duty.disposed", tenantId: TENANT, dutySessionId: attempt.dutySessionId, callId });
  }

  state(dutySessionId: string): string {
    return this.records.session(dutySessionId).duty.state;
  }
}

export { TENANT };
