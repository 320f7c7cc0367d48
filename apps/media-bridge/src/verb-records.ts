import type { KeyAction } from "@callbay/domain/agentless";
import { OFF_REASONS, PAUSE_REASONS } from "@callbay/domain/duty-machine";
import { changeTrunk } from "@callbay/services/call/change-trunk";
import { claimAttempts, peekAttempt } from "@callbay/services/call/claim";
import { markDetected, readDetection } from "@callbay/services/call/detection";
import { noteCallEvent } from "@callbay/services/call/events";
import { finishCall } from "@callbay/services/call/finish";
import { orderOf } from "@callbay/services/call/order";
import { markAnswered, markJoined, markRinging } from "@callbay/services/call/progress";
import { failRecording, storeRecording } from "@callbay/services/call/recordings";
import { releaseAttempt } from "@callbay/services/call/release";
import { recordChoice, scriptProgress } from "@callbay/services/call/script";
import { markTransfer, takeTransfer, transferOrder, transferState } from "@callbay/services/call/transfer";
import type { VerbContext } from "@callbay/services/context";
import { readDutySession, recordDutyState } from "@callbay/services/duty/record-state";
import { hasRefuge, moveDutySession, releaseNodeAttempts } from "@callbay/services/node/leave";
import { markPhone, readNodePhones } from "@callbay/services/node/phones";
import { readChannelLog, readNodeFloor, readPreviews, readSettled } from "@callbay/services/node/read";
import { Claims } from "./claims.ts";
import { createMonitorRecords } from "./monitors/records.ts";
import type { Records, StoredCall, StoredSession, StoredTransfer } from "./records.ts";

export interface VerbRecordsOptions {
  readonly nodeId: string;
  readonly fence: bigint;
  readonly owner: string;
  /** A fresh context for each verb. */
  readonly context: (now?: Date) => VerbContext;
  /** Told of each attempt's outcome once it is written. */
  readonly onFinished?: ((outcome: string) => void) | undefined;
}

/** The records of a node, kept in Postgres by verbs under the fence of the node's lease. */
export function createVerbRecords({ nodeId, fence, owner, context, onFinished }: VerbRecordsOptions): Records {
  const by = { nodeId, fence };
  const claims = new Claims((tenantId, attemptIds, now) =>
    claimAttempts(context(now), { ...by, tenantId, attemptIds: [...attemptIds], owner }),
  );
  return {
    ...createMonitorRecords({ nodeId, fence, context }),
    peekAttempt: (tenantId, attemptId) => peekAttempt(context(), { tenantId, attemptId }),
    claimAttempt: (tenantId, attemptId, now) => claims.claim(tenantId, attemptId, now),
    releaseAttempt: (tenantId, attemptId, reason) => releaseAttempt(context(), { tenantId, attemptId, reason }),
    releaseReserved: () => releaseNodeAttempts(context(), by),
    hasRefuge: (tenantId) => hasRefuge(context(), { tenantId, nodeId }),
    moveSession: async (tenantId, dutySessionId) =>
      (await moveDutySession(context(), { ...by, tenantId, dutySessionId })) !== null,
    changeTrunk: (change) => changeTrunk(context(), { ...by, ...change }),
    markRinging: (call) => markRinging(context(), { ...by, ...call }),
    markAnswered: (call) => markAnswered(context(), { ...by, ...call }),
    markJoined: (call) => markJoined(context(), { ...by, ...call }),
    noteEvent: (event) => noteCallEvent(context(), { ...by, ...event }),
    takeTransfer: (call) => takeTransfer(context(), { ...by, ...call }),
    markTransfer: (mark) => markTransfer(context(), { ...by, ...mark }),
    markDetected: (call) => markDetected(context(), { ...by, ...call }),
    recordChoice: ({ action, ...call }) => recordChoice(context(), { ...by, ...call, action: choiceOf(action) }),
    readPreviews: (dutySessionIds) => readPreviews(context(), { dutySessionIds: [...dutySessionIds] }),
    finishCall: async (end) => {
      const finished = await finishCall(context(), { ...by, ...end });
      onFinished?.(finished.outcome);
      return finished;
    },
    storeRecording: (recording) => storeRecording(context(), { ...by, ...recording }),
    failRecording: (recording) => failRecording(context(), { ...by, ...recording }),
    recordDuty: (tenantId, dutySessionId, seq, { state, since, pauseReason, next, currentCallId, offReason }) =>
      recordDutyState(context(), {
        ...by,
        tenantId,
        dutySessionId,
        seq,
        state,
        since,
        pauseReason,
        next,
        currentCallId,
        offReason,
      }),
    readPhones: () => readNodePhones(context(), { nodeId }),
    markPhone: (phone) => markPhone(context(), { ...by, ...phone }),
    readSession: async (tenantId, dutySessionId) => {
      const row = await readDutySession(context(), { tenantId, dutySessionId });
      // A message from before a move: the agent is another node's now.
      return row?.nodeId === nodeId ? toSession(row) : null;
    },
    readFloor: async () => {
      const floor = await readNodeFloor(context(), { nodeId });
      return {
        aliveAt: floor.aliveAt,
        sessions: floor.sessions.map(toSession),
        calls: floor.calls.flatMap(toCall),
        recordings: floor.recordings,
      };
    },
    readChannelLog: (channelIds) => readChannelLog(context(), { channelIds: [...channelIds] }),
    readSettled: (callIds) => readSettled(context(), { callIds: [...callIds] }),
  };
}

/** Without the keys that a choice never is. */
function choiceOf(action: KeyAction): { do: "answer" | "do_not_call" | "agent"; disposition?: string } {
  if (action.do === "answer") return { do: "answer", disposition: action.disposition };
  return { do: action.do === "do_not_call" ? "do_not_call" : "agent" };
}

type SessionRow = NonNullable<Awaited<ReturnType<typeof readDutySession>>>;
type CallRow = Awaited<ReturnType<typeof readNodeFloor>>["calls"][number];

function toSession(row: SessionRow): StoredSession {
  return {
    tenantId: row.tenantId,
    id: row.id,
    membershipId: row.membershipId,
    device: row.device === "sip" ? "sip" : "webrtc",
    generation: row.generation,
    startedAt: row.startedAt,
    duty: {
      state: row.state,
      since: row.stateSince,
      pauseReason: PAUSE_REASONS.find((reason) => reason === row.pauseReason) ?? null,
      next: row.next,
      currentCallId: row.currentCallId,
      offReason: OFF_REASONS.find((reason) => reason === row.endedReason) ?? null,
    },
    seq: row.intervals[0]?.seq ?? 1,
    recordingEnabled: row.seatLease.recordingEnabled,
    nodeId: row.nodeId,
    phone: row.device === "sip" && row.seatLease.phone?.nodeId === row.nodeId ? row.seatLease.phone : null,
    ended: row.endedAt !== null,
  };
}

/** A call without campaign or attempt is not ours to place; none exists while all calls are outbound. */
function toCall(row: CallRow): StoredCall[] {
  const { campaign, attempt, contactId } = row;
  if (!campaign || !attempt || !contactId) return [];
  return [
    {
      order: orderOf({ ...row, contactId }, attempt, campaign, false),
      trunkId: attempt.trunkId,
      startedAt: row.startedAt,
      ringingAt: row.ringingAt,
      answeredAt: row.answeredAt,
      joinedAt: row.joinedAt,
      dutySessionId: row.dutySessionId,
      recordingId: row.recordings[0]?.id ?? null,
      machineAct: readDetection(attempt.detection)?.act ?? null,
      script: scriptProgress(row.events),
      ...holdsOf(row.events),
      partedAt: row.partedAt,
      transfer: toTransfer(row.transfers[0]),
    },
  ];
}

function toTransfer(row: CallRow["transfers"][number] | undefined): StoredTransfer | null {
  const state = row ? transferState(row) : "done";
  if (!row || state === "done" || state === "requested") return null;
  return { order: transferOrder(row), phase: state, answeredAt: row.answeredAt };
}

function holdsOf(events: readonly { type: string; at: Date }[]): { heldSince: Date | null; holdMs: number } {
  let heldSince: Date | null = null;
  let holdMs = 0;
  for (const { type, at } of events) {
    if (type === "held") heldSince ??= at;
    else if (type === "resumed" && heldSince) {
      holdMs += at.getTime() - heldSince.getTime();
      heldSince = null;
    }
  }
  return { heldSince, holdMs };
}
