import { TRANSFER_ACTS } from "@callbay/domain/call-control";
import { MONITOR_ENDS, MONITOR_MODES } from "@callbay/domain/monitor";
import { z } from "zod";
import { defineJob } from "./define.ts";

const id = z.uuid();

/** Name of the queue on which a node's owner takes originate orders. */
export function originateQueue(nodeId: string): string {
  return `node-${nodeId}-originate`;
}

/** Name of the queue on which a node's owner takes commands and answers them. */
export function commandQueue(nodeId: string): string {
  return `node-${nodeId}-command`;
}

const order = z.object({ tenantId: id, attemptId: id });

/** Place one reserved attempt. Refused when older than 3 s: the attempt goes back, uncounted. */
export const originateAttempt = (nodeId: string) =>
  defineJob({
    queue: originateQueue(nodeId),
    name: "originate",
    schema: order,
    attempts: 1,
    backoffMs: 0,
    idempotencyKey: ({ attemptId }) => attemptId,
  });

const batch = z.object({
  tenantId: id,
  orders: z
    .array(z.object({ attemptId: id, trunkId: id }))
    .min(1)
    .max(2_000),
});

/**
 * Place the attempts of one reservation: one job for all of them, so that a queue's work does not grow with the calls.
 * Each is refused, claimed and rung by itself.
 */
export const originateBatch = (nodeId: string) =>
  defineJob({
    queue: originateQueue(nodeId),
    name: "originate-batch",
    schema: batch,
    attempts: 1,
    backoffMs: 0,
    idempotencyKey: ({ orders }) => orders[0]?.attemptId ?? "",
  });

/**
 * What others may ask of the owner of a node. It alone writes live calls and duty states; it answers
 * `{ ok: true } | { ok: false, code, message }`.
 */
export const nodeCommand = z.discriminatedUnion("type", [
  z.object({ type: z.literal("duty.attach"), tenantId: id, dutySessionId: id }),
  z.object({ type: z.literal("duty.ready"), tenantId: id, dutySessionId: id }),
  z.object({ type: z.literal("duty.pause"), tenantId: id, dutySessionId: id, reason: z.string() }),
  z.object({ type: z.literal("duty.end"), tenantId: id, dutySessionId: id, reason: z.string() }),
  z.object({ type: z.literal("duty.preview"), tenantId: id, dutySessionId: id }),
  z.object({ type: z.literal("duty.preview_end"), tenantId: id, dutySessionId: id }),
  /** An attempt is about to be placed for this agent alone, who waits for it from now on. */
  z.object({ type: z.literal("duty.dial"), tenantId: id, dutySessionId: id, callId: id }),
  /** The agent hears themselves, or no more. */
  z.object({ type: z.literal("duty.echo"), tenantId: id, dutySessionId: id, on: z.boolean() }),
  z.object({ type: z.literal("duty.disposed"), tenantId: id, dutySessionId: id, callId: id }),
  z.object({ type: z.literal("call.hangup"), tenantId: id, callId: id, dutySessionId: id }),
  z.object({ type: z.literal("call.hold"), tenantId: id, callId: id, dutySessionId: id, on: z.boolean() }),
  z.object({ type: z.literal("call.mute"), tenantId: id, callId: id, dutySessionId: id, on: z.boolean() }),
  z.object({ type: z.literal("call.dtmf"), tenantId: id, callId: id, dutySessionId: id, digits: z.string() }),
  /** A team leader listens to the call of this duty session's agent; their telephone registers and is rung. */
  z.object({
    type: z.literal("monitor.start"),
    tenantId: id,
    dutySessionId: id,
    callId: id,
    monitorId: id,
    membershipId: id,
    device: z.enum(["webrtc", "sip"]),
    mode: z.enum(MONITOR_MODES),
    announced: z.boolean(),
  }),
  z.object({
    type: z.literal("monitor.mode"),
    tenantId: id,
    dutySessionId: id,
    monitorId: id,
    mode: z.enum(MONITOR_MODES),
  }),
  z.object({
    type: z.literal("monitor.end"),
    tenantId: id,
    dutySessionId: id,
    monitorId: id,
    reason: z.enum(MONITOR_ENDS),
  }),
  /** A transfer that stands in Postgres, requested: where it goes is read there. */
  z.object({ type: z.literal("call.transfer"), tenantId: id, callId: id, dutySessionId: id, transferId: id }),
  z.object({
    type: z.literal("call.transfer_act"),
    tenantId: id,
    callId: id,
    dutySessionId: id,
    act: z.enum(TRANSFER_ACTS),
  }),
]);
export type NodeCommand = z.infer<typeof nodeCommand>;
export type NodeCommandResult = { ok: true } | { ok: false; code: string; message: string };

/** Asks the owner of a node and waits for its answer. The implementation over BullMQ is in commands.ts. */
export interface NodeCommander {
  /** @throws CallbayError PBX_UNREACHABLE when no owner answers within `timeoutMs` (default 5,000) */
  send(nodeId: string, command: NodeCommand, options?: { timeoutMs?: number }): Promise<NodeCommandResult>;
}
