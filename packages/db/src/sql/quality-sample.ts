import type { Tx } from "../client.ts";

/** From which conversations a sample is drawn; what is absent does not narrow it. */
export interface SampleFrom {
  readonly from: Date;
  readonly to: Date;
  readonly campaignIds: readonly string[];
  readonly agentIds: readonly string[];
  readonly dispositionIds: readonly string[];
  /** Of recordings that last at least so long. */
  readonly minMs: number;
  /** Calls that are a success, or those that are none. */
  readonly success: boolean | null;
}

/**
 * Draws calls with a stored recording that nobody has judged by this version, at most so many of each agent. The order
 * of the draw is that of the digest of seed and call: the same seed draws the same calls, a further call of the period
 * changes no other's place, and nobody can say beforehand which will come.
 */
export async function drawCalls(
  tx: Tx,
  which: {
    readonly tenantId: string;
    readonly versionId: string;
    readonly seed: string;
    readonly perAgent: number;
    readonly most: number;
    readonly criteria: SampleFrom;
  },
): Promise<{ readonly outOf: number; readonly calls: { callId: string; agentId: string }[] }> {
  const { tenantId, versionId, seed, perAgent, most, criteria } = which;
  const { from, to, minMs, success } = criteria;
  const rows = await tx.$queryRaw<{ callId: string; agentId: string; outOf: number }[]>`
    WITH fit AS (
      SELECT DISTINCT r.call_id, r.membership_id, md5(${seed} || r.call_id::text) AS place
      FROM recording r
      LEFT JOIN success s ON s.tenant_id = r.tenant_id AND s.id = r.call_id
      WHERE r.tenant_id = ${tenantId}::uuid AND r.state = 'stored' AND r.membership_id IS NOT NULL
        AND r.started_at >= ${from}::timestamptz AND r.started_at < ${to}::timestamptz
        AND COALESCE(r.duration_ms, 0) >= ${minMs}::int
        AND (cardinality(${[...criteria.campaignIds]}::uuid[]) = 0 OR r.campaign_id = ANY(${[...criteria.campaignIds]}::uuid[]))
        AND (cardinality(${[...criteria.agentIds]}::uuid[]) = 0 OR r.membership_id = ANY(${[...criteria.agentIds]}::uuid[]))
        AND (cardinality(${[...criteria.dispositionIds]}::uuid[]) = 0
             OR r.disposition_id = ANY(${[...criteria.dispositionIds]}::uuid[]))
        AND (${success}::boolean IS NULL OR (s.id IS NOT NULL) = ${success}::boolean)
        AND NOT EXISTS (SELECT 1 FROM assessment a WHERE a.tenant_id = r.tenant_id AND a.call_id = r.call_id
                          AND a.version_id = ${versionId}::uuid AND a.calibration_id IS NULL)
    ), ranked AS (
      SELECT fit.*, row_number() OVER (PARTITION BY membership_id ORDER BY place) AS turn, count(*) OVER ()::int AS out_of
      FROM fit
    )
    SELECT call_id AS "callId", membership_id AS "agentId", out_of AS "outOf" FROM ranked
    WHERE turn <= ${perAgent}::int ORDER BY turn, place LIMIT ${most}::int`;
  return { outOf: rows[0]?.outOf ?? 0, calls: rows.map(({ callId, agentId }) => ({ callId, agentId })) };
}
