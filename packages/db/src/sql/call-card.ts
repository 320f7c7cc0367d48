import type { DispositionField } from "@callbay/domain/disposition-fields";
import type { RawTx } from "../client.ts";

export interface CallCardRow {
  readonly id: string;
  readonly displayName: string;
  readonly attributes: unknown;
  readonly vip: boolean;
  readonly phone: string;
  readonly timezone: string | null;
  readonly country: string | null;
  readonly campaignId: string;
  readonly campaignName: string;
  readonly purpose: string;
  readonly script: string;
  readonly dispositions: readonly {
    readonly id: string;
    readonly position: number;
    readonly code: string;
    readonly label: string;
    readonly success: boolean;
    readonly doNotCall: boolean;
    readonly retryAfterMinutes: number | null;
    readonly fields: readonly DispositionField[];
  }[];
}

/** What an agent's screen shows of these calls the moment they get one. */
export async function callCards(tx: RawTx, tenantId: string, callIds: readonly string[]): Promise<CallCardRow[]> {
  return tx.$queryRaw<CallCardRow[]>`
    SELECT a.id, k.display_name AS "displayName", k.attributes, k.vip, a.phone, p.timezone, p.country,
           c.id AS "campaignId", c.name AS "campaignName", c.purpose::text AS purpose, c.script,
           COALESCE((SELECT jsonb_agg(jsonb_build_object('id', d.id, 'position', d.position, 'code', d.code,
                       'label', d.label, 'success', d.success, 'doNotCall', d.do_not_call,
                       'retryAfterMinutes', d.retry_after_minutes, 'fields', d.fields) ORDER BY d.position)
                     FROM campaign_disposition d WHERE d.tenant_id = c.tenant_id AND d.campaign_id = c.id), '[]')
             AS dispositions
    FROM attempt a
    JOIN campaign c ON c.tenant_id = a.tenant_id AND c.id = a.campaign_id
    JOIN contact k ON k.tenant_id = a.tenant_id AND k.id = a.contact_id
    LEFT JOIN contact_point p ON p.tenant_id = a.tenant_id AND p.id = a.contact_point_id
    WHERE a.tenant_id = ${tenantId}::uuid AND a.id = ANY(${[...callIds]}::uuid[])`;
}
