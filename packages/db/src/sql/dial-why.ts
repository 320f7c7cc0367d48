import type { Tx } from "../client.ts";

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
  /** The earliest instant at which one of them is due; null for those that are not waiting. */
  readonly nextAt: Date | null;
}

/**
 * All contacts of a campaign by why they are not being dialled, each in one class. A ready contact that is due and that
 * no gate has refused is `in_line`; one that waits for an agent of its own, or for time, says which; the others say
 * what was written when they were last judged.
 */
export async function countReasons(tx: Tx, tenantId: string, campaignId: string, now: Date): Promise<ReasonCount[]> {
  return tx.$queryRaw<ReasonCount[]>`
    SELECT state::text AS state, class AS reason, count(*)::int AS count,
           min(next_attempt_at) FILTER (WHERE state = 'ready') AS "nextAt"
    FROM (
      SELECT state, next_attempt_at, CASE
        WHEN state <> 'ready' THEN reason
        WHEN callback_by IS NOT NULL THEN 'callback_reserved'
        WHEN agent_only_until > ${now} THEN 'agent_only'
        WHEN next_attempt_at <= ${now} THEN 'in_line'
        ELSE reason END AS class
      FROM campaign_contact
      WHERE tenant_id = ${tenantId}::uuid AND campaign_id = ${campaignId}::uuid) k
    GROUP BY state, class ORDER BY count(*) DESC, class`;
}

/** Contacts of the campaign's lists that are not its own: a segment leaves them out, or it has not taken them yet. */
export async function countNotTaken(tx: Tx, tenantId: string, campaignId: string): Promise<number> {
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT ((SELECT count(*) FROM campaign_list b
               JOIN contact c ON c.tenant_id = b.tenant_id AND c.list_id = b.list_id
             WHERE b.tenant_id = ${tenantId}::uuid AND b.campaign_id = ${campaignId}::uuid)
          - (SELECT count(*) FROM campaign_list b
               JOIN campaign_contact k ON k.tenant_id = b.tenant_id AND k.campaign_id = b.campaign_id
                 AND k.list_id = b.list_id
             WHERE b.tenant_id = ${tenantId}::uuid AND b.campaign_id = ${campaignId}::uuid))::int AS count`;
  return rows[0]?.count ?? 0;
}

/**
 * Contacts that were taken out of the queue for one of these reasons are judged anew: what held them back may have
 * been put right meanwhile. Returns how many.
 */
export async function reopenBlocked(
  tx: Tx,
  which: { readonly tenantId: string; readonly campaignId: string; readonly now: Date },
  reasons: readonly string[],
): Promise<number> {
  return tx.$executeRaw`
    UPDATE campaign_contact SET state = 'ready', reason = 'reopened', next_attempt_at = ${which.now}, done_at = NULL
    WHERE tenant_id = ${which.tenantId}::uuid AND campaign_id = ${which.campaignId}::uuid AND state = 'blocked'
      AND reason = ANY(${[...reasons]}::text[])`;
}
