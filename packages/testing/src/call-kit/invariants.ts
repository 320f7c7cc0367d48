import type { Tx } from "@callbay/db/client";

/** One invariant, who breaks it, and how many were looked at. */
export interface Breaches {
  readonly figure: string;
  readonly breaches: readonly string[];
  readonly n: number;
}

/**
 * What must hold of scripts, machines, previews and calls that are one agent's alone, in a database that has come to
 * rest. Call it in the operator's scope.
 */
export async function judgeCallModes(tx: Tx): Promise<Breaches[]> {
  return [
    await oneWayOut(tx),
    await ownAgent(tx),
    await oneCallEach(tx),
    await offers(tx),
    await neverAgain(tx),
    await transfers(tx),
  ];
}

type Row = { readonly breach: string };

async function count(tx: Tx, table: "call" | "attempt" | "preview_offer" | "call_transfer"): Promise<number> {
  const rows = await tx.$queryRawUnsafe<{ n: number }[]>(`SELECT count(*)::int AS n FROM ${table}`);
  return rows[0]?.n ?? 0;
}

/** An answered call ends in exactly one of: joined to an agent, a script, abandoned, left to a machine. */
async function oneWayOut(tx: Tx): Promise<Breaches> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id::text || ' ends as ' || outcome::text || ' by [' || array_to_string(ways, ', ') || ']' AS breach FROM (
      SELECT c.id, c.outcome, array_remove(ARRAY[
        CASE WHEN c.joined_at IS NOT NULL THEN 'joined' END,
        CASE WHEN c.joined_at IS NULL AND told.started AND NOT told.asked THEN 'script' END,
        CASE WHEN c.outcome = 'abandoned' THEN 'abandoned' END,
        CASE WHEN c.joined_at IS NULL AND a.detection ->> 'act' IN ('hangup', 'message') THEN 'machine' END
      ], NULL) AS ways
      FROM call c LEFT JOIN attempt a ON a.tenant_id = c.tenant_id AND a.id = c.attempt_id
      CROSS JOIN LATERAL (
        SELECT COALESCE(bool_or(e.type = 'script_started'), false) AS started,
               COALESCE(bool_or(e.type = 'agent_asked'), false) AS asked
        FROM call_event e WHERE e.tenant_id = c.tenant_id AND e.call_id = c.id) told
      WHERE c.answered_at IS NOT NULL AND c.ended_at IS NOT NULL
    ) answered
    WHERE cardinality(ways) <> 1
       OR outcome::text <> CASE ways[1] WHEN 'joined' THEN 'answered' WHEN 'script' THEN 'answered' ELSE ways[1] END`;
  return { figure: "answered calls without exactly one end", breaches: textOf(rows), n: await count(tx, "call") };
}

/** A call that was made for one agent is joined to nobody else. */
async function ownAgent(tx: Tx): Promise<Breaches> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT c.id::text || ' was made for another agent' AS breach
    FROM call c JOIN attempt a ON a.tenant_id = c.tenant_id AND a.id = c.attempt_id
    WHERE a.duty_session_id IS NOT NULL AND c.duty_session_id IS NOT NULL AND c.duty_session_id <> a.duty_session_id
      -- Whose it was may have handed it over.
      AND NOT EXISTS (SELECT 1 FROM call_transfer x WHERE x.tenant_id = c.tenant_id AND x.call_id = c.id
                        AND x.result = 'completed' AND x.kind <> 'number')
    UNION ALL
    SELECT a.id::text || ' is ' || a.kind || ' and nobody waits for it' FROM attempt a
    WHERE a.kind IN ('preview', 'callback', 'manual') AND a.duty_session_id IS NULL`;
  return { figure: "calls joined to another agent than theirs", breaches: textOf(rows), n: await count(tx, "attempt") };
}

/** One agent waits for one call at a time. */
async function oneCallEach(tx: Tx): Promise<Breaches> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT duty_session_id::text || ' waits for ' || count(*) || ' calls' AS breach FROM attempt
    WHERE duty_session_id IS NOT NULL AND state NOT IN ('ended', 'released')
    GROUP BY duty_session_id HAVING count(*) > 1`;
  return { figure: "agents who wait for two calls", breaches: textOf(rows), n: await count(tx, "attempt") };
}

/** A contact that is looked at is one agent's, who is on duty; and nobody is left as looked at by no one. */
async function offers(tx: Tx): Promise<Breaches> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT k.contact_id::text || ' is looked at by nobody' AS breach FROM campaign_contact k
    WHERE k.state = 'reserved' AND k.reason = 'in_preview' AND NOT EXISTS (
      SELECT 1 FROM preview_offer o WHERE o.tenant_id = k.tenant_id AND o.campaign_id = k.campaign_id
        AND o.contact_id = k.contact_id)
    UNION ALL
    SELECT o.contact_id::text || ' is looked at and ' || k.state::text || ', ' || k.reason
    FROM preview_offer o JOIN campaign_contact k ON k.tenant_id = o.tenant_id AND k.campaign_id = o.campaign_id
      AND k.contact_id = o.contact_id
    WHERE k.state <> 'reserved' OR k.reason <> 'in_preview'
    UNION ALL
    SELECT o.contact_id::text || ' is looked at by an agent who is off' FROM preview_offer o
    LEFT JOIN duty_session d ON d.tenant_id = o.tenant_id AND d.id = o.duty_session_id
    WHERE d.id IS NULL OR d.ended_at IS NOT NULL`;
  return { figure: "previews that are nobody's", breaches: textOf(rows), n: await count(tx, "preview_offer") };
}

/** Who pressed the key for "never again" is on the client's list. */
async function neverAgain(tx: Tx): Promise<Breaches> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT c.id::text || ' asked never to be called again' AS breach
    FROM call_event e JOIN call c ON c.tenant_id = e.tenant_id AND c.id = e.call_id
    WHERE e.type = 'script_choice' AND e.data ->> 'do' = 'do_not_call' AND NOT EXISTS (
      SELECT 1 FROM do_not_call d WHERE d.tenant_id = c.tenant_id AND d.phone = c.phone AND d.campaign_id IS NULL)`;
  return { figure: "wishes that were not written down", breaches: textOf(rows), n: await count(tx, "call") };
}

/** A transfer ends, with its call at the latest; the leg to a number is billed once when it was chargeable, else never. */
async function transfers(tx: Tx): Promise<Breaches> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT x.id::text || ' has no end, or one after its call''s' AS breach
    FROM call_transfer x JOIN call c ON c.tenant_id = x.tenant_id AND c.id = x.call_id
    WHERE c.ended_at IS NOT NULL AND (x.ended_at IS NULL OR x.ended_at > c.ended_at)
    UNION ALL
    SELECT x.id::text || ' is billed ' || count(u.id) || ' times'
    FROM call_transfer x LEFT JOIN usage_record u ON u.tenant_id = x.tenant_id AND u.source_key = 'transfer:' || x.id
    GROUP BY x.id, x.kind, x.answered_at
    HAVING count(u.id) > CASE WHEN x.kind = 'number' AND x.answered_at IS NOT NULL THEN 1 ELSE 0 END
    UNION ALL
    SELECT c.id::text || ' went on without its agent, and nobody was asked to it'
    FROM call c WHERE c.parted_at < c.ended_at AND NOT EXISTS (
      SELECT 1 FROM call_transfer x WHERE x.tenant_id = c.tenant_id AND x.call_id = c.id AND x.kind = 'number')`;
  return { figure: "transfers without one end", breaches: textOf(rows), n: await count(tx, "call_transfer") };
}

function textOf(rows: readonly Row[]): string[] {
  return rows.map(({ breach }) => breach);
}
