import type { Tx } from "../client.ts";

/** Contacts that a do-not-call entry alone kept from being dialled may be dialled again. Returns how many. */
export async function unblockNumber(
  tx: Tx,
  { tenantId, phone, campaignId, now }: { tenantId: string; phone: string; campaignId: string | null; now: Date },
): Promise<number> {
  return tx.$executeRaw`
    UPDATE campaign_contact k SET state = 'ready', reason = 'dnc_lifted', next_attempt_at = ${now}, done_at = NULL
    FROM contact_point p
    WHERE p.tenant_id = ${tenantId}::uuid AND p.phone = ${phone}
      AND k.tenant_id = p.tenant_id AND k.contact_id = p.contact_id
      AND (${campaignId}::uuid IS NULL OR k.campaign_id = ${campaignId}::uuid)
      AND k.state IN ('ready', 'blocked') AND k.reason IN ('dnc_tenant', 'dnc_campaign')`;
}
