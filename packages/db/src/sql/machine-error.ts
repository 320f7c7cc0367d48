import type { Tx } from "../client.ts";

export interface DetectionRow {
  readonly machines: number;
  readonly sampled: number;
  readonly sampledPeople: number;
  readonly joined: number;
  readonly joinedMachines: number;
  readonly unsure: number;
  readonly people: number;
  readonly listened: number;
  readonly medianMs: number | null;
}

/**
 * What the machine detector said of a campaign's calls since a moment, and what agents said where they listened. Of the
 * sample only those count whose agent answered the question; of the others a disposition without a mark means a person.
 */
export async function countDetections(
  tx: Tx,
  tenantId: string,
  campaignId: string,
  since: Date,
): Promise<DetectionRow> {
  const rows = await tx.$queryRaw<DetectionRow[]>`
    SELECT count(*)::int AS listened,
      count(*) FILTER (WHERE verdict = 'human')::int AS people,
      count(*) FILTER (WHERE verdict = 'machine')::int AS machines,
      count(*) FILTER (WHERE verdict = 'unsure')::int AS unsure,
      count(*) FILTER (WHERE verdict = 'machine' AND sampled AND says IS NOT NULL)::int AS sampled,
      count(*) FILTER (WHERE verdict = 'machine' AND sampled AND says = 'human')::int AS "sampledPeople",
      count(*) FILTER (WHERE verdict <> 'machine' AND joined AND (says IS NOT NULL OR disposed))::int AS joined,
      count(*) FILTER (WHERE verdict <> 'machine' AND joined AND says = 'machine')::int AS "joinedMachines",
      percentile_disc(0.5) WITHIN GROUP (ORDER BY ms)::int AS "medianMs"
    FROM (
      SELECT a.detection ->> 'verdict' AS verdict, (a.detection ->> 'sampled')::boolean AS sampled,
             a.detection ->> 'agentSays' AS says, (a.detection ->> 'ms')::int AS ms,
             c.joined_at IS NOT NULL AS joined, c.disposition_id IS NOT NULL AS disposed
      FROM attempt a JOIN call c ON c.tenant_id = a.tenant_id AND c.id = a.id
      WHERE a.tenant_id = ${tenantId}::uuid AND a.campaign_id = ${campaignId}::uuid AND a.state = 'ended'
        AND a.detection IS NOT NULL AND a.reserved_at >= ${since}
    ) heard`;
  const [row] = rows;
  if (!row) throw new Error("an aggregate has one row");
  return row;
}
