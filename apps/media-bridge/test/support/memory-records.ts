import type { TransferResult, TransferState } from "@callbay/domain/call-control";
import { type CelRow, outcomeFromCause } from "@callbay/domain/call-machine";
import { type DutySnapshot, startDuty } from "@callbay/domain/duty-machine";
import type { MonitorSnapshot } from "@callbay/domain/monitor";
import type { Outcome } from "@callbay/domain/values";
import type { CallOrder } from "@callbay/services/call/claim";
import type { Detection } from "@callbay/services/call/detection";
import { scriptProgress } from "@callbay/services/call/script";
import type { TransferOrder } from "@callbay/services/call/transfer";
import type { NodePhone } from "@callbay/services/node/phones";
import type { Records, StoredCall, StoredFloor, StoredSession, TransferMark } from "../../src/records.ts";

export interface MemoryAttempt {
  readonly order: CallOrder;
  trunkId: string;
  readonly reservedAt: Date;
  state: "reserved" | "dialing" | "released" | "ended";
  startedAt: Date | null;
  ringingAt: Date | null;
  answeredAt: Date | null;
  joinedAt: Date | null;
  dutySessionId: string | null;
  endedAt: Date | null;
  partedAt: Date | null;
  outcome: Outcome | null;
  endedBy: string | null;
  closedFrom: string | null;
  holdMs: number;
  releasedReason: string | null;
  disposed: boolean;
  detection: Omit<Detection, "agentSays"> | null;
  readonly notes: { type: string; at: Date; data?: unknown }[];
  /** Who talked in it, from when: each until the next, the last until they parted. */
  readonly talkers: { dutySessionId: string; from: Date }[];
  /** How many ends were written, of which the first counts. */
  ends: number;
  claims: number;
}

export interface MemoryTransfer {
  readonly order: TransferOrder;
  readonly callId: string;
  state: TransferState;
  answeredAt: Date | null;
  endedAt: Date | null;
  result: TransferResult | null;
  reason: string;
  dutySessionId: string | null;
  /** How many usage records were written of its leg. */
  usages: number;
}

export interface MemoryInterval {
  readonly seq: number;
  readonly state: DutySnapshot["state"];
  readonly reason: string | null;
  readonly callId: string | null;
  readonly startedAt: Date;
  endedAt: Date | null;
}

interface MemorySession {
  readonly id: string;
  readonly membershipId: string;
  readonly startedAt: Date;
  duty: DutySnapshot;
  readonly intervals: MemoryInterval[];
  endedAt: Date | null;
  generation: number;
  /** Moved to another node: this one has nothing to write any more. */
  isElsewhere: boolean;
}

export const TENANT = "00000000-0000-7000-8000-00000000000a";

/** Postgres as the verbs leave it, in memory: compare-and-set, idempotent, first writer wins. It outlives an owner. */
export class MemoryRecords {
  readonly attempts = new Map<string, MemoryAttempt>();
  readonly sessions = new Map<string, MemorySession>();
  readonly recordings = new Map<
    string,
    { callId: string; state: "recording" | "stored" | "failed"; startedAt: Date }
  >();

  readonly transfers = new Map<string, MemoryTransfer>();

  /** Telephones of seats; here each has its agent's id. */
  phones: readonly NodePhone[] = [];

  /** When the PBX last answered its owner. */
  aliveAt: Date | null = null;

  /** Is there another node, which takes agents who leave this one? */
  hasRefuge = false;

  /** What agents look at: duty session → until when it is theirs. */
  readonly offers = new Map<string, Date>();

  /** Listenings as they were last written. */
  readonly monitors = new Map<string, MonitorSnapshot>();

  /** Called after each reading and each write. */
  onDone: () => void = () => {};

  constructor(private readonly channelLog: () => readonly CelRow[]) {}

  reserve(order: CallOrder, trunkId: string, now: Date): void {
    this.attempts.set(order.callId, {
      order,
      trunkId,
      reservedAt: now,
      state: "reserved",
      startedAt: null,
      ringingAt: null,
      answeredAt: null,
      joinedAt: null,
      dutySessionId: null,
      endedAt: null,
      partedAt: null,
      outcome: null,
      endedBy: null,
      closedFrom: null,
      holdMs: 0,
      releasedReason: null,
      disposed: false,
      detection: null,
      notes: [],
      talkers: [],
      ends: 0,
      claims: 0,
    });
  }

  /** Asks for a transfer, as the verb does. */
  requestTransfer(callId: string, order: TransferOrder): void {
    this.transfers.set(order.transferId, {
      ...{ order, callId, state: "requested", answeredAt: null, endedAt: null, result: null, reason: "", usages: 0 },
      dutySessionId: order.dutySessionId,
    });
  }

  transfer(id: string): MemoryTransfer {
    const transfer = this.transfers.get(id);
    if (!transfer) throw new Error(`no transfer ${id}`);
    return transfer;
  }

  openSession(id: string, membershipId: string, now: Date): void {
    const intervals = [
      { seq: 1, state: "connecting" as const, reason: null, callId: null, startedAt: now, endedAt: null },
    ];
    this.sessions.set(id, {
      id,
      membershipId,
      startedAt: now,
      duty: startDuty(now),
      intervals,
      endedAt: null,
      generation: 1,
      isElsewhere: false,
    });
  }

  attempt(id: string): MemoryAttempt {
    const attempt = this.attempts.get(id);
    if (!attempt) throw new Error(`no attempt ${id}`);
    return attempt;
  }

  session(id: string): MemorySession {
    const session = this.sessions.get(id);
    if (!session) throw new Error(`no session ${id}`);
    return session;
  }

  /** The records as one owner holds them. After `cut` nothing of this owner is written any more: it was killed. */
  open(): { records: Records; cut: () => void } {
    let isCut = false;
    const guard = async <T>(write: () => T): Promise<T> => {
      await Promise.resolve();
      if (isCut) return new Promise<T>(() => {});
      const result = write();
      this.onDone();
      // What it wrote stays; that it was written is never heard.
      return isCut ? new Promise<T>(() => {}) : result;
    };
    const records: Records = {
      peekAttempt: (_, id) =>
        guard(() => {
          const { state, trunkId, reservedAt, order } = this.attempt(id);
          return state === "reserved" ? { trunkId, reservedAt, reservedFor: order.reservedFor } : null;
        }),
      claimAttempt: (_, id, now) =>
        guard(() => {
          const attempt = this.attempt(id);
          if (attempt.state !== "reserved") return { ok: false as const, code: "ATTEMPT_NOT_RESERVED" as const };
          attempt.state = "dialing";
          attempt.startedAt = now;
          attempt.claims += 1;
          const card = {
            displayName: `Customer ${attempt.order.contactId.slice(-2)}`,
            vip: false,
            phone: "+86•••••••00",
            timezone: "Asia/Shanghai",
            country: "CN",
            attributes: {},
            campaign: { id: attempt.order.campaignId, name: "Campaign", purpose: "telemarketing" as const },
            script: "",
            dispositions: [],
          };
          return { ok: true as const, order: attempt.order, card };
        }),
      releaseAttempt: (_, id, reason) =>
        guard(() => {
          const attempt = this.attempt(id);
          if (attempt.state !== "reserved") return false;
          attempt.state = "released";
          attempt.releasedReason = reason;
          return true;
        }),
      releaseReserved: () =>
        guard(() => {
          const reserved = [...this.attempts.values()].filter(({ state }) => state === "reserved");
          for (const attempt of reserved) {
            attempt.state = "released";
            attempt.releasedReason = "pbx_away";
          }
          return reserved.length;
        }),
      hasRefuge: () => guard(() => this.hasRefuge),
      moveSession: (_, id) =>
        guard(() => {
          const session = this.session(id);
          if (!this.hasRefuge || session.duty.state === "talking" || session.endedAt) return false;
          session.generation += 1;
          session.isElsewhere = true;
          return true;
        }),
      changeTrunk: ({ callId, from, to, cause, at }) =>
        guard(() => {
          const attempt = this.attempt(callId);
          if (attempt.state !== "dialing" || attempt.ringingAt || attempt.trunkId !== from) return false;
          attempt.trunkId = to;
          attempt.notes.push({ type: `rerouted ${cause}`, at });
          return true;
        }),
      markRinging: ({ callId, at }) =>
        guard(() => {
          this.attempt(callId).ringingAt ??= at;
        }),
      markAnswered: ({ callId, at }) =>
        guard(() => {
          this.attempt(callId).answeredAt ??= at;
        }),
      markJoined: ({ callId, at, dutySessionId, recordingId }) =>
        guard(() => {
          const attempt = this.attempt(callId);
          if (attempt.joinedAt || attempt.state === "ended") return;
          attempt.joinedAt = at;
          attempt.answeredAt ??= at;
          attempt.dutySessionId = dutySessionId;
          attempt.talkers.push({ dutySessionId, from: at });
          if (recordingId) this.recordings.set(recordingId, { callId, state: "recording", startedAt: at });
        }),
      noteEvent: ({ callId, type, at }) =>
        guard(() => {
          this.attempt(callId).notes.push({ type, at });
        }),
      markDetected: ({ callId, detection }) =>
        guard(() => {
          this.attempt(callId).detection ??= detection;
        }),
      recordChoice: ({ callId, at, key, action }) =>
        guard(() => {
          const { notes } = this.attempt(callId);
          if (notes.some(({ type }) => type === "script_choice")) return;
          notes.push({ type: "script_choice", at, data: { key, do: action.do } });
        }),
      takeTransfer: ({ transferId }) =>
        guard(() => {
          const transfer = this.transfer(transferId);
          if (transfer.state !== "requested" || transfer.endedAt) return null;
          transfer.state = "calling";
          return transfer.order;
        }),
      markTransfer: (mark) => guard(() => this.markTransfer(mark)),
      readPreviews: (ids) =>
        guard(() =>
          ids.map((id) => ({
            dutySessionId: id,
            expiresAt: this.offers.get(id) ?? null,
            attemptIds: [...this.attempts.values()]
              .filter(({ order, state }) => order.reservedFor === id && (state === "reserved" || state === "dialing"))
              .map(({ order }) => order.callId),
          })),
        ),
      finishCall: (end) => guard(() => this.finish(end)),
      storeRecording: ({ recordingId }) =>
        guard(() => {
          const recording = this.recordings.get(recordingId);
          if (recording) recording.state = "stored";
          return recording !== undefined;
        }),
      failRecording: ({ recordingId }) =>
        guard(() => {
          const recording = this.recordings.get(recordingId);
          if (recording) recording.state = "failed";
        }),
      recordDuty: (_, id, seq, duty) => guard(() => this.recordDuty(id, seq, duty)),
      readPhones: () => guard(() => this.phones),
      markPhone: ({ phoneId, registered }) =>
        guard(() => {
          this.phones = this.phones.map((phone) => (phone.id === phoneId ? { ...phone, registered } : phone));
        }),
      readSession: (_, id) => guard(() => this.stored(id)),
      readFloor: () => guard(() => this.floor()),
      readChannelLog: (ids) => guard(() => this.channelLog().filter(({ uniqueid }) => ids.includes(uniqueid))),
      recordMonitor: (_, id, monitor) =>
        guard(() => {
          this.monitors.set(id, monitor);
        }),
      closeMonitors: () =>
        guard(() => {
          const open = [...this.monitors].filter(([, { endedAt }]) => endedAt === null);
          for (const [id, monitor] of open)
            this.monitors.set(id, { ...monitor, state: "ended", end: "system", endedAt: new Date(0) });
          return open.map(([id]) => id);
        }),
      readSettled: (ids) =>
        guard(() =>
          ids.filter((id) => this.attempt(id).endedAt && (this.attempt(id).disposed || !this.attempt(id).joinedAt)),
        ),
    };
    return {
      records,
      cut: () => {
        isCut = true;
      },
    };
  }

  private markTransfer(mark: TransferMark): void {
    const { transferId, callId, at, state, answeredAt, dutySessionId, ended, handedTo, parted } = mark;
    const transfer = this.transfer(transferId);
    if (transfer.endedAt) return;
    transfer.state = ended ? "done" : state;
    transfer.answeredAt ??= answeredAt ?? null;
    transfer.dutySessionId ??= dutySessionId ?? null;
    const attempt = this.attempt(callId);
    attempt.notes.push({ type: `transfer ${transfer.state}${ended ? ` ${ended.result}` : ""}`, at });
    if (handedTo) {
      attempt.dutySessionId = handedTo.dutySessionId;
      attempt.talkers.push({ dutySessionId: handedTo.dutySessionId, from: at });
      const { recordingId } = handedTo;
      if (recordingId) this.recordings.set(recordingId, { callId, state: "recording", startedAt: at });
    }
    if (parted) attempt.partedAt ??= at;
    if (!ended) return;
    transfer.endedAt = at;
    transfer.result = ended.result;
    transfer.reason = ended.reason;
    if (transfer.order.kind === "number" && transfer.answeredAt) transfer.usages += 1;
  }

  private finish(end: Parameters<Records["finishCall"]>[0]) {
    const attempt = this.attempt(end.callId);
    attempt.ends += 1;
    const owed = attempt.joinedAt !== null && !attempt.disposed;
    if (attempt.endedAt) return { outcome: attempt.outcome ?? ("failed" as const), awaitsDisposition: owed };
    attempt.answeredAt ??= end.witnessed?.answeredAt ?? null;
    const script = scriptProgress(attempt.notes.map((note) => ({ data: {}, ...note })));
    const heardScript = script.startedAt !== null && attempt.joinedAt === null;
    attempt.outcome = outcomeFromCause({
      answered: attempt.answeredAt !== null,
      joined: attempt.joinedAt !== null,
      abandoned: attempt.answeredAt !== null && attempt.joinedAt === null && (!heardScript || script.agentAsked),
      script: heardScript,
      machine: attempt.detection !== null && attempt.detection.act !== "join",
      cause: end.cause,
      timedOut: false,
      originateFailed: end.originateFailed ?? false,
    });
    attempt.state = "ended";
    attempt.endedAt = end.endedAt;
    attempt.partedAt = end.partedAt;
    attempt.endedBy = end.endedBy;
    attempt.closedFrom = end.closedFrom;
    attempt.holdMs = end.holdMs ?? 0;
    return { outcome: attempt.outcome, awaitsDisposition: owed };
  }

  private recordDuty(id: string, seq: number, duty: DutySnapshot): { recordingEnabled: boolean } {
    const session = this.session(id);
    if (session.endedAt || session.isElsewhere) return { recordingEnabled: true };
    if (duty.state !== "previewing") this.offers.delete(id);
    for (const interval of session.intervals)
      if (interval.seq < seq || duty.state === "off") interval.endedAt ??= duty.since;
    if (duty.state === "off") session.endedAt = duty.since;
    else if (!session.intervals.some((interval) => interval.seq === seq)) {
      const reason = duty.state === "paused" ? duty.pauseReason : null;
      const { state, currentCallId: callId, since: startedAt } = duty;
      session.intervals.push({ seq, state, reason, callId, startedAt, endedAt: null });
    }
    session.duty = duty;
    return { recordingEnabled: true };
  }

  private stored(id: string): StoredSession {
    const session = this.session(id);
    const { legUp: _, ...duty } = session.duty;
    return {
      tenantId: TENANT,
      id,
      membershipId: session.membershipId,
      device: "webrtc",
      generation: session.generation,
      startedAt: session.startedAt,
      duty,
      seq: session.intervals.at(-1)?.seq ?? 1,
      recordingEnabled: true,
      nodeId: "node",
      phone: this.phones.find(({ id: own }) => own === session.membershipId) ?? null,
      ended: session.endedAt !== null,
    };
  }

  private liveTransfer(callId: string): StoredCall["transfer"] {
    for (const { order, callId: of, state, answeredAt, endedAt, dutySessionId } of this.transfers.values()) {
      if (of !== callId || endedAt || state === "requested" || state === "done") continue;
      return { order: { ...order, dutySessionId }, phase: state, answeredAt };
    }
    return null;
  }

  private floor(): StoredFloor {
    const live = [...this.attempts.values()].filter(({ state, endedAt }) => state === "dialing" && !endedAt);
    const recordingOf = (callId: string) =>
      [...this.recordings].find(([, recording]) => recording.callId === callId && recording.state === "recording")?.[0];
    return {
      aliveAt: this.aliveAt,
      sessions: [...this.sessions.values()]
        .filter(({ endedAt, isElsewhere }) => !endedAt && !isElsewhere)
        .map(({ id }) => this.stored(id)),
      calls: live.map((attempt): StoredCall => {
        const lastHold = attempt.notes.filter(({ type }) => type === "held" || type === "resumed").at(-1);
        return {
          order: attempt.order,
          trunkId: attempt.trunkId,
          startedAt: attempt.startedAt ?? attempt.reservedAt,
          ringingAt: attempt.ringingAt,
          answeredAt: attempt.answeredAt,
          joinedAt: attempt.joinedAt,
          dutySessionId: attempt.dutySessionId,
          recordingId: recordingOf(attempt.order.callId) ?? null,
          machineAct: attempt.detection?.act ?? null,
          script: scriptProgress(attempt.notes.map((note) => ({ data: {}, ...note }))),
          heldSince: lastHold?.type === "held" ? lastHold.at : null,
          holdMs: 0,
          partedAt: attempt.partedAt,
          transfer: this.liveTransfer(attempt.order.callId),
        };
      }),
      recordings: [...this.recordings].flatMap(([id, { callId, state, startedAt }]) =>
        state === "recording" && this.attempt(callId).endedAt ? [{ tenantId: TENANT, id, callId, startedAt }] : [],
      ),
    };
  }
}
