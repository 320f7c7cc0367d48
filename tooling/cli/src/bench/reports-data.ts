/** A year of calls and duty for the bench of reports, made in Postgres by generate_series. */
import pg from "pg";

export interface ReportLoad {
  readonly tenantId: string;
  readonly calls: number;
  /** First day of the year, midnight UTC. */
  readonly firstDay: Date;
  readonly days: number;
}

const INTERVALS_A_DAY = 40;
const DAY_HOURS = 10;
const TEMPLATE_DAYS = 28;
/** By which reports, and the plain SQL beside them, find calls; the others are not made over ten million rows. */
const CALL_INDEXES = new Set(["call_pkey", "call_tenant_id_started_at_idx"]);

const LOADED = ["call", "success", "duty_interval"] as const;
const BARE = ["call", "duty_interval"] as const;

/** What a bulk load takes away first and puts back: indexes and keys. */
interface Taken {
  readonly restore: readonly string[];
  /** Put back when the tables are empty again: building them over millions of rows is no part of what is measured. */
  readonly later: readonly string[];
}

/**
 * Loads the calls, their successes and the agents' duty as the owner of the tables. The indexes that reports use are made
 * after the rows, as anybody who loads millions does; the others, foreign keys and the exclusion of overlapping duty are
 * left away.
 *
 * @returns what empties the tables and puts everything back.
 */
export async function loadYear(ownerUrl: string, load: ReportLoad): Promise<() => Promise<void>> {
  return withOwner(ownerUrl, async (client) => {
    const taken = await takeAway(client);
    for (const table of LOADED) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    // A load that is cut short leaves nothing that anybody wants.
    for (const table of BARE) await client.query(`ALTER TABLE ${table} SET UNLOGGED`);
    await numbered(client, load.tenantId);
    await insertCalls(client, load);
    await insertDuty(client, load);
    for (const sql of taken.restore) await client.query(sql);
    for (const table of LOADED) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    await client.query("ANALYZE call, success, duty_interval, duty_session, contact");
    return () =>
      withOwner(ownerUrl, async (again) => {
        await again.query(
          "TRUNCATE call, success, duty_interval, duty_session, report_quarter, report_rollup, report_dirty, report_settings CASCADE",
        );
        for (const table of BARE) await again.query(`ALTER TABLE ${table} SET LOGGED`);
        for (const sql of taken.later) await again.query(sql);
      });
  });
}

async function withOwner<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: "callbay-bench" });
  await client.connect();
  try {
    // The owner is bound by row-level security too.
    await client.query(
      "SELECT set_config('app.scope', 'operator', false), set_config('maintenance_work_mem', '512MB', false)",
    );
    return await run(client);
  } finally {
    await client.end();
  }
}

async function takeAway(client: pg.Client): Promise<Taken> {
  const keys = await client.query<{ table: string; name: string; def: string; type: string }>(`
    SELECT conrelid::regclass::text AS table, conname AS name, pg_get_constraintdef(oid) AS def, contype AS type
    FROM pg_constraint
    WHERE contype IN ('f', 'x') AND (conrelid IN ('call'::regclass, 'duty_interval'::regclass, 'success'::regclass)
      OR confrelid = 'call'::regclass)`);
  const indexes = await client.query<{ name: string; def: string }>(`
    SELECT i.relname AS name, pg_get_indexdef(i.oid) AS def FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
    WHERE x.indrelid IN ('call'::regclass, 'duty_interval'::regclass)
      AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid)`);
  const primary = await client.query<{ table: string; name: string; def: string }>(`
    SELECT conrelid::regclass::text AS table, conname AS name, pg_get_constraintdef(oid) AS def FROM pg_constraint
    WHERE contype IN ('p', 'u') AND conrelid IN ('call'::regclass, 'duty_interval'::regclass)`);
  for (const { table, name } of keys.rows) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  for (const { name } of indexes.rows) await client.query(`DROP INDEX ${name}`);
  for (const { table, name } of primary.rows) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  const add = ({ table, name, def }: { table: string; name: string; def: string }) =>
    `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${def}`;
  const all = [
    ...primary.rows.map((one) => ({ name: one.name, sql: add(one) })),
    ...indexes.rows.map(({ name, def }) => ({ name, sql: def })),
  ];
  const sqlOf = (kept: boolean) =>
    all.flatMap(({ name, sql }) => ((!name.startsWith("call_") || CALL_INDEXES.has(name)) === kept ? sql : []));
  return { restore: sqlOf(true), later: [...sqlOf(false), ...keys.rows.map(add)] };
}

/** Campaigns, agents, contacts and dispositions by number, so that a call picks its own by arithmetic. */
async function numbered(client: pg.Client, tenantId: string): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE n_campaign AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id FROM campaign WHERE tenant_id = '${tenantId}';
    CREATE TEMP TABLE n_agent AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, account_id FROM membership WHERE tenant_id = '${tenantId}';
    CREATE TEMP TABLE n_contact AS SELECT k.campaign_id, row_number() OVER (PARTITION BY k.campaign_id ORDER BY k.contact_id) - 1 AS n, k.contact_id
      FROM campaign_contact k WHERE k.tenant_id = '${tenantId}';
    INSERT INTO campaign_disposition (tenant_id, id, campaign_id, position, code, label, success)
      SELECT '${tenantId}', gen_random_uuid(), id, 100 + d, 'bench_' || d, 'Word ' || d, d = 0 FROM n_campaign, generate_series(0, 7) d;
    CREATE TEMP TABLE n_word AS SELECT campaign_id, row_number() OVER (PARTITION BY campaign_id ORDER BY position) - 1 AS n, id, success
      FROM campaign_disposition WHERE tenant_id = '${tenantId}' AND code LIKE 'bench_%';
    ANALYZE n_campaign; ANALYZE n_agent; ANALYZE n_contact; ANALYZE n_word`);
}

/**
 * Four weeks of calls are made up; the year is those again and again, in order of time as calls come, each with an id of
 * its own time.
 */
async function insertCalls(client: pg.Client, { tenantId, calls, firstDay, days }: ReportLoad): Promise<void> {
  const aDay = Math.ceil(calls / days);
  const first = firstDay.toISOString();
  await client.query(`
    CREATE TEMP TABLE n_call AS
    SELECT at, h % 97 = 0 AS is_internal, c.id AS campaign_id, k.contact_id, '+86100' || (h % 1000000)::text AS phone,
      CASE WHEN out < 45 THEN at + interval '9 s' END AS answered_at, CASE WHEN out < 30 THEN at + interval '9.2 s' END AS joined_at,
      CASE WHEN out < 30 THEN talk ELSE 0 END AS talk_ms,
      (CASE WHEN out < 30 THEN 'answered' WHEN out < 31 THEN 'abandoned' WHEN out < 45 THEN 'machine' WHEN out < 60 THEN 'busy'
            WHEN out < 95 THEN 'no_answer' ELSE 'failed' END)::outcome AS outcome,
      CASE WHEN out < 30 THEN a.id END AS membership_id, CASE WHEN out < 27 THEN w.id END AS disposition_id
    FROM (
      SELECT abs(hashint8(i)) AS h, abs(hashint8(i * 31 + 7)) % 100 AS out, abs(hashint8(i * 17 + 3)) % 240000 AS talk,
        '${first}'::timestamptz + (i / ${aDay} * 24 + 8) * interval '1 hour'
          + (i % ${aDay}) * ${(DAY_HOURS * 3_600_000) / aDay} * interval '1 ms' AS at
      FROM generate_series(0, ${Math.min(calls, aDay * TEMPLATE_DAYS) - 1}::bigint) i OFFSET 0
    ) g
    JOIN n_campaign c ON c.n = g.h % (SELECT count(*) FROM n_campaign)
    JOIN n_agent a ON a.n = (g.h / 101) % (SELECT count(*) FROM n_agent)
    JOIN n_word w ON w.campaign_id = c.id AND w.n = (g.h / 7) % 8
    JOIN n_contact k ON k.campaign_id = c.id AND k.n = (g.h / 11) % (SELECT count(*) / (SELECT count(*) FROM n_campaign) FROM n_contact)
    ORDER BY at`);
  for (let day = 0; day < days; day += TEMPLATE_DAYS) {
    const later = `interval '${day * 24} hours'`;
    await client.query(
      `INSERT INTO call (tenant_id, id, direction, is_internal, campaign_id, contact_id, phone, caller_id, node_id,
         started_at, answered_at, joined_at, parted_at, ended_at, talk_ms, hold_ms, outcome, membership_id, disposition_id)
       SELECT $1::uuid, uuidv7(at + ${later} - now()), 'outbound', is_internal, campaign_id, contact_id, phone, '+861000',
         $2::uuid, at + ${later}, answered_at + ${later}, joined_at + ${later},
         joined_at + ${later} + talk_ms * interval '1 ms',
         COALESCE(joined_at, at) + ${later} + interval '3 s' + talk_ms * interval '1 ms', talk_ms, 0, outcome,
         membership_id, disposition_id
       FROM n_call WHERE at < '${first}'::timestamptz + ${days - day} * interval '1 day' LIMIT $3`,
      [tenantId, await nodeId(client), Math.max(0, calls - day * aDay)],
    );
  }
  await client.query(`
    INSERT INTO success (tenant_id, id, campaign_id, contact_id, membership_id, occurred_at)
    SELECT c.tenant_id, c.id, c.campaign_id, c.contact_id, c.membership_id, c.started_at
    FROM call c JOIN n_word w ON w.id = c.disposition_id AND w.success WHERE c.tenant_id = '${tenantId}'`);
}

async function nodeId(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ id: string }>("SELECT id FROM pbx_node LIMIT 1");
  return rows[0]?.id ?? "";
}

/** Each agent on duty each day, in pieces of a quarter of an hour that tile it, a little off the quarters of the clock. */
async function insertDuty(client: pg.Client, { tenantId, firstDay, days }: ReportLoad): Promise<void> {
  const pieceMs = (DAY_HOURS * 3_600_000) / INTERVALS_A_DAY;
  await client.query(`
    INSERT INTO duty_session (tenant_id, id, membership_id, seat_lease_id, node_id, state, state_since, started_at, ended_at, ended_reason)
    SELECT '${tenantId}', gen_random_uuid(), a.id, (SELECT id FROM seat_lease WHERE tenant_id = '${tenantId}' ORDER BY id LIMIT 1),
      (SELECT id FROM pbx_node LIMIT 1), 'off', starts, starts, starts + interval '${DAY_HOURS} hours', 'asked'
    FROM n_agent a CROSS JOIN generate_series(0, ${days - 1}) d
    CROSS JOIN LATERAL (SELECT '${firstDay.toISOString()}'::timestamptz + d * interval '1 day' + interval '8 hours' + a.n * interval '7 s' AS starts) s;
    INSERT INTO duty_interval (tenant_id, id, duty_session_id, seq, state, started_at, ended_at)
    SELECT s.tenant_id, gen_random_uuid(), s.id, k + 1,
      (ARRAY['ready', 'talking', 'wrapup', 'talking', 'paused'])[k % 5 + 1]::duty_state,
      s.started_at + k * ${pieceMs} * interval '1 ms', s.started_at + (k + 1) * ${pieceMs} * interval '1 ms'
    FROM duty_session s CROSS JOIN generate_series(0, ${INTERVALS_A_DAY - 1}) k WHERE s.tenant_id = '${tenantId}' AND s.ended_at IS NOT NULL`);
}
