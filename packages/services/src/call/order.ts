import type { Prisma } from "@callbay/db/client";
import {
  type AgentlessScript,
  type AnsweringMachine,
  parseAgentlessScript,
  parseAnsweringMachine,
} from "@callbay/domain/agentless";
import { ATTEMPT_KINDS, type AttemptKind } from "@callbay/domain/eligibility";
import { CallbayError } from "@callbay/domain/errors";
import { profileOf, type StoredProfile } from "../compliance/rules-of.ts";
import { z } from "../verb.ts";

/** What a node's owner needs to place a call and to follow it. */
export interface CallOrder {
  readonly tenantId: string;
  /** The attempt's id, which is the call's and the customer's channel's too. */
  readonly callId: string;
  readonly campaignId: string;
  readonly contactId: string;
  readonly phone: string;
  readonly callerId: string;
  readonly kind: AttemptKind;
  /** The duty session of the agent who waits for this call alone; null: whoever is ready when it is answered. */
  readonly reservedFor: string | null;
  /** Trunks in the order in which they are tried for this number; empty: by their priority. */
  readonly trunkIds: readonly string[];
  readonly ringTimeoutMs: number;
  readonly joinDeadlineMs: number;
  readonly abandonedMedia: string;
  /** Off for calls that an agent waits for, and wherever the profile forbids it. */
  readonly machine: AnsweringMachine;
  /** May a message be left on a machine? The gate's word. */
  readonly mayDrop: boolean;
  /** Speaks in place of an agent; null for campaigns with agents. */
  readonly script: AgentlessScript | null;
  /** The campaign or the contract wants every call recorded. */
  readonly recordingForced: boolean;
  /** Without dispositions there is no wrap-up to wait for. */
  readonly needsDisposition: boolean;
  readonly membershipIds: readonly string[];
}

/** What an order is made of, of the campaign. */
export const ORDER_CAMPAIGN = {
  id: true,
  dialMode: true,
  ringTimeoutMs: true,
  joinDeadlineMs: true,
  abandonedMedia: true,
  recordingForced: true,
  machine: true,
  agentless: true,
  compliance: { select: { id: true, revision: true, rules: true } },
  agents: { select: { membershipId: true } },
  _count: { select: { dispositions: true } },
} as const satisfies Prisma.CampaignSelect;

/** What it is made of, of the attempt. */
export const ORDER_ATTEMPT = {
  kind: true,
  dutySessionId: true,
  decision: true,
} as const satisfies Prisma.AttemptSelect;

interface OrderAttempt {
  readonly kind: string;
  readonly dutySessionId: string | null;
  readonly decision: unknown;
}

interface OrderCampaign {
  readonly id: string;
  readonly ringTimeoutMs: number;
  readonly joinDeadlineMs: number;
  readonly abandonedMedia: string;
  readonly recordingForced: boolean;
  readonly machine: unknown;
  readonly agentless: unknown;
  readonly compliance: StoredProfile | null;
  readonly agents: readonly { readonly membershipId: string }[];
  readonly _count: { readonly dispositions: number };
}

interface Call {
  readonly tenantId: string;
  readonly id: string;
  readonly contactId: string;
  readonly phone: string;
  readonly callerId: string;
}

const NO_DETECTION: AnsweringMachine = { detect: false };
const routeWord = z.object({ trunks: z.array(z.string()) });
const gateWord = z.object({ gate: z.object({ messageDrop: z.boolean() }) });

/**
 * The order of a claimed attempt, or of a call that a new owner adopts.
 *
 * @param recordingForced the contract's word; the campaign's own comes on top.
 */
export function orderOf(
  call: Call,
  attempt: OrderAttempt,
  campaign: OrderCampaign,
  recordingForced: boolean,
): CallOrder {
  const kind = ATTEMPT_KINDS.find((known) => known === attempt.kind) ?? "dialer";
  return {
    tenantId: call.tenantId,
    callId: call.id,
    campaignId: campaign.id,
    contactId: call.contactId,
    phone: call.phone,
    callerId: call.callerId,
    kind,
    reservedFor: attempt.dutySessionId,
    trunkIds: routeWord.safeParse(attempt.decision).data?.trunks ?? [],
    ringTimeoutMs: campaign.ringTimeoutMs,
    joinDeadlineMs: joinDeadline(campaign),
    abandonedMedia: campaign.abandonedMedia,
    machine: attempt.dutySessionId === null ? machineRule(campaign) : NO_DETECTION,
    mayDrop: gateWord.safeParse(attempt.decision).data?.gate.messageDrop ?? false,
    script: kind === "agentless" ? readOr(null, () => parseAgentlessScript(campaign.agentless)) : null,
    recordingForced: campaign.recordingForced || recordingForced,
    needsDisposition: campaign._count.dispositions > 0,
    membershipIds: campaign.agents.map(({ membershipId }) => membershipId),
  };
}

/** The shorter of the campaign's deadline and its profile's: the pacing decides by the same. */
function joinDeadline({ joinDeadlineMs, compliance }: OrderCampaign): number {
  return readOr(joinDeadlineMs, () => Math.min(joinDeadlineMs, profileOf(compliance).rules.abandoned.joinDeadlineMs));
}

/** Never on where the profile forbids it, whatever the campaign says. */
function machineRule({ machine, compliance }: OrderCampaign): AnsweringMachine {
  const rule = readOr(NO_DETECTION, () => parseAnsweringMachine(machine));
  if (!rule.detect) return rule;
  return readOr(NO_DETECTION, () => (profileOf(compliance).rules.machineDetection === "allowed" ? rule : NO_DETECTION));
}

/** A campaign whose settings cannot be read must not keep its node from following the calls that are up. */
function readOr<T>(otherwise: T, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof CallbayError) return otherwise;
    throw error;
  }
}
