import type { Tx } from "@callbay/db/client";
import { metricValue } from "@callbay/domain/reports/metrics";
import { DEFAULT_SWITCHES } from "@callbay/domain/reports/switches";

/** What an agent did today: counts, milliseconds (`talkMs` of conversations that ended, the others of duty), and the share of duty spent on calls (reports' "occupancy"). */
export interface AgentToday {
  readonly calls: number;
  readonly talkMs: number;
  readonly wrapupMs: number;
  readonly pausedMs: number;
  readonly readyMs: number;
  readonly previewingMs: number;
  readonly talkingMs: number;
  readonly successes: number;
  /** 0 … 1; null while nothing was done. */
  readonly occupancy: number | null;
}

interface TimesRow {
  readonly membershipId: string;
  readonly readyMs: number;
  readonly previewingMs: number;
  readonly talkingMs: number;
  readonly wrapupMs: number;
  readonly pausedMs: number;
}

/** The figures of these people since `from`, up to this moment: what is still on counts until now. */
export async function figuresToday(
  tx: Tx,
  of: { readonly tenantId: string; readonly memberIds: readonly string[]; readonly from: Date; readonly now: Date },
): Promise<ReadonlyMap<string, AgentToday>> {
  const { tenantId, from, now } = of;
  const memberIds = [...of.memberIds];
  const calls = await tx.$queryRaw<{ membershipId: string; calls: number; talkMs: number; successes: number }[]>`
    SELECT c.membership_id AS "membershipId", count(*)::int AS calls, coalesce(sum(c.talk_ms), 0)::float8 AS "talkMs",
      (count(*) FILTER (WHERE d.success))::int AS successes
    FROM call c LEFT JOIN campaign_disposition d ON d.tenant_id = c.tenant_id AND d.id = c.disposition_id
    WHERE c.tenant_id = ${tenantId}::uuid AND c.membership_id = ANY(${memberIds}::uuid[]) AND c.joined_at >= ${from}
    GROUP BY c.membership_id`;
  const times = await tx.$queryRaw<TimesRow[]>`
    SELECT s.membership_id AS "membershipId",
      coalesce(sum(ms) FILTER (WHERE i.state = 'ready'), 0)::float8 AS "readyMs",
      coalesce(sum(ms) FILTER (WHERE i.state = 'previewing'), 0)::float8 AS "previewingMs",
      coalesce(sum(ms) FILTER (WHERE i.state = 'talking'), 0)::float8 AS "talkingMs",
      coalesce(sum(ms) FILTER (WHERE i.state = 'wrapup'), 0)::float8 AS "wrapupMs",
      coalesce(sum(ms) FILTER (WHERE i.state = 'paused'), 0)::float8 AS "pausedMs"
    FROM duty_session s JOIN duty_interval i ON i.tenant_id = s.tenant_id AND i.duty_session_id = s.id,
      LATERAL (SELECT greatest(0, extract(epoch FROM coalesce(i.ended_at, ${now}) - greatest(i.started_at, ${from}))
        * 1000) AS ms) AS took
    WHERE s.tenant_id = ${tenantId}::uuid AND s.membership_id = ANY(${memberIds}::uuid[])
      AND (s.ended_at IS NULL OR s.ended_at > ${from}) AND coalesce(i.ended_at, ${now}) > ${from}
    GROUP BY s.membership_id`;
  const callsOf = new Map(calls.map((row) => [row.membershipId, row]));
  const timesOf = new Map(times.map((row) => [row.membershipId, row]));
  return new Map(
    memberIds.map((id) => {
      const time = timesOf.get(id);
      const call = callsOf.get(id);
      return [
        id,
        {
          calls: call?.calls ?? 0,
          talkMs: call?.talkMs ?? 0,
          successes: call?.successes ?? 0,
          wrapupMs: time?.wrapupMs ?? 0,
          pausedMs: time?.pausedMs ?? 0,
          readyMs: time?.readyMs ?? 0,
          previewingMs: time?.previewingMs ?? 0,
          talkingMs: time?.talkingMs ?? 0,
          occupancy: time
            ? metricValue(
                "occupancy",
                {
                  readyMs: time.readyMs,
                  previewingMs: time.previewingMs,
                  talkingMs: time.talkingMs,
                  wrapupMs: time.wrapupMs,
                },
                DEFAULT_SWITCHES,
              )
            : null,
        },
      ];
    }),
  );
}
