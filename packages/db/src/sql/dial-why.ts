import type { RawTx, Tx } from "../client.ts";

interface ContactKey {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly contactId: string;
}

/** Writes which refusals a person lifted for a contact; null takes it back. */
export async function storeOverride(tx: Tx, key: ContactKey, override: object | null): Promise<void> {
  await tx.$executeRaw`
    UPDATE campaign_contact SET override = ${override === null ? null : JSON.stringify(override)}::jsonb
    WHERE tenant_id = ${key.tenantId}::uuid AND campaign_id = ${key.campaignId}::uuid
      AND contact_id = ${key.contactId}::uuid`;
}

export interface ReasonCount {
  readonly state: string;
  readonly reason: string;
  readonly count: number;
  /** Of them, those of lists that the campaign still has. */
  readonly onLists: number;
  /** The earliest instant at which one of them is due; null for those that are not waiting. */
  readonly nextAt: Date | null;
}

/**
 * All contacts of a campaign by why they are not being dialled, each in one class. A ready contact that is due and that
 * no gate has refused is `in_line`; one that waits for an agent of its own, or for time, says which; a fresh one of a list
 * that the campaign has no more is never drawn; the others say what was written when they were last judged.
 */
export async function countReasons(tx: Tx, tenantId: string, campaignId: string, now: Date): Promise<ReasonCount[]> {
  return tx.$queryRaw<ReasonCount[]>`
    SELECT state::text AS state, class AS reason, count(*)::int AS count, count(of_list)::int AS "onLists",
           min(next_attempt_at) FILTER (WHERE state = 'ready') AS "nextAt"
    FROM (
      SELECT k.state, k.next_attempt_at, b.list_id AS of_list, CASE
        WHEN state <> 'ready' THEN reason
        WHEN attempts = 0 AND b.list_id IS NULL THEN 'list_removed'
        WHEN callback_by IS NOT NULL THEN 'callback_reserved'
        WHEN agent_only_until > ${now} THEN 'agent_only'
        WHEN next_attempt_at <= ${now} THEN 'in_line'
        ELSE reason END AS class
      FROM campaign_contact k
      LEFT JOIN campaign_list b ON b.tenant_id = k.tenant_id AND b.campaign_id = k.campaign_id AND b.list_id = k.list_id
      WHERE k.tenant_id = ${tenantId}::uuid AND k.campaign_id = ${campaignId}::uuid) k
    GROUP BY state, class ORDER BY count(*) DESC, class`;
}

/** How many contacts the campaign's lists have together, whether they are the campaign's or not. */
export async function countListed(tx: Tx, tenantId: string, campaignId: string): Promise<number> {
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM contact
    WHERE tenant_id = ${tenantId}::uuid AND list_id IN (
      SELECT list_id FROM campaign_list WHERE tenant_id = ${tenantId}::uuid AND campaign_id = ${campaignId}::uuid)`;
  return rows[0]?.count ?? 0;
}

/**
 * Contacts that were taken out of the queue for one of these reasons are judged anew: what held them back may have
 * been put right meanwhile. Returns how many, at most `limit`.
 */
export async function reopenBlocked(
  tx: RawTx,
  which: { readonly tenantId: string; readonly campaignId: string; readonly now: Date },
  reasons: readonly string[],
  limit: number,
): Promise<number> {
  return tx.$executeRaw`
    UPDATE campaign_contact SET state = 'ready', reason = 'reopened', next_attempt_at = ${which.now}, done_at = NULL
    WHERE tenant_id = ${which.tenantId}::uuid AND campaign_id = ${which.campaignId}::uuid AND contact_id = ANY(ARRAY(
      SELECT contact_id FROM campaign_contact
      WHERE tenant_id = ${which.tenantId}::uuid AND campaign_id = ${which.campaignId}::uuid AND state = 'blocked'
        AND reason = ANY(${[...reasons]}::text[])
      LIMIT ${limit} FOR UPDATE))`;
}

/** The same for single contacts, in whichever campaigns they are. Returns the campaign of each that was reopened. */
export async function reopenContacts(
  tx: Tx,
  which: { readonly tenantId: string; readonly contactIds: readonly string[]; readonly now: Date },
  reasons: readonly string[],
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ campaignId: string }[]>`
    UPDATE campaign_contact SET state = 'ready', reason = 'reopened', next_attempt_at = ${which.now}, done_at = NULL
    WHERE tenant_id = ${which.tenantId}::uuid AND contact_id = ANY(${[...which.contactIds]}::uuid[])
      AND state = 'blocked' AND reason = ANY(${[...reasons]}::text[])
    RETURNING campaign_id AS "campaignId"`;
  return rows.map(({ campaignId }) => campaignId);
}
