import type { RawTx } from "../client.ts";

/** What became of an attempt, as far as it went. */
export interface AttemptFate {
  readonly id: string;
  readonly state: "reserved" | "dialing" | "ringing" | "answered" | "joined" | "ended" | "released";
  readonly reservedAt: Date;
  /** When a node began to dial it; null: nobody did. */
  readonly claimedAt: Date | null;
  readonly answeredAt: Date | null;
  readonly joinedAt: Date | null;
  readonly endedAt: Date | null;
  readonly outcome: string | null;
}

/** These attempts, whatever became of them. */
export async function attemptFates(tx: RawTx, tenantId: string, ids: readonly string[]): Promise<AttemptFate[]> {
  if (ids.length === 0) return [];
  return tx.$queryRaw<AttemptFate[]>`
    SELECT t.id, t.state::text AS state, t.reserved_at AS "reservedAt", t.claimed_at AS "claimedAt",
           t.answered_at AS "answeredAt", c.joined_at AS "joinedAt", t.ended_at AS "endedAt", t.outcome::text AS outcome
    FROM attempt t LEFT JOIN call c ON c.tenant_id = t.tenant_id AND c.id = t.id
    WHERE t.tenant_id = ${tenantId}::uuid AND t.id = ANY(${[...ids]}::uuid[])`;
}

/**
 * The dialer's own attempts of a campaign made after a known one, at most a thousand: for a loop that takes over. Ids
 * sort by the time they were made.
 */
export async function attemptsAfter(
  tx: RawTx,
  tenantId: string,
  campaignId: string,
  afterId: string,
): Promise<AttemptFate[]> {
  return tx.$queryRaw<AttemptFate[]>`
    SELECT t.id, t.state::text AS state, t.reserved_at AS "reservedAt", t.claimed_at AS "claimedAt",
           t.answered_at AS "answeredAt", c.joined_at AS "joinedAt", t.ended_at AS "endedAt", t.outcome::text AS outcome
    FROM attempt t LEFT JOIN call c ON c.tenant_id = t.tenant_id AND c.id = t.id
    WHERE t.tenant_id = ${tenantId}::uuid AND t.campaign_id = ${campaignId}::uuid AND t.id > ${afterId}::uuid
      AND t.kind = 'dialer' AND t.duty_session_id IS NULL
    ORDER BY t.id LIMIT 1000`;
}

export interface LedgerRow {
  readonly answered: number;
  readonly abandoned: number;
}

/**
 * Answered by a person, and how many of those abandoned, since each of three moments; one pass over the partial index
 * attempt_answered from the earliest.
 */
export async function abandonedLedgers(
  tx: RawTx,
  which: { readonly tenantId: string; readonly campaignId: string },
  since: { readonly window: Date; readonly day: Date; readonly today: Date },
): Promise<{ window: LedgerRow; day: LedgerRow; today: LedgerRow }> {
  const earliest = new Date(Math.min(since.window.getTime(), since.day.getTime(), since.today.getTime()));
  const rows = await tx.$queryRaw<Record<"wn" | "wa" | "dn" | "da" | "tn" | "ta", number>[]>`
    SELECT count(*) FILTER (WHERE ended_at >= ${since.window})::int AS wn,
           count(*) FILTER (WHERE ended_at >= ${since.window} AND outcome = 'abandoned')::int AS wa,
           count(*) FILTER (WHERE ended_at >= ${since.day})::int AS dn,
           count(*) FILTER (WHERE ended_at >= ${since.day} AND outcome = 'abandoned')::int AS da,
           count(*) FILTER (WHERE ended_at >= ${since.today})::int AS tn,
           count(*) FILTER (WHERE ended_at >= ${since.today} AND outcome = 'abandoned')::int AS ta
    FROM attempt
    WHERE tenant_id = ${which.tenantId}::uuid AND campaign_id = ${which.campaignId}::uuid AND state = 'ended'
      AND outcome IN ('answered', 'abandoned') AND ended_at >= ${earliest}`;
  const row = rows[0];
  return {
    window: { answered: row?.wn ?? 0, abandoned: row?.wa ?? 0 },
    day: { answered: row?.dn ?? 0, abandoned: row?.da ?? 0 },
    today: { answered: row?.tn ?? 0, abandoned: row?.ta ?? 0 },
  };
}

/** What the campaign's last calls were like: for a model that has seen nothing. The index on its calls, newest first. */
export async function recentCalls(
  tx: RawTx,
  tenantId: string,
  campaignId: string,
  limit: number,
): Promise<{ outcome: string | null; talkMs: number; dutySessionId: string | null }[]> {
  return tx.$queryRaw`
    SELECT outcome::text AS outcome, talk_ms AS "talkMs", duty_session_id AS "dutySessionId" FROM call
    WHERE tenant_id = ${tenantId}::uuid AND campaign_id = ${campaignId}::uuid AND ended_at IS NOT NULL
    ORDER BY started_at DESC LIMIT ${limit}`;
}

/** How long these agents' last wrap-ups took. */
export async function recentWrapups(
  tx: RawTx,
  tenantId: string,
  dutySessionIds: readonly string[],
  limit: number,
): Promise<number[]> {
  if (dutySessionIds.length === 0) return [];
  const rows = await tx.$queryRaw<{ ms: number }[]>`
    SELECT (extract(epoch FROM ended_at - started_at) * 1000)::float8 AS ms FROM duty_interval
    WHERE tenant_id = ${tenantId}::uuid AND duty_session_id = ANY(${[...dutySessionIds]}::uuid[]) AND state = 'wrapup'
      AND ended_at IS NOT NULL
    ORDER BY started_at DESC LIMIT ${limit}`;
  return rows.map(({ ms }) => ms);
}
