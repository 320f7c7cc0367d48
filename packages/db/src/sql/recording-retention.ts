import type { RawTx } from "../client.ts";

/** A stored recording whose days are over. */
export interface OldRecording {
  readonly id: string;
  readonly startedAt: Date;
  readonly storageKey: string;
  readonly bytes: number;
}

/** Tenants with a campaign whose compliance profile ends the life of recordings. Call in the operator's scope. */
export async function tenantsWithRecordingDays(tx: RawTx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ tenantId: string }[]>`
    SELECT DISTINCT c.tenant_id AS "tenantId" FROM campaign c
    JOIN compliance_profile p ON p.tenant_id = c.tenant_id AND p.id = c.compliance_id
    WHERE p.rules #> '{retention,recordingDays}' <> 'null'::jsonb`;
  return rows.map(({ tenantId }) => tenantId);
}

/**
 * The oldest stored recordings whose campaign's profile, as it is now, keeps them no longer, after a place in the order
 * of their beginning. Left out are those that somebody still needs as evidence: of a call that is disputed, or charged on
 * an invoice that is not final.
 */
export async function oldRecordings(
  tx: RawTx,
  which: {
    readonly tenantId: string;
    readonly now: Date;
    readonly after: { readonly startedAt: Date; readonly id: string } | null;
    readonly limit: number;
  },
): Promise<OldRecording[]> {
  const { tenantId, now, limit } = which;
  const from = which.after?.startedAt ?? new Date(0);
  const fromId = which.after?.id ?? "00000000-0000-0000-0000-000000000000";
  return tx.$queryRaw<OldRecording[]>`
    SELECT r.id, r.started_at AS "startedAt", r.storage_key AS "storageKey", COALESCE(r.bytes, 0)::float8 AS bytes
    FROM recording r
    JOIN call l ON l.tenant_id = r.tenant_id AND l.id = r.call_id
    JOIN campaign c ON c.tenant_id = l.tenant_id AND c.id = l.campaign_id
    JOIN compliance_profile p ON p.tenant_id = c.tenant_id AND p.id = c.compliance_id
    WHERE r.tenant_id = ${tenantId}::uuid AND r.state = 'stored' AND r.storage_key IS NOT NULL
      AND (r.started_at, r.id) > (${from}::timestamptz, ${fromId}::uuid)
      AND r.started_at < ${now}::timestamptz
            - (p.rules #>> '{retention,recordingDays}')::int * interval '1 day'
      AND NOT EXISTS (
        SELECT 1 FROM dispute d JOIN invoice i ON i.tenant_id = d.tenant_id AND i.id = d.invoice_id
        WHERE d.tenant_id = r.tenant_id AND d.call_id = r.call_id AND i.state <> 'finalised')
      AND NOT EXISTS (
        SELECT 1 FROM usage_record u
        JOIN charge_usage x ON x.tenant_id = u.tenant_id AND x.usage_id = u.id
        JOIN charge g ON g.tenant_id = x.tenant_id AND g.id = x.charge_id
        JOIN invoice i ON i.tenant_id = g.tenant_id AND i.id = g.invoice_id
        WHERE u.tenant_id = r.tenant_id AND u.kind = 'call' AND u.source_key = 'call:' || r.call_id
          AND i.state <> 'finalised')
    ORDER BY r.started_at, r.id LIMIT ${limit}`;
}

/** Says of these recordings that they are deleted. What they were (length, hash) stays. @returns how many it said it of. */
export async function markDeleted(tx: RawTx, tenantId: string, ids: readonly string[]): Promise<number> {
  return tx.$executeRaw`
    UPDATE recording SET state = 'deleted', storage_key = NULL
    WHERE tenant_id = ${tenantId}::uuid AND id = ANY(${[...ids]}::uuid[]) AND state = 'stored'`;
}
