import type { Tx } from "@callbay/db/client";
import { nextContactState, parseRetryRules } from "@callbay/domain/retry";
import { OUTCOMES, type Outcome } from "@callbay/domain/values";
import { profileOf } from "../compliance/rules-of.ts";
import { z } from "../verb.ts";
import type { PromisedCallback } from "./callback.ts";

/** The reason of a contact that waits for its agent's word; it stays reserved until then. */
export const AWAITING_DISPOSITION = "awaiting_disposition";

const counts = z.partialRecord(z.enum(OUTCOMES), z.int());

interface ContactKey {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly contactId: string;
}

/** Counts an ended attempt at its contact. Only the end of a call does, so what never rang is never counted. */
export async function countAttempt(tx: Tx, key: ContactKey, outcome: Outcome, at: Date): Promise<void> {
  const contact = await lockContact(tx, key);
  if (!contact) return;
  const outcomeCounts = { ...contact.outcomeCounts, [outcome]: (contact.outcomeCounts[outcome] ?? 0) + 1 };
  const agentOnlyUntil = outcome === "abandoned" ? await agentOnlyAfter(tx, key, at) : null;
  await tx.campaignContact.update({
    where: { tenantId_campaignId_contactId: key },
    data: {
      attempts: contact.attempts + 1,
      outcomeCounts,
      lastOutcome: outcome,
      lastAttemptAt: at,
      ...(agentOnlyUntil ? { agentOnlyUntil } : {}),
    },
  });
}

/** Until when only a reserved agent may call who was answered by silence; null where the profile asks for nothing. */
async function agentOnlyAfter(tx: Tx, { tenantId, campaignId }: ContactKey, at: Date): Promise<Date | null> {
  const campaign = await tx.campaign.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id: campaignId } },
    select: { compliance: { select: { id: true, revision: true, rules: true } } },
  });
  const { agentOnlyHours } = profileOf(campaign.compliance).rules.abandoned;
  return agentOnlyHours === 0 ? null : new Date(at.getTime() + agentOnlyHours * 3_600_000);
}

/** Leaves the contact reserved for the agent's word. */
export async function awaitDisposition(tx: Tx, key: ContactKey): Promise<void> {
  await tx.campaignContact.updateMany({
    where: { ...key, state: "reserved" },
    data: { reason: AWAITING_DISPOSITION },
  });
}

/** A word on a call that decides about its contact. */
export interface ContactWord {
  /** The disposition's; null: the customer's own word, by a key. */
  readonly id: string | null;
  readonly retryAfterMinutes: number | null;
  readonly doNotCall: boolean;
  readonly success: boolean;
}

/** Decides by the campaign's rules, or by what the agent said, when and whether the contact is dialled again. */
export async function settleContact(
  tx: Tx,
  key: ContactKey,
  ended: {
    readonly outcome: Outcome;
    readonly disposition: ContactWord | null;
    /** What the agent promised with the disposition. */
    readonly callback?: PromisedCallback | null;
    readonly now: Date;
  },
): Promise<void> {
  const contact = await lockContact(tx, key);
  if (!contact) return;
  const campaign = await tx.campaign.findUniqueOrThrow({
    where: { tenantId_id: { tenantId: key.tenantId, id: key.campaignId } },
    select: { retryRules: true },
  });
  const { disposition, outcome, callback = null, now } = ended;
  const next = nextContactState({
    rules: parseRetryRules(campaign.retryRules),
    attempts: contact.attempts,
    outcomeCounts: contact.outcomeCounts,
    outcome,
    now,
    callbackAt: callback?.at ?? null,
    ...(disposition ? { disposition } : {}),
  });
  await tx.campaignContact.update({
    where: { tenantId_campaignId_contactId: key },
    data: {
      state: next.state,
      reason: next.reason,
      ...(next.state === "ready" ? { nextAttemptAt: next.nextAttemptAt } : { doneAt: now }),
      ...(disposition?.id ? { lastDispositionId: disposition.id } : {}),
      // A promise is kept by a conversation; a call that nobody answered leaves it with who gave it.
      ...(disposition ? { callbackBy: next.state === "ready" ? (callback?.by ?? null) : null } : {}),
    },
  });
}

async function lockContact(tx: Tx, { tenantId, campaignId, contactId }: ContactKey) {
  await tx.$queryRaw`
    SELECT 1 FROM campaign_contact WHERE tenant_id = ${tenantId}::uuid AND campaign_id = ${campaignId}::uuid
      AND contact_id = ${contactId}::uuid FOR UPDATE`;
  const row = await tx.campaignContact.findUnique({
    where: { tenantId_campaignId_contactId: { tenantId, campaignId, contactId } },
    select: { attempts: true, outcomeCounts: true },
  });
  return row && { attempts: row.attempts, outcomeCounts: counts.catch({}).parse(row.outcomeCounts) };
}
