import type { RawTx } from "../client.ts";

/** A recording that is deleted, and whose file has still to go. */
export interface DeletedRecording {
  readonly id: string;
  readonly startedAt: Date;
  readonly store: string;
  readonly storageKey: string;
  readonly bytes: number;
}

/**
 * Tenants of whom recordings may have to go: with a campaign whose compliance profile ends their life, with days of
 * their own, or with files that an earlier run left. Call in the operator's scope.
 */
export async function tenantsWithRecordingDays(tx: RawTx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ tenantId: string }[]>`
    SELECT c.tenant_id AS "tenantId" FROM campaign c
    JOIN compliance_profile p ON p.tenant_id = c.tenant_id AND p.id = c.compliance_id
    WHERE p.rules #> '{retention,recordingDays}' <> 'null'::jsonb
    UNION SELECT tenant_id FROM recording_policy WHERE days IS NOT NULL
    UNION SELECT tenant_id FROM recording WHERE state = 'deleted' AND storage_key IS NOT NULL`;
  return rows.map(({ tenantId }) => tenantId);
}

/** Whoever deletes waits for whoever places a hold, until the transaction ends; see the trigger of legal_hold. */
async function waitForHolds(tx: RawTx, tenantId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended('legal-hold:' || ${tenantId}::uuid, 0))`;
}

/**
 * Deletes the oldest stored recordings whose days are over: the tenant's own, or those of their campaign's profile as
 * it is now, whichever are fewer. Their files have still to go: `storage_key` stays until then. Left are those that are
 * needed: under a legal hold; of a call that is disputed; charged on an invoice that is not final; or of a chargeable
 * call that no final invoice carries or has passed over, since until then it may be charged and disputed.
 */
export async function deleteOld(
  tx: RawTx,
  which: { readonly tenantId: string; readonly now: Date; readonly limit: number },
): Promise<DeletedRecording[]> {
  const { tenantId, now, limit } = which;
  await waitForHolds(tx, tenantId);
  return tx.$queryRaw<DeletedRecording[]>`
    WITH old AS MATERIALIZED (
      SELECT r.id FROM recording r
      JOIN call l ON l.tenant_id = r.tenant_id AND l.id = r.call_id
      LEFT JOIN recording_policy y ON y.tenant_id = r.tenant_id
      LEFT JOIN campaign c ON c.tenant_id = l.tenant_id AND c.id = l.campaign_id
      LEFT JOIN compliance_profile p ON p.tenant_id = c.tenant_id AND p.id = c.compliance_id
      WHERE r.tenant_id = ${tenantId}::uuid AND r.state = 'stored' AND r.storage_key IS NOT NULL
        AND r.started_at < ${now}::timestamptz
              - LEAST((p.rules #>> '{retention,recordingDays}')::int, y.days) * interval '1 day'
        AND NOT EXISTS (
          SELECT 1 FROM legal_hold h WHERE h.tenant_id = r.tenant_id AND h.lifted_at IS NULL
            AND (h.recording_id = r.id OR h.call_id = l.id OR h.campaign_id = l.campaign_id
                 OR h.contact_id = l.contact_id))
        AND NOT EXISTS (
          SELECT 1 FROM dispute d JOIN invoice i ON i.tenant_id = d.tenant_id AND i.id = d.invoice_id
          WHERE d.tenant_id = r.tenant_id AND d.call_id = r.call_id AND i.state <> 'finalised')
        AND NOT EXISTS (
          SELECT 1 FROM usage_record u
          WHERE u.tenant_id = r.tenant_id AND u.kind = 'call' AND u.source_key = 'call:' || r.call_id
            AND (EXISTS (
                SELECT 1 FROM charge_usage x
                JOIN charge g ON g.tenant_id = x.tenant_id AND g.id = x.charge_id
                JOIN invoice i ON i.tenant_id = g.tenant_id AND i.id = g.invoice_id
                WHERE x.tenant_id = u.tenant_id AND x.usage_id = u.id AND i.state <> 'finalised')
              OR NOT EXISTS (
                SELECT 1 FROM charge_usage x
                JOIN charge g ON g.tenant_id = x.tenant_id AND g.id = x.charge_id
                JOIN invoice i ON i.tenant_id = g.tenant_id AND i.id = g.invoice_id
                WHERE x.tenant_id = u.tenant_id AND x.usage_id = u.id AND i.state = 'finalised')
              -- What a contract does not price is on no line: a final invoice that knew of it has passed over it.
              AND NOT EXISTS (
                SELECT 1 FROM invoice i WHERE i.tenant_id = u.tenant_id AND i.contract_id = u.contract_id
                  AND i.state = 'finalised' AND i.period_to > u.local_date AND i.created_at >= u.created_at)))
      ORDER BY r.started_at, r.id LIMIT ${limit} FOR UPDATE OF r SKIP LOCKED
    ), drawn AS (
      DELETE FROM recording_wave w USING old WHERE w.tenant_id = ${tenantId}::uuid AND w.recording_id = old.id
    )
    UPDATE recording r SET state = 'deleted' FROM old
    WHERE r.tenant_id = ${tenantId}::uuid AND r.id = old.id
    RETURNING r.id, r.started_at AS "startedAt", r.store, r.storage_key AS "storageKey",
              COALESCE(r.bytes, 0)::float8 AS bytes`;
}

/** Deleted recordings whose file has still to go, whoever deleted them. */
export async function filesToRemove(tx: RawTx, tenantId: string, limit: number): Promise<DeletedRecording[]> {
  return tx.$queryRaw<DeletedRecording[]>`
    SELECT id, started_at AS "startedAt", store, storage_key AS "storageKey", COALESCE(bytes, 0)::float8 AS bytes
    FROM recording WHERE tenant_id = ${tenantId}::uuid AND state = 'deleted' AND storage_key IS NOT NULL
    ORDER BY id LIMIT ${limit}`;
}

/** Says of deleted recordings that their files are gone. What they were (length, hash) stays. */
export async function forgetFiles(tx: RawTx, tenantId: string, ids: readonly string[]): Promise<number> {
  return tx.$executeRaw`
    UPDATE recording SET storage_key = NULL
    WHERE tenant_id = ${tenantId}::uuid AND id = ANY(${[...ids]}::uuid[]) AND state = 'deleted'`;
}
