import type { RawTx, Tx } from "../client.ts";
import type { DueRow } from "./dial-reserve.ts";

/** A contact that only an agent of its own may call, and of which campaign. */
export type PersonalRow = DueRow & { readonly campaignId: string };

/**
 * Contacts due that wait for an agent: those to whom this one promised to call back first, then those that were once
 * answered by silence. Locked; what another transaction holds is passed over.
 */
export async function personalContacts(
  tx: Tx,
  which: {
    readonly tenantId: string;
    readonly campaignIds: readonly string[];
    readonly membershipId: string;
    readonly now: Date;
    readonly limit: number;
  },
): Promise<PersonalRow[]> {
  return tx.$queryRaw<PersonalRow[]>`
    SELECT campaign_id AS "campaignId", contact_id AS "contactId", list_id AS "listId", attempts,
           next_attempt_at AS "nextAttemptAt", agent_only_until AS "agentOnlyUntil", callback_by AS "callbackBy"
    FROM campaign_contact
    WHERE tenant_id = ${which.tenantId}::uuid AND campaign_id = ANY(${[...which.campaignIds]}::uuid[])
      AND state = 'ready' AND attempts > 0 AND next_attempt_at <= ${which.now}
      AND (callback_by = ${which.membershipId}::uuid
           OR (callback_by IS NULL AND agent_only_until > ${which.now}))
    ORDER BY callback_by IS NULL, next_attempt_at LIMIT ${which.limit} FOR UPDATE SKIP LOCKED`;
}

/** One contact of a campaign, locked until the transaction ends. False: the campaign does not have it. */
export async function lockCampaignContact(
  tx: Tx,
  key: { readonly tenantId: string; readonly campaignId: string; readonly contactId: string },
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM campaign_contact WHERE tenant_id = ${key.tenantId}::uuid AND campaign_id = ${key.campaignId}::uuid
      AND contact_id = ${key.contactId}::uuid FOR UPDATE`;
  return rows.length === 1;
}

/** Ends an offer and frees its contact, unless that is in an attempt by now. False: there was no offer. */
export async function takeBackOffer(
  tx: RawTx,
  back: {
    readonly tenantId: string;
    readonly dutySessionId: string;
    /** The reason by which a contact is known to be in preview, and the one it has afterwards. */
    readonly inPreview: string;
    readonly reason: string;
    /** Absent: as due as it was. */
    readonly nextAttemptAt?: Date;
  },
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    WITH offer AS (
      DELETE FROM preview_offer
      WHERE tenant_id = ${back.tenantId}::uuid AND duty_session_id = ${back.dutySessionId}::uuid
      RETURNING campaign_id, contact_id
    ), freed AS (
      UPDATE campaign_contact k SET state = 'ready', reason = ${back.reason},
        next_attempt_at = COALESCE(${back.nextAttemptAt ?? null}::timestamptz, k.next_attempt_at)
      FROM offer
      WHERE k.tenant_id = ${back.tenantId}::uuid AND k.campaign_id = offer.campaign_id
        AND k.contact_id = offer.contact_id AND k.state = 'reserved' AND k.reason = ${back.inPreview}
    )
    SELECT 1 FROM offer`;
  return rows.length > 0;
}

/** A duty session, locked: one wish of its agent at a time. */
export async function lockSession(tx: Tx, tenantId: string, dutySessionId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM duty_session WHERE tenant_id = ${tenantId}::uuid AND id = ${dutySessionId}::uuid FOR UPDATE`;
}

/** Tenants with offers that nobody looks at any more, and of promises that were not kept. Operator's scope. */
export async function tenantsWithStaleOffers(tx: Tx, before: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ tenantId: string }[]>`
    SELECT DISTINCT tenant_id AS "tenantId" FROM preview_offer WHERE expires_at < ${before}`;
  return rows.map(({ tenantId }) => tenantId);
}

/**
 * Promises that the agent who gave them has not kept for so long, or cannot keep any more, become anybody's.
 *
 * @returns how many.
 */
export async function openCallbacks(tx: Tx, tenantId: string, overdueSince: Date): Promise<number> {
  return tx.$executeRaw`
    UPDATE campaign_contact k SET callback_by = NULL
    WHERE k.tenant_id = ${tenantId}::uuid AND k.state = 'ready' AND k.callback_by IS NOT NULL
      AND (k.next_attempt_at < ${overdueSince} OR NOT EXISTS (
        SELECT 1 FROM membership m JOIN campaign_agent a ON a.tenant_id = m.tenant_id AND a.membership_id = m.id
          AND a.campaign_id = k.campaign_id
        WHERE m.tenant_id = k.tenant_id AND m.id = k.callback_by AND m.ended_at IS NULL))`;
}

/** Tenants in which somebody promised to call back. Operator's scope. */
export async function tenantsWithCallbacks(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ tenantId: string }[]>`
    SELECT DISTINCT tenant_id AS "tenantId" FROM campaign_contact WHERE callback_by IS NOT NULL AND state = 'ready'`;
  return rows.map(({ tenantId }) => tenantId);
}
