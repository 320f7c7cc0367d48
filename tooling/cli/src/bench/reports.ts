/**
 * Each built-in report over a year of generated calls, from its rollups, against the plain SQL that counts the calls and
 * the duty themselves, in the same run; whether both say the same; and how soon a call that ended is in a report.
 * CALLBAY_BENCH_CALLS takes fewer than ten million.
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
const ROUNDS = 20;
const PLAIN_ROUNDS = 3;
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
    for (const { says, period } of PERIODS)
      for (const report of REPORT_KEYS) {
        const group: Group = REPORTS[report].groups[0];
        const measured = await measure(db, { tenantId, report, group, period });
        const ratio = measured.plainMs / measured.p95Ms;
        print({
          bench: "reports",
          figure: `${report} by ${group} of ${says}, p95`,
          unit: "ms",
          ours: rounded(measured.p95Ms),
          baseline: rounded(measured.plainMs),
          baselineName: "plain SQL over calls and duty, median",
          ratio: rounded(ratio),
          goal: `<= ${MOST_MS} ms, ${LEAST_RATIO} times as fast, the same figures`,
          pass: measured.p95Ms <= MOST_MS && ratio >= LEAST_RATIO && measured.same,
          n: CALLS,
        });
      }
    const slowest = await freshness(db, tenantId);
    print({
      bench: "reports",
      figure: "a call that ended is in the report, slowest",
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

/** The whole verb, as the screen calls it, and the plain SQL alone, in turns. */
async function measure(db: Db, { tenantId, report, group, period }: Task) {
  const ctx = context(db, ownerOf(tenantId), NOW);
  const query = { report, groups: [group], period: { from: period.from, through: addDays(period.to, -1) } };
  const ours: number[] = [];
  const plain: number[] = [];
  await readReport(ctx, { query });
  for (let round = 0; round < PLAIN_ROUNDS; round += 1) {
    for (let i = 0; i < ROUNDS; i += 1) ours.push(await timed(() => readReport(ctx, { query })));
    plain.push(await timed(() => facts(db, { tenantId, report, group, period }, true)));
  }
  const [a, b] = [
    await facts(db, { tenantId, report, group, period }, false),
    await facts(db, { tenantId, report, group, period }, true),
  ];
  return {
    p95Ms: percentile(ours, 0.95),
    plainMs: median(plain),
    same: a.length > 0 && JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)),
  };
}

const sorted = (rows: Awaited<ReturnType<typeof facts>>) =>
  rows
    .filter(({ sums }) => Object.values(sums).some((sum) => sum !== 0))
    .sort((x, y) => (x.keys.join(" ") < y.keys.join(" ") ? -1 : 1));

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

/** Calls of a year that change at once, seen by the look that the worker takes every second. */
async function freshness(db: Db, tenantId: string): Promise<number> {
  const system = context(db, { kind: "system", name: "bench" }, NOW);
  let going = true;
  const looking = (async () => {
    while (going) {
      for (const id of await findTenantsToRoll(system, {})) await rollReports(system, { tenantId: id });
      await new Promise((wake) => setTimeout(wake, LOOK_EVERY_MS));
    }
  })();
  const period = { from: FIRST_DAY, through: "2026-01-01" };
  const held = async () =>
    (await readReport(context(db, ownerOf(tenantId), NOW), { query: { report: "calls", groups: ["day"], period } }))
      .totals.talk ?? 0;
  let slowest = 0;
  for (let round = 0; round < FRESH_ROUNDS; round += 1) {
    const before = await held();
    await db.withTenant(
      tenantId,
      (tx) => tx.$executeRaw`
      UPDATE call SET talk_ms = talk_ms + 1000 WHERE tenant_id = ${tenantId}::uuid AND id IN (
        SELECT id FROM call WHERE tenant_id = ${tenantId}::uuid AND started_at >= ${new Date("2025-12-31T08:00:00Z")}
          AND talk_ms > 10000 AND NOT is_internal LIMIT ${ENDED_AT_ONCE})`,
    );
    const began = performance.now();
    while ((await held()) !== before + ENDED_AT_ONCE * 1_000 && performance.now() - began < 60_000)
      await new Promise((wake) => setTimeout(wake, 50));
    slowest = Math.max(slowest, (performance.now() - began) / 1000);
  }
  going = false;
  await looking;
  return slowest;
}
