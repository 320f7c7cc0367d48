/**
 * Each built-in report over a year of generated calls: the product's own verb, which reads rollups, in turns with the plain
 * SQL that counts the calls and the duty themselves; whether both say the same; and how soon calls that ended are in a
 * report. CALLBAY_BENCH_CALLS takes fewer than ten million.
 */
import { createDb, type Db } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { readFacts } from "@callbay/db/sql/report-read";
import type { TenantActor } from "@callbay/domain/actor";
import { addDays, type Period, periodInstants } from "@callbay/domain/calendar";
import type { Group } from "@callbay/domain/reports/dimensions";
import { planReport, type Source } from "@callbay/domain/reports/plan";
import { REPORT_KEYS, REPORTS, type ReportKey } from "@callbay/domain/reports/reports";
import { DEFAULT_SWITCHES } from "@callbay/domain/reports/switches";
import type { VerbContext } from "@callbay/services/context";
import { readReport } from "@callbay/services/report/read";
import { findTenantsToRoll, rollAll, rollReports } from "@callbay/services/report/roll";
import { benchDeps, seedDialling } from "./dial-data.ts";
import { type BenchContext, median, percentile, rounded } from "./figure.ts";
import { loadYear } from "./reports-data.ts";

const CALLS = Number(process.env.CALLBAY_BENCH_CALLS ?? 10_000_000);
const FIRST_DAY = "2025-01-01";
const DAYS = 365;
const NOW = new Date("2026-01-01T12:00:00Z");
/** Readings of the verb between two of the plain SQL. */
const READINGS = 20;
const PLAIN_ROUNDS = 3;
/** The plain SQL over ten million calls takes long: it has two rounds, and a third while it has not used this up. */
const PLAIN_MS = 10_000;
const MOST_MS = 50;
const LEAST_RATIO = 20;
const FRESH_SECONDS = 5;

const PERIODS: readonly { readonly says: string; readonly period: Period }[] = [
  { says: "30 days", period: { from: "2025-12-02", to: "2026-01-01" } },
  { says: "a year", period: { from: FIRST_DAY, to: "2026-01-01" } },
];

export async function run({ print, say, stack }: BenchContext): Promise<void> {
  const { database } = await stack();
  const db = createDb({ url: database.appUrl, poolSize: 4, applicationName: "callbay-bench" });
  let clean = async (): Promise<void> => {};
  try {
    const floor = await seedDialling(db, {
      campaigns: 10,
      contactsEach: 2_000,
      agents: Math.max(10, Math.round(CALLS / 50_000)),
    });
    const { tenantId } = floor;
    let began = performance.now();
    clean = await loadYear(database.ownerUrl, {
      tenantId,
      calls: CALLS,
      firstDay: new Date(`${FIRST_DAY}T00:00:00Z`),
      days: DAYS,
    });
    say(`  ${CALLS.toLocaleString("en")} calls loaded in ${seconds(began)} s`);
    began = performance.now();
    await rollAll(context(db, { kind: "system", name: "bench" }, NOW), tenantId);
    say(`  rolled up in ${seconds(began)} s`);
    began = performance.now();
    for (const { says, period } of PERIODS)
      for (const report of REPORT_KEYS) {
        const group: Group = REPORTS[report].groups[0];
        const { ours, plain, same } = await measure(db, { tenantId, report, group, period });
        const [ours95, plain95] = [percentile(ours, 0.95), percentile(plain, 0.95)];
        const times = plain95 / ours95;
        const figure = (what: string) => `${report} by ${group} of ${says}, ${what}`;
        const common = { bench: "reports", unit: "ms", baselineName: "plain SQL over calls and duty", n: CALLS };
        print({
          ...common,
          figure: figure("p50"),
          ours: rounded(median(ours)),
          baseline: rounded(median(plain)),
          ratio: rounded(median(ours) / median(plain)),
          goal: "to compare",
          pass: true,
        });
        print({
          ...common,
          figure: figure("p95"),
          ours: rounded(ours95),
          baseline: rounded(plain95),
          ratio: rounded(ours95 / plain95),
          goal: `<= ${MOST_MS} ms and ${LEAST_RATIO} times as fast`,
          pass: ours95 <= MOST_MS && times >= LEAST_RATIO,
        });
        print({
          ...{ bench: "reports", figure: figure("sums that differ from the plain SQL's"), unit: "rows" },
          ...{ ours: same.apart, baseline: null, baselineName: "", ratio: null, goal: "0 of some" },
          pass: same.apart === 0 && same.rows > 0,
          n: same.rows,
        });
      }
    say(`  read and counted in ${seconds(began)} s`);
    const slowest = await freshness(db, tenantId);
    print({
      bench: "reports",
      figure: "calls that ended are in the report, slowest",
      unit: "s",
      ours: rounded(slowest),
      baseline: null,
      baselineName: "",
      ratio: null,
      goal: `<= ${FRESH_SECONDS} s`,
      pass: slowest <= FRESH_SECONDS,
      n: FRESH_ROUNDS,
    });
  } finally {
    await clean();
    await db.close();
  }
}

const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);

function context<A extends VerbContext["actor"]>(db: Db, actor: A, now: Date): VerbContext & { readonly actor: A } {
  const silent = {
    events: { publish: async () => {} },
    jobs: { enqueue: async () => {} },
    nodes: { send: async () => ({}) },
  } as unknown as Parameters<typeof benchDeps>[0];
  return { deps: benchDeps({ ...silent, db }), actor, now, requestId: "bench" };
}

const ownerOf = (tenantId: string): TenantActor => ({
  kind: "tenant",
  tenantId,
  accountId: newId(),
  membershipId: newId(),
  name: "Bench",
  role: "owner",
  sessionId: newId(),
});

interface Task {
  readonly tenantId: string;
  readonly report: ReportKey;
  readonly group: Group;
  readonly period: Period;
}

/** Milliseconds of the whole verb, as the screen calls it, and of the plain SQL alone, in turns. */
async function measure(db: Db, { tenantId, report, group, period }: Task) {
  const ctx = context(db, ownerOf(tenantId), NOW);
  const query = { report, groups: [group], period: { from: period.from, through: addDays(period.to, -1) } };
  const ours: number[] = [];
  const plain: number[] = [];
  let counted: Awaited<ReturnType<typeof facts>> = [];
  await readReport(ctx, { query });
  const begun = performance.now();
  for (let round = 0; round < PLAIN_ROUNDS; round += 1) {
    if (round === PLAIN_ROUNDS - 1 && performance.now() - begun > PLAIN_MS) break;
    for (let i = 0; i < READINGS; i += 1) ours.push(await timed(() => readReport(ctx, { query })));
    plain.push(
      await timed(async () => {
        counted = await facts(db, { tenantId, report, group, period }, true);
      }),
    );
  }
  return { ours, plain, same: apart(await facts(db, { tenantId, report, group, period }, false), counted) };
}

type Rows = Awaited<ReturnType<typeof facts>>;

/** How many rows are there, and how many are not the same in both; a row of nothing is none. */
function apart(ours: Rows, plain: Rows): { readonly rows: number; readonly apart: number } {
  const [a, b] = [textsOf(ours), textsOf(plain)];
  const all = new Set([...a.keys(), ...b.keys()]);
  return { rows: all.size, apart: [...all].filter((key) => a.get(key) !== b.get(key)).length };
}

const textsOf = (rows: Rows): ReadonlyMap<string, string> =>
  new Map(
    rows
      .filter(({ sums }) => Object.values(sums).some((sum) => sum !== 0))
      .map(({ keys, sums }) => [keys.join(" "), JSON.stringify(sums)]),
  );

async function facts(db: Db, { tenantId, report, group, period }: Task, fromEvents: boolean) {
  return db.withTenant(
    tenantId,
    async (tx) => {
      const { timezone: zone } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } });
      const switches = DEFAULT_SWITCHES;
      const plan = planReport({ report, groups: [group], filtered: [], period, switches, stored: switches });
      const source: Source = fromEvents ? { kind: "events" } : plan.source;
      const asked = {
        tenantId,
        zone,
        period,
        ...periodInstants(period, zone),
        groups: [group],
        only: {},
        now: NOW,
        limit: 100_000,
      };
      return readFacts(tx, { ...asked, ...switches, facts: plan.facts, source });
    },
    { timeoutMs: 600_000 },
  );
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const FRESH_ROUNDS = 5;
const LOOK_EVERY_MS = 1_000;
const ENDED_AT_ONCE = 200;
const LAST_DAY = "2025-12-31";

/** Calls that end together beside a year of others, seen by the look that the worker takes every second. */
async function freshness(db: Db, tenantId: string): Promise<number> {
  const system = context(db, { kind: "system", name: "bench" }, NOW);
  let going = true;
  const looking = (async () => {
    while (going) {
      for (const id of await findTenantsToRoll(system, {})) await rollReports(system, { tenantId: id });
      await new Promise((wake) => setTimeout(wake, LOOK_EVERY_MS));
    }
  })();
  const period = { from: FIRST_DAY, through: LAST_DAY };
  const held = async () =>
    (await readReport(context(db, ownerOf(tenantId), NOW), { query: { report: "calls", groups: ["day"], period } }))
      .totals.dials ?? 0;
  let slowest = 0;
  for (let round = 0; round < FRESH_ROUNDS; round += 1) {
    const before = await held();
    const ended = await db.withTenant(
      tenantId,
      (tx) => tx.$executeRaw`
        INSERT INTO call (tenant_id, id, direction, is_internal, campaign_id, contact_id, phone, caller_id, node_id,
          started_at, answered_at, joined_at, parted_at, ended_at, talk_ms, hold_ms, outcome, membership_id, disposition_id)
        SELECT tenant_id, gen_random_uuid(), direction, false, campaign_id, contact_id, phone, caller_id, node_id,
          started_at, answered_at, joined_at, parted_at, ended_at, talk_ms, hold_ms, outcome, membership_id, disposition_id
        FROM call WHERE tenant_id = ${tenantId}::uuid AND started_at >= ${new Date(`${LAST_DAY}T00:00:00Z`)}
        ORDER BY started_at DESC LIMIT ${ENDED_AT_ONCE}::int`,
    );
    const began = performance.now();
    while ((await held()) !== before + ended && performance.now() - began < 60_000)
      await new Promise((wake) => setTimeout(wake, 50));
    slowest = Math.max(slowest, (performance.now() - began) / 1000);
  }
  going = false;
  await looking;
  return slowest;
}
