import type { Statements } from "../copy.ts";

export interface RecycleGroup {
  /** The last outcome of contacts that nobody spoke with or said anything about. */
  readonly outcome: string | null;
  readonly dispositionId: string | null;
  /** Contacts that are done. */
  readonly done: number;
  /** Those of them that may be tried once more. */
  readonly within: number;
}

/**
 * The contacts of a campaign that are done, by what was last said of them, else by how the last attempt ended. A success
 * is never tried again, nor is who was tried as often as the campaign allows.
 */
export function recyclable(
  tx: Statements,
  { tenantId, campaignId, maxAttempts }: { tenantId: string; campaignId: string; maxAttempts: number },
): PromiseLike<RecycleGroup[]> {
  return tx.$queryRaw<RecycleGroup[]>`
    SELECT CASE WHEN last_disposition_id IS NULL THEN last_outcome::text END AS outcome,
           last_disposition_id AS "dispositionId", count(*)::int AS done,
           count(*) FILTER (WHERE attempts < ${maxAttempts})::int AS within
    FROM campaign_contact
    WHERE tenant_id = ${tenantId}::uuid AND campaign_id = ${campaignId}::uuid AND state = 'done' AND reason <> 'success'
      AND (last_outcome IS NOT NULL OR last_disposition_id IS NOT NULL)
    GROUP BY 1, 2 ORDER BY 1, 2`;
}

/** Makes these contacts ready again. Their attempts stay counted. Returns how many. */
export function recycle(
  tx: Statements,
  of: {
    readonly tenantId: string;
    readonly campaignId: string;
    readonly maxAttempts: number;
    readonly outcomes: readonly string[];
    readonly dispositionIds: readonly string[];
    readonly now: Date;
  },
): PromiseLike<number> {
  return tx.$executeRaw`
    UPDATE campaign_contact SET state = 'ready', reason = 'recycled', next_attempt_at = ${of.now}::timestamptz, done_at = NULL
    WHERE tenant_id = ${of.tenantId}::uuid AND campaign_id = ${of.campaignId}::uuid AND state = 'done'
      AND reason <> 'success' AND attempts < ${of.maxAttempts}
      AND (last_disposition_id = ANY(${[...of.dispositionIds]}::uuid[])
           OR (last_disposition_id IS NULL AND last_outcome::text = ANY(${[...of.outcomes]}::text[])))`;
}
