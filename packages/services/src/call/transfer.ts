import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import {
  TRANSFER_KINDS,
  TRANSFER_MODES,
  TRANSFER_RESULTS,
  TRANSFER_STATES,
  type TransferKind,
  type TransferMode,
  type TransferState,
} from "@callbay/domain/call-control";
import { notFound } from "@callbay/domain/errors";
import { assertNodeFence, ownedBy } from "../node/lease.ts";
import { recordTransferUsage } from "../usage/transfer.ts";
import { systemVerb, z } from "../verb.ts";
import { addEvent } from "./events.ts";

/** What a node's owner needs of a transfer. */
export interface TransferOrder {
  readonly transferId: string;
  readonly kind: TransferKind;
  readonly mode: TransferMode;
  /** Of a number: where it goes, what it is shown, over which trunk. */
  readonly phone: string | null;
  readonly callerId: string | null;
  readonly trunkId: string | null;
  /** The duty session of the agent who is asked for; of a queue null until somebody is taken. */
  readonly dutySessionId: string | null;
  /** Of a queue: of these the next free one. */
  readonly membershipIds: readonly string[];
  /** Each one's level in what the queue is asked for; empty: all alike. */
  readonly levels: readonly number[];
}

interface TransferRow {
  readonly id: string;
  readonly kind: string;
  readonly mode: string;
  readonly state: string;
  readonly phone: string | null;
  readonly callerId: string | null;
  readonly trunkId: string | null;
  readonly dutySessionId: string | null;
  readonly membershipIds: readonly string[];
  readonly levels: readonly number[];
}

/** The order in a stored transfer. */
export function transferOrder(row: TransferRow): TransferOrder {
  const { id, phone, callerId, trunkId, dutySessionId, membershipIds, levels } = row;
  const kind = TRANSFER_KINDS.find((known) => known === row.kind) ?? "queue";
  const mode = TRANSFER_MODES.find((known) => known === row.mode) ?? "blind";
  return { transferId: id, kind, mode, phone, callerId, trunkId, dutySessionId, membershipIds, levels };
}

/** Where a stored transfer stands. */
export function transferState(row: Pick<TransferRow, "state">): TransferState {
  return TRANSFER_STATES.find((known) => known === row.state) ?? "done";
}

const ofTransfer = { ...ownedBy, callId: z.uuid(), transferId: z.uuid(), at: z.date() };

/**
 * Takes a requested transfer by compare-and-set, before anything rings: whatever delivers it twice, it is done once.
 * Null: it was taken, or given up, before. @throws CallbayError LEASE_LOST.
 */
export const takeTransfer = systemVerb({
  name: "call.take_transfer",
  input: z.strictObject(ofTransfer),
  run: async (
    { tx, tenantId, emit },
    { nodeId, fence, callId, transferId, at },
  ): Promise<(TransferOrder & { readonly queueName: string }) | null> => {
    await assertNodeFence(tx, nodeId, fence);
    const [row] = await tx.callTransfer.updateManyAndReturn({
      where: { tenantId, id: transferId, callId, nodeId, state: "requested", endedAt: null },
      data: { state: "calling" },
    });
    if (!row) return null;
    const data = { transferId, state: "calling", kind: row.kind, mode: row.mode };
    await addEvent(tx, { tenantId, callId, at, type: "transfer", data });
    emit({ type: "call.changed", callId, membershipId: row.byMembershipId, campaignId: null, what: "transfer" });
    return { ...transferOrder(row), queueName: row.queueName };
  },
});

/** Ends a transfer that its owner did not take up: nothing rang. One that was taken up is left to its owner. */
export const giveUpTransfer = systemVerb({
  name: "call.give_up_transfer",
  input: z.strictObject({ tenantId: z.uuid(), transferId: z.uuid() }),
  run: async ({ tx, tenantId, now }, { transferId }): Promise<void> => {
    await tx.callTransfer.updateMany({
      where: { tenantId, id: transferId, state: "requested" },
      data: { state: "done", result: "failed", reason: "not_started", endedAt: now },
    });
  },
});

/**
 * Writes where a transfer stands, and what comes with it in the same transaction: the agent whose call it is from now on,
 * that the agent has parted, and the end, with the usage of a leg to a number. Told again, it changes nothing.
 *
 * @throws CallbayError LEASE_LOST, NOT_FOUND.
 */
export const markTransfer = systemVerb({
  name: "call.mark_transfer",
  input: z.strictObject({
    ...ofTransfer,
    state: z.enum(TRANSFER_STATES),
    mode: z.enum(TRANSFER_MODES),
    /** Somebody answered; since when. */
    answeredAt: z.date().nullable(),
    /** Of a queue: who was taken. */
    dutySessionId: z.uuid().nullable(),
    ended: z
      .strictObject({ result: z.enum(TRANSFER_RESULTS), reason: z.string(), cause: z.int().nullable() })
      .nullable(),
    /** The call is this agent's from now on. */
    handedTo: z
      .strictObject({ dutySessionId: z.uuid(), agentChannelId: z.string(), recordingId: z.uuid().nullable() })
      .nullable(),
    /** The agent is out of the conversation, which goes on. */
    parted: z.boolean(),
  }),
  run: async ({ tx, tenantId, now, emit }, input) => {
    const { nodeId, fence, callId, transferId, at, state, ended, handedTo } = input;
    await assertNodeFence(tx, nodeId, fence);
    const [row] = await tx.callTransfer.updateManyAndReturn({
      where: { tenantId, id: transferId, callId, endedAt: null },
      data: {
        state: ended ? "done" : state,
        mode: input.mode,
        ...(input.answeredAt ? { answeredAt: input.answeredAt } : {}),
        ...(input.dutySessionId ? { dutySessionId: input.dutySessionId } : {}),
        ...(ended ? { endedAt: at, result: ended.result, reason: ended.reason, hangupCause: ended.cause } : {}),
      },
    });
    if (!row) return;
    const data = { transferId, state: ended ? "done" : state, kind: row.kind, mode: row.mode, ...(ended ?? {}) };
    await addEvent(tx, { tenantId, callId, at, type: "transfer", data });
    const before = await tx.call.findUniqueOrThrow({
      where: { tenantId_id: { tenantId, id: callId } },
      select: { membershipId: true, campaignId: true },
    });
    const told = new Set([before.membershipId, row.byMembershipId]);
    if (handedTo) told.add(await handOver(tx, { tenantId, callId, at, ...handedTo }));
    else if (row.dutySessionId) told.add(await memberOf(tx, tenantId, row.dutySessionId));
    if (input.parted) await part(tx, { tenantId, callId, at });
    if (ended && row.kind === "number") await recordTransferUsage(tx, { ...row, tenantId, now });
    for (const membershipId of told)
      emit({ type: "call.changed", callId, membershipId, campaignId: before.campaignId, what: "transfer" });
  },
});

interface HandOver {
  readonly tenantId: string;
  readonly callId: string;
  readonly at: Date;
  readonly dutySessionId: string;
  readonly agentChannelId: string;
  readonly recordingId: string | null;
}

/** Gives the call to another agent: seat, leg, recording; the disposition is theirs to give. @returns the membership. */
async function handOver(tx: Tx, to: HandOver): Promise<string> {
  const { tenantId, callId, at, dutySessionId, agentChannelId, recordingId } = to;
  const session = await tx.dutySession.findUnique({
    where: { tenantId_id: { tenantId, id: dutySessionId } },
    select: { membershipId: true, seatLeaseId: true },
  });
  if (!session) throw notFound("duty_session");
  await tx.call.updateMany({ where: { tenantId, id: callId }, data: { ...session, dutySessionId } });
  await endAgentLegs(tx, to);
  const leg = { tenantId, id: newId(), callId, channelId: agentChannelId, kind: "agent" as const, startedAt: at };
  await tx.leg.createMany({ data: leg, skipDuplicates: true });
  if (recordingId) {
    await tx.recording.createMany({ data: { tenantId, id: recordingId, callId, startedAt: at }, skipDuplicates: true });
  }
  return session.membershipId;
}

async function memberOf(tx: Tx, tenantId: string, dutySessionId: string): Promise<string | null> {
  const where = { tenantId_id: { tenantId, id: dutySessionId } };
  return (await tx.dutySession.findUnique({ where, select: { membershipId: true } }))?.membershipId ?? null;
}

/** The agent's talk is over: what follows is the leg's. */
async function part(tx: Tx, of: { tenantId: string; callId: string; at: Date }): Promise<void> {
  const { tenantId, callId, at } = of;
  await tx.call.updateMany({ where: { tenantId, id: callId, partedAt: null }, data: { partedAt: at } });
  await endAgentLegs(tx, of);
}

async function endAgentLegs(tx: Tx, of: { tenantId: string; callId: string; at: Date }): Promise<void> {
  const { tenantId, callId, at } = of;
  await tx.leg.updateMany({ where: { tenantId, callId, kind: "agent", endedAt: null }, data: { endedAt: at } });
}
