import type { AgentlessKey, KeyAction } from "@callbay/domain/agentless";
import type { TransferPhase } from "@callbay/domain/call-control";
import type { CelRow } from "@callbay/domain/call-machine";
import type { DutySnapshot } from "@callbay/domain/duty-machine";
import type { RecordingPlace } from "@callbay/domain/recording/places";
import type { CallOrder, ClaimResult } from "@callbay/services/call/claim";
import type { Detection } from "@callbay/services/call/detection";
import type { CALL_EVENT_TYPES } from "@callbay/services/call/events";
import type { FinishCallInput, FinishedCall } from "@callbay/services/call/finish";
import type { RELEASE_REASONS } from "@callbay/services/call/release";
import type { ScriptProgress } from "@callbay/services/call/script";
import type { markTransfer, TransferOrder } from "@callbay/services/call/transfer";
import type { NodePhone } from "@callbay/services/node/phones";
import type { MonitorRecords } from "./monitors/records.ts";

export type ReleaseReason = (typeof RELEASE_REASONS)[number];
/** Where a transfer stands; see the verb. */
export type TransferMark = Omit<Parameters<typeof markTransfer>[1], "nodeId" | "fence">;
export type CallEventType = (typeof CALL_EVENT_TYPES)[number];

/** Which call, of whom, at what time. */
export interface CallAt {
  readonly tenantId: string;
  readonly callId: string;
  readonly at: Date;
}

/** An attempt that nobody has claimed yet. */
export interface ReservedAttempt {
  readonly trunkId: string;
  readonly reservedAt: Date;
  /** The duty session of the agent who waits for it. */
  readonly reservedFor: string | null;
}

/** What an agent who previews has in Postgres. */
export interface StoredPreview {
  readonly dutySessionId: string;
  /** Until when the contact is theirs; null: they look at none. */
  readonly expiresAt: Date | null;
  /** Attempts made for this agent alone that have no end yet. */
  readonly attemptIds: readonly string[];
}

/** A duty session as Postgres has it. */
export interface StoredSession {
  readonly tenantId: string;
  readonly id: string;
  readonly membershipId: string;
  readonly device: "webrtc" | "sip";
  readonly generation: number;
  readonly startedAt: Date;
  readonly duty: Omit<DutySnapshot, "legUp">;
  readonly seq: number;
  readonly recordingEnabled: boolean;
  readonly nodeId: string;
  /** The seat's own telephone, which is rung in place of a softphone; null: the device registers for this duty alone. */
  readonly phone: { readonly username: string; readonly generation: number } | null;
  readonly ended: boolean;
}

/** A call that Postgres believes to be alive. */
export interface StoredCall {
  readonly order: CallOrder;
  readonly trunkId: string;
  readonly startedAt: Date;
  readonly ringingAt: Date | null;
  readonly answeredAt: Date | null;
  readonly joinedAt: Date | null;
  readonly dutySessionId: string | null;
  readonly recordingId: string | null;
  /** What was done about the detector's word; null while there is none. */
  readonly machineAct: "join" | "hangup" | "message" | null;
  readonly script: ScriptProgress;
  /** Was the customer on hold, and since when? */
  readonly heldSince: Date | null;
  readonly holdMs: number;
  /** When the agent left a conversation that goes on without one. */
  readonly partedAt: Date | null;
  readonly transfer: StoredTransfer | null;
}

/** A transfer under way as Postgres has it. */
export interface StoredTransfer {
  readonly order: TransferOrder;
  readonly phase: TransferPhase;
  readonly answeredAt: Date | null;
}

/** A recording that was begun and is not in our storage, of a call that has ended. */
export interface UnstoredRecording {
  readonly tenantId: string;
  readonly id: string;
  readonly callId: string;
  readonly startedAt: Date;
}

export interface StoredFloor {
  /** When the PBX last answered its owner; null: never. */
  readonly aliveAt: Date | null;
  readonly sessions: readonly StoredSession[];
  readonly calls: readonly StoredCall[];
  readonly recordings: readonly UnstoredRecording[];
}

/** What a node's owner reads and writes, with its fence; the verbs behind it are in verb-records.ts. */
export interface Records extends MonitorRecords {
  peekAttempt(tenantId: string, attemptId: string): Promise<ReservedAttempt | null>;
  claimAttempt(tenantId: string, attemptId: string, now: Date): Promise<ClaimResult>;
  releaseAttempt(tenantId: string, attemptId: string, reason: ReleaseReason): Promise<boolean>;
  /** Gives back all that is reserved on this node; answers how many. */
  releaseReserved(): Promise<number>;
  /** Could another node take this tenant's agents now? */
  hasRefuge(tenantId: string): Promise<boolean>;
  /** Gives an agent to another node; false: there is none, and the agent stays. */
  moveSession(tenantId: string, dutySessionId: string): Promise<boolean>;
  /** Gives a call that has not rung to another trunk; false: it is not to be placed any more. */
  changeTrunk(change: CallAt & { from: string; to: string; cause: number | null }): Promise<boolean>;
  markRinging(call: CallAt): Promise<void>;
  markAnswered(call: CallAt): Promise<void>;
  markJoined(
    call: CallAt & { dutySessionId: string; agentChannelId: string; recordingId: string | null },
  ): Promise<void>;
  noteEvent(call: CallAt & { type: CallEventType; data?: Record<string, string | number | boolean> }): Promise<void>;
  /** Takes a requested transfer by compare-and-set; null: it was taken or given up before. */
  takeTransfer(call: CallAt & { transferId: string }): Promise<TransferOrder | null>;
  markTransfer(mark: TransferMark): Promise<void>;
  markDetected(call: CallAt & { detection: Omit<Detection, "agentSays"> }): Promise<void>;
  recordChoice(call: CallAt & { key: AgentlessKey; action: KeyAction }): Promise<void>;
  /** What these agents, who preview, look at or wait for. */
  readPreviews(dutySessionIds: readonly string[]): Promise<readonly StoredPreview[]>;
  finishCall(end: Omit<FinishCallInput, "nodeId" | "fence">): Promise<FinishedCall>;
  storeRecording(recording: {
    tenantId: string;
    recordingId: string;
    storageKey: string;
    store: RecordingPlace;
    durationMs: number;
    bytes: number;
    sha256: string;
    endedAt: Date;
  }): Promise<boolean>;
  failRecording(recording: { tenantId: string; recordingId: string; failure: string; at: Date }): Promise<void>;
  recordDuty(
    tenantId: string,
    dutySessionId: string,
    seq: number,
    duty: DutySnapshot,
  ): Promise<{ recordingEnabled: boolean }>;
  /** The telephones of seats that may register on this node. */
  readPhones(): Promise<readonly NodePhone[]>;
  markPhone(phone: { tenantId: string; phoneId: string; registered: boolean; at: Date }): Promise<void>;
  readSession(tenantId: string, dutySessionId: string): Promise<StoredSession | null>;
  readFloor(): Promise<StoredFloor>;
  readChannelLog(channelIds: readonly string[]): Promise<readonly CelRow[]>;
  readSettled(callIds: readonly string[]): Promise<readonly string[]>;
}
