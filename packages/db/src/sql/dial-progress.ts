import type { Tx } from "../client.ts";

export interface ContactCount {
  readonly campaignId: string;
  readonly state: string;
  readonly reason: string;
  readonly count: number;
  /** The earliest of the contacts that are ready; null for others. */
  readonly nextAt: Date | null;
}

/** Contacts by state and reason, of one campaign or of all of the tenant's. */
export async function countContacts(tx: Tx, tenantId: string, campaignId: string | null): Promise<ContactCount[]> {
  return tx.$queryRaw<ContactCount[]>`
    SELECT campaign_id AS "campaignId", state::text AS state, reason, count(*)::int AS count,
           min(next_attempt_at) FILTER (WHERE state = 'ready') AS "nextAt"
    FROM campaign_contact
    WHERE tenant_id = ${tenantId}::uuid AND (${campaignId}::uuid IS NULL OR campaign_id = ${campaignId}::uuid)
    GROUP BY campaign_id, state, reason ORDER BY count(*) DESC, reason`;
}

/** Ended attempts by what the network said. */
export async function countOutcomes(
  tx: Tx,
  tenantId: string,
  campaignId: string,
): Promise<{ outcome: string; count: number }[]> {
  return tx.$queryRaw`
    SELECT outcome::text AS outcome, count(*)::int AS count FROM attempt
    WHERE tenant_id = ${tenantId}::uuid AND campaign_id = ${campaignId}::uuid AND state = 'ended'
      AND outcome IS NOT NULL
    GROUP BY outcome ORDER BY count(*) DESC`;
}

/** Calls by what the agent said; dispositions that nobody used yet count zero. */
export async function countDispositions(
  tx: Tx,
  tenantId: string,
  campaignId: string,
): Promise<{ dispositionId: string; code: string; label: string; success: boolean; count: number }[]> {
  return tx.$queryRaw`
    SELECT d.id AS "dispositionId", d.code, d.label, d.success, count(c.id)::int AS count
    FROM campaign_disposition d
    LEFT JOIN call c ON c.tenant_id = d.tenant_id AND c.campaign_id = d.campaign_id AND c.disposition_id = d.id
    WHERE d.tenant_id = ${tenantId}::uuid AND d.campaign_id = ${campaignId}::uuid
    GROUP BY d.id, d.code, d.label, d.success, d.position ORDER BY d.position`;
}
