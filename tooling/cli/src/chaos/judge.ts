/** What must hold after whatever died: asked of Postgres, of the PBX's own log, and of the carrier, which knows nothing of us. */
import type { Tx } from "@callbay/db/client";
import { tiles } from "@callbay/domain/duty-machine";
import { judgeCallModes } from "@callbay/testing/call-kit/invariants";
import { type CarrierCall, readCarrierLog } from "@callbay/tooling-runtime/carrier";
import type { World } from "./world.ts";

/** One invariant and who broke it; none when it holds. */
export interface Finding {
  readonly figure: string;
  /** Ids or sentences, for whoever looks for the reason. */
  readonly breaches: readonly string[];
  /** How many were looked at. */
  readonly n: number;
}

type Row = { readonly id: string };

/** Judges a world that has come to rest: nobody is killed any more, and the campaign is not dialled. */
export async function judge(world: World): Promise<Finding[]> {
  if (!world.stack.carrier) throw new Error("the stack has no carrier");
  const carrier = await readCarrierLog(world.stack.carrier);
  return world.db.asOperator(async (tx) => [
    ...(await judgeRings(tx, carrier)),
    ...(await judgeAttempts(tx)),
    ...(await judgeContacts(tx)),
    ...(await judgeConversations(tx, carrier)),
    ...(await judgeUsage(tx)),
    ...(await judgeDuty(tx)),
    ...(await judgeCallModes(tx)),
  ]);
}

/** A try that the network refused at once, before anybody's phone rang. */
function rang({ outcome }: CarrierCall): boolean {
  return outcome !== "failed";
}

async function judgeRings(tx: Tx, carrier: readonly CarrierCall[]): Promise<Finding[]> {
  const calls = carrier.filter(rang);
  const perAttempt = groups(calls, (call) => call.attemptId);
  const twice = [...perAttempt]
    .filter(([, own]) => own.length > 1)
    .map(([id, own]) => `${id} rang ${own.length} times`);
  const overlaps = [...groups(calls, (call) => call.to.replace(/^\+/, ""))].flatMap(([number, own]) =>
    own.some((call, i) =>
      own.some((other, j) => j > i && call.startedAt < other.endedAt && other.startedAt < call.endedAt),
    )
      ? [`${number} rang while it rang`]
      : [],
  );
  const known = new Map(
    (await tx.$queryRaw<(Row & { state: string })[]>`SELECT id::text, state::text FROM attempt`).map((row) => [
      row.id,
      row.state,
    ]),
  );
  const unknown = calls.filter(({ attemptId }) => !known.has(attemptId)).map(({ to }) => `${to} rang for nobody`);
  const uncounted = calls
    .filter(({ attemptId }) => ["released", "reserved"].includes(known.get(attemptId) ?? ""))
    .map(({ attemptId }) => `${attemptId} rang and was given back`);
  return [
    { figure: "double rings", breaches: [...twice, ...overlaps], n: calls.length },
    { figure: "rings without an attempt", breaches: [...unknown, ...uncounted], n: calls.length },
  ];
}

async function judgeAttempts(tx: Tx): Promise<Finding[]> {
  const attempts = await tx.$queryRaw<{ open: string[]; n: number }[]>`
    SELECT COALESCE(array_agg(id::text || ' ' || state::text) FILTER (WHERE state NOT IN ('ended', 'released')), '{}') AS open,
           count(*)::int AS n FROM attempt`;
  const calls = await tx.$queryRaw<{ open: string[]; n: number }[]>`
    SELECT COALESCE(array_agg(id::text) FILTER (WHERE ended_at IS NULL OR outcome IS NULL), '{}') AS open,
           count(*)::int AS n FROM call`;
  const apart = await tx.$queryRaw<Row[]>`
    SELECT a.id::text FROM attempt a LEFT JOIN call c ON c.tenant_id = a.tenant_id AND c.id = a.id
    WHERE (a.state = 'ended') <> (c.id IS NOT NULL) OR a.outcome IS DISTINCT FROM c.outcome`;
  return [
    { figure: "attempts without an end", breaches: attempts[0]?.open ?? [], n: attempts[0]?.n ?? 0 },
    { figure: "calls without an end", breaches: calls[0]?.open ?? [], n: calls[0]?.n ?? 0 },
    { figure: "attempts and calls that disagree", breaches: apart.map(({ id }) => id), n: attempts[0]?.n ?? 0 },
  ];
}

async function judgeContacts(tx: Tx): Promise<Finding[]> {
  const total = await tx.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM campaign_contact`;
  const n = total[0]?.n ?? 0;
  // Reserved is right in an attempt, or while an agent owes a word on a conversation.
  const lost = await tx.$queryRaw<Row[]>`
    SELECT k.contact_id::text || ' ' || k.reason AS id FROM campaign_contact k
    WHERE k.state = 'reserved'
      AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.tenant_id = k.tenant_id AND a.campaign_id = k.campaign_id
                        AND a.contact_id = k.contact_id AND a.state NOT IN ('ended', 'released'))
      AND NOT EXISTS (SELECT 1 FROM call c WHERE c.tenant_id = k.tenant_id AND c.campaign_id = k.campaign_id
                        AND c.contact_id = k.contact_id AND c.joined_at IS NOT NULL AND c.disposition_id IS NULL)`;
  const miscounted = await tx.$queryRaw<Row[]>`
    SELECT k.contact_id::text AS id FROM campaign_contact k
    WHERE k.attempts <> (SELECT count(*) FROM attempt a WHERE a.tenant_id = k.tenant_id AND a.campaign_id = k.campaign_id
                           AND a.contact_id = k.contact_id AND a.state = 'ended')`;
  return [
    { figure: "lost contacts", breaches: lost.map(({ id }) => id), n },
    { figure: "contacts whose attempts are miscounted", breaches: miscounted.map(({ id }) => id), n },
  ];
}

async function judgeConversations(tx: Tx, carrier: readonly CarrierCall[]): Promise<Finding[]> {
  const calls = await tx.$queryRaw<
    {
      id: string;
      outcome: string;
      answered: boolean;
      joinedAt: Date | null;
      partedAt: Date | null;
      agent: string | null;
    }[]
  >`SELECT id::text, outcome::text, answered_at IS NOT NULL AS answered, joined_at AS "joinedAt", parted_at AS "partedAt",
           duty_session_id::text AS agent FROM call`;
  const wrong = calls
    .filter(({ answered, outcome }) => answered && !["answered", "abandoned", "machine"].includes(outcome))
    .map(({ id, outcome }) => `${id} was answered and ends as ${outcome}`);
  // The PBX saw them meet in a standing bridge: then the call says so too.
  const met = await tx.$queryRaw<Row[]>`
    SELECT DISTINCT c.id::text FROM call c JOIN cel l ON l.uniqueid = c.id::text AND l.eventtype = 'BRIDGE_ENTER'
    WHERE c.joined_at IS NULL AND l.extra LIKE '%desk_%'`;
  const heard = new Set(carrier.filter(({ answeredAt }) => answeredAt).map(({ attemptId }) => attemptId));
  const unheard = calls
    .filter(({ id, joinedAt }) => joinedAt && !heard.has(id))
    .map(({ id }) => `${id} was joined and the carrier saw no answer`);
  const perAgent = groups(
    calls.filter(({ joinedAt, agent }) => joinedAt && agent),
    ({ agent }) => agent ?? "",
  );
  const both = [...perAgent].flatMap(([agent, own]) => {
    const sorted = own.sort((a, b) => (a.joinedAt?.getTime() ?? 0) - (b.joinedAt?.getTime() ?? 0));
    return sorted.some((call, i) => {
      const before = sorted[i - 1];
      return before?.partedAt && call.joinedAt && before.partedAt > call.joinedAt;
    })
      ? [`${agent} was in two conversations`]
      : [];
  });
  return [
    { figure: "answered calls with a wrong end", breaches: wrong, n: calls.length },
    { figure: "joins that the log has and the call has not", breaches: met.map(({ id }) => id), n: calls.length },
    { figure: "joins that the carrier denies", breaches: unheard, n: calls.length },
    { figure: "agents in two conversations", breaches: both, n: perAgent.size },
  ];
}

async function judgeUsage(tx: Tx): Promise<Finding[]> {
  const twice = await tx.$queryRaw<Row[]>`
    SELECT call_id::text AS id FROM usage_record WHERE kind IN ('call', 'connected') AND call_id IS NOT NULL
    GROUP BY call_id, kind HAVING count(*) > 1`;
  // The trials' contract charges from 100 ms of talk on.
  const missing = await tx.$queryRaw<Row[]>`
    SELECT c.id::text FROM call c WHERE c.outcome = 'answered' AND c.talk_ms >= 100
      AND NOT EXISTS (SELECT 1 FROM usage_record u WHERE u.tenant_id = c.tenant_id AND u.call_id = c.id AND u.kind = 'call')`;
  const counted = await tx.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM call WHERE outcome = 'answered' AND talk_ms >= 100`;
  return [
    {
      figure: "chargeable calls not charged exactly once",
      breaches: [...twice, ...missing].map(({ id }) => id),
      n: counted[0]?.n ?? 0,
    },
  ];
}

async function judgeDuty(tx: Tx): Promise<Finding[]> {
  const sessions = await tx.dutySession.findMany({ include: { intervals: { orderBy: { seq: "asc" } } } });
  const breaches = sessions.flatMap(({ id, intervals, startedAt, endedAt }) =>
    tiles(intervals, { startedAt, endedAt }).map(({ problem, index }) => `${id}, interval ${index}: ${problem}`),
  );
  return [{ figure: "duty sessions with gaps or overlaps", breaches, n: sessions.length }];
}

function groups<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const own = found.get(keyOf(row));
    if (own) own.push(row);
    else found.set(keyOf(row), [row]);
  }
  return found;
}
