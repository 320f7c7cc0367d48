import type { Tx } from "../client.ts";

/** The time zones in which contacts of a campaign's lists live. */
export async function campaignZones(tx: Tx, tenantId: string, campaignId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ timezone: string }[]>`
    SELECT DISTINCT p.timezone FROM campaign_list b
    JOIN contact_point p ON p.tenant_id = b.tenant_id AND p.list_id = b.list_id
    WHERE b.tenant_id = ${tenantId}::uuid AND b.campaign_id = ${campaignId}::uuid`;
  return rows.map((row) => row.timezone);
}

export interface TopUp {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly now: Date;
  /** Zones where the calling window is closed now, and when it opens. */
  readonly closed: readonly { readonly zone: string; readonly opensAt: Date }[];
}

/** Contacts of a campaign's lists that the campaign does not know yet become its own. Returns how many. */
export async function topUpCampaign(tx: Tx, { tenantId, campaignId, now, closed }: TopUp): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO campaign_contact (tenant_id, campaign_id, contact_id, list_id, state, reason, next_attempt_at)
    SELECT b.tenant_id, b.campaign_id, k.id, b.list_id, 'ready',
           CASE WHEN z.opens_at IS NULL THEN 'new' ELSE 'outside_window' END, COALESCE(z.opens_at, ${now})
    FROM campaign_list b
    JOIN contact k ON k.tenant_id = b.tenant_id AND k.list_id = b.list_id
    LEFT JOIN contact_point p ON p.tenant_id = k.tenant_id AND p.contact_id = k.id AND p.position = 0
    LEFT JOIN unnest(
      ${closed.map((each) => each.zone)}::text[],
      ${closed.map((each) => each.opensAt)}::timestamptz[]
    ) AS z(zone, opens_at) ON z.zone = p.timezone
    WHERE b.tenant_id = ${tenantId}::uuid AND b.campaign_id = ${campaignId}::uuid
      AND NOT EXISTS (
        SELECT 1 FROM campaign_contact known
        WHERE known.tenant_id = b.tenant_id AND known.campaign_id = b.campaign_id AND known.contact_id = k.id)
    ON CONFLICT DO NOTHING`;
}
