import type { RawTx } from "@callbay/db/client";
import { type LockedContact, lockContact, writeAwaiting, writeSettled, writeTry } from "@callbay/db/sql/call-finish";
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
export async function countAttempt(tx: RawTx, key: ContactKey, outcome: Outcome, at: Date): Promise<void> {
  const contact = await lockContact(tx, key);
  if (!contact) return;
  const counted = countsOf(contact);
  await writeTry(tx, key, {
    attempts: contact.attempts + 1,
    outcomeCounts: { ...counted, [outcome]: (counted[outcome] ?? 0) + 1 },
    outcome,
    at,
    agentOnlyUntil: outcome === "abandoned" ? agentOnlyAfter(contact, at) : null,
  });
}

/** Until when only a reserved agent may call who was answered by silence; null where the profile asks for nothing. */
function agentOnlyAfter({ compliance }: LockedContact, at: Date): Date | null {
  const { agentOnlyHours } = profileOf(compliance).rules.abandoned;
  return agentOnlyHours === 0 ? null : new Date(at.getTime() + agentOnlyHours * 3_600_000);
}

/** Leaves the contact reserved for the agent's word. */
export async function awaitDisposition(tx: RawTx, key: ContactKey): Promise<void> {
  await writeAwaiting(tx, key, AWAITING_DISPOSITION);
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
  tx: RawTx,
  key: ContactKey,
  ended: {
    readonly outcome: Outcome;
    readonly disposition: ContactWord | null;
    /** What the agent promised with the disposition. */
    readonly callback?: PromisedCallback | null;
    /** Until when it may still ring, though it has ended for us. */
    readonly ringsUntil?: Date | null;
    readonly now: Date;
  },
): Promise<void> {
  const contact = await lockContact(tx, key);
  if (!contact) return;
  const { disposition, outcome, callback = null, ringsUntil = null, now } = ended;
  const next = nextContactState({
    rules: parseRetryRules(contact.retryRules),
    attempts: contact.attempts,
    outcomeCounts: countsOf(contact),
    outcome,
    ringsUntil,
    now,
    callbackAt: callback?.at ?? null,
    ...(disposition ? { disposition } : {}),
  });
  const isReady = next.state === "ready";
  await writeSettled(tx, key, {
    state: next.state,
    reason: next.reason,
    nextAttemptAt: isReady ? next.nextAttemptAt : null,
    now,
    dispositionId: disposition?.id ?? null,
    // A promise is kept by a conversation; a call that nobody answered leaves it with who gave it.
    callbackBy: disposition ? (isReady ? (callback?.by ?? null) : null) : undefined,
  });
}

function countsOf({ outcomeCounts }: LockedContact) {
  return counts.catch({}).parse(outcomeCounts);
}
