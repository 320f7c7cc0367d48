import type { Tx } from "../client.ts";

/** The time zones in which contacts of a campaign's list live. */
export async function campaignZones(tx: Tx, tenantId: string, campaignId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ timezone: string }[]>`
    SELECT DISTINCT p.timezone FROM campaign c
    JOIN contact_point p ON p.tenant_id = c.tenant_id AND p.list_id = c.list_id
    WHERE c.tenant_id = ${tenantId}::uuid AND c.id = ${campaignId}::uuid`;
  return rows.map((row) => row.timezone);
}

export interface TopUp {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly now: Date;
  /** Zones where the calling window is closed now, and when it opens. */
  readonly closed: readonly { readonly zone: string; readonly opensAt: Date }[];
}

/** Contacts of a campaign's list that the campaign does not know yet become its own. Returns how many. */
export async function topUpCampaign(tx: Tx, { tenantId, campaignId, now, closed }: TopUp): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO campaign_contact (tenant_id, campaign_id, contact_id, state, reason, next_attempt_at)
    SELECT c.tenant_id, c.id, k.id, 'ready',
           CASE WHEN z.opens_at IS NULL THEN 'new' ELSE 'outside_window' END, COALESCE(z.opens_at, ${now})
    FROM campaign c
    JOIN contact k ON k.tenant_id = c.tenant_id AND k.list_id = c.list_id
    LEFT JOIN contact_point p ON p.tenant_id = k.tenant_id AND p.contact_id = k.id AND p.position = 0
    LEFT JOIN unnest(
      ${closed.map((each) => each.zone)}::text[],
      ${closed.map((each) => each.opensAt)}::timestamptz[]
    ) AS z(zone, opens_at) ON z.zone = p.timezone
    WHERE c.tenant_id = ${tenantId}::uuid AND c.id = ${campaignId}::uuid
      AND NOT EXISTS (
        SELECT 1 FROM campaign_contact known
        WHERE known.tenant_id = c.tenant_id AND known.campaign_id = c.id AND known.contact_id = k.id)
    ON CONFLICT DO NOTHING`;
}
