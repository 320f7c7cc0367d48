import type { TenantActor } from "@callbay/domain/actor";
import type { TenantUnit } from "../verb.ts";

/** The floor's figures of today may be as old as this: its pages ask this often, and each counts a day's calls. */
export const ANSWERS_AGE_MS = 5_000;

export interface Answers {
  /** By a person who was served. */
  readonly answered: number;
  /** By a person who was left alone. */
  readonly abandoned: number;
}

/**
 * The answers that each campaign of the workspace had since `from`; one without any is not in it. They are of nobody in
 * particular, so that all who watch, whatever their team, share one count.
 */
export async function answersSince(
  { tx, tenantId, now, deps }: TenantUnit<TenantActor>,
  from: Date,
): Promise<ReadonlyMap<string, Answers>> {
  const known = deps.memory?.answers.get(tenantId);
  if (known?.from.getTime() === from.getTime() && now.getTime() - known.at.getTime() < ANSWERS_AGE_MS)
    return known.byCampaign;
  const rows = await tx.$queryRaw<(Answers & { campaignId: string })[]>`
    SELECT campaign_id AS "campaignId", (count(*) FILTER (WHERE outcome = 'answered'))::int AS answered,
      (count(*) FILTER (WHERE outcome = 'abandoned'))::int AS abandoned
    FROM call
    WHERE tenant_id = ${tenantId}::uuid AND started_at >= ${from} AND outcome IN ('answered', 'abandoned')
      AND campaign_id IS NOT NULL
    GROUP BY campaign_id`;
  const byCampaign = new Map(rows.map(({ campaignId, ...answers }) => [campaignId, answers]));
  deps.memory?.answers.set(tenantId, { at: now, from, byCampaign });
  return byCampaign;
}
