import type { Tx } from "../client.ts";

export interface ConsentCount {
  /** The upload that brought them; null: typed in, or added by a client's own system. */
  readonly importId: string | null;
  readonly contacts: number;
  /** Of them, those with a consent of their own, and of these those whose proof is known. */
  readonly given: number;
  readonly proven: number;
}

/** The contacts of a list by the upload that brought them, with how many of each agreed themselves. */
export async function consentCounts(tx: Tx, tenantId: string, listId: string): Promise<ConsentCount[]> {
  return tx.$queryRaw<ConsentCount[]>`
    SELECT import_id AS "importId", count(*)::int AS contacts, count(consent_at)::int AS given,
           (count(*) FILTER (WHERE consent_at IS NOT NULL AND consent_proof <> ''))::int AS proven
    FROM contact WHERE tenant_id = ${tenantId}::uuid AND list_id = ${listId}::uuid
    GROUP BY import_id ORDER BY import_id DESC NULLS LAST`;
}

interface OfList {
  readonly tenantId: string;
  readonly listId: string;
  /** Those of one upload; null: all. */
  readonly importId: string | null;
}

/** Gives contacts of a list a consent; returns how many. Who has one keeps it unless `replace`. */
export async function writeConsent(
  tx: Tx,
  of: OfList & { readonly consentAt: Date; readonly proof: string; readonly replace: boolean },
): Promise<number> {
  return tx.$executeRaw`
    UPDATE contact SET consent_at = ${of.consentAt}, consent_proof = ${of.proof}
    WHERE tenant_id = ${of.tenantId}::uuid AND list_id = ${of.listId}::uuid
      AND (${of.importId}::uuid IS NULL OR import_id = ${of.importId}::uuid)
      AND (${of.replace} OR consent_at IS NULL)`;
}

/** Contacts of a list that left the queue for one of these reasons are judged anew; how many in which campaign. */
export async function reopenOfList(
  tx: Tx,
  of: OfList & { readonly now: Date },
  reasons: readonly string[],
): Promise<{ campaignId: string; count: number }[]> {
  return tx.$queryRaw<{ campaignId: string; count: number }[]>`
    WITH again AS (
      UPDATE campaign_contact k SET state = 'ready', reason = 'reopened', next_attempt_at = ${of.now}, done_at = NULL
      FROM contact c
      WHERE c.tenant_id = k.tenant_id AND c.id = k.contact_id AND c.list_id = ${of.listId}::uuid
        AND (${of.importId}::uuid IS NULL OR c.import_id = ${of.importId}::uuid)
        AND k.tenant_id = ${of.tenantId}::uuid AND k.state = 'blocked' AND k.reason = ANY(${[...reasons]}::text[])
      RETURNING k.campaign_id)
    SELECT campaign_id AS "campaignId", count(*)::int AS count FROM again GROUP BY campaign_id`;
}
