import { newId } from "@callbay/db/ids";
import { periodInstants } from "@callbay/domain/calendar";
import type { Dimension, Group } from "@callbay/domain/reports/dimensions";
import { METRIC_KEYS } from "@callbay/domain/reports/metrics";
import { REPORT_KEYS, REPORTS } from "@callbay/domain/reports/reports";
import { callerAs, verbContext } from "@callbay/testing/caller";
import type { TenantFixture, TwoTenants } from "@callbay/testing/two-tenants";
import { openWorld } from "@callbay/testing/world";
import { beforeAll, describe, expect, test } from "vitest";
import { addGeneratedDays, type Generated } from "./generated-days.test-support.ts";
import type { ReportQueryInput } from "./query.ts";
import { type RawCall, type RawDuty, recount } from "./recount.test-support.ts";
import { rollAll } from "./roll.ts";

/** Invariant 10: every figure of every report equals a recount from the rows themselves, for any filter. */
const NOW = new Date("2026-11-15T12:00:00Z");
const world = openWorld({ now: NOW });
const { record } = world;

const system = () => verbContext(record, { kind: "system", name: "test" });
const roll = (tenant: TenantFixture) => rollAll({ ...system(), now: NOW }, tenant.tenantId);

async function rawRows({ tenantId }: TenantFixture): Promise<{ calls: RawCall[]; duty: RawDuty[] }> {
  return world.db.withTenant(tenantId, async (tx) => {
    const people = new Map(
      (await tx.membership.findMany({ where: { tenantId } })).map((one) => [one.id, one.orgUnitId]),
    );
    const lists = new Map((await tx.contact.findMany({ where: { tenantId } })).map((one) => [one.id, one.listId]));
    const calls = await tx.call.findMany({ where: { tenantId }, include: { success: true } });
    const duty = await tx.dutyInterval.findMany({ where: { tenantId }, include: { dutySession: true } });
    return {
      calls: calls.map(({ success, ...call }) => ({
        ...call,
        listId: call.contactId ? (lists.get(call.contactId) ?? null) : null,
        orgUnitId: call.membershipId ? (people.get(call.membershipId) ?? null) : null,
        success: success && (success.rejectedAt ? ("rejected" as const) : ("stands" as const)),
      })),
      duty: duty.map(({ dutySession, ...interval }) => ({
        ...interval,
        membershipId: dutySession.membershipId,
        orgUnitId: people.get(dutySession.membershipId) ?? null,
      })),
    };
  });
}

type Raw = Awaited<ReturnType<typeof rawRows>>;
type Asked = Omit<ReportQueryInput, "report" | "groups">;

/** Asks for a report and counts it again; says where it was read from. */
async function same(
  tenant: TenantFixture,
  zone: string,
  report: (typeof REPORT_KEYS)[number],
  group: Group,
  asked: Asked,
  raw?: Raw,
  known?: Map<string, ReturnType<typeof recount>>,
): Promise<string> {
  const caller = callerAs(record, tenant.people.owner.actor, NOW);
  const answer = await caller.reports.read({ query: { report, groups: [group], ...asked } });
  const only: [Dimension, readonly string[] | undefined][] = [
    ["campaign", asked.campaignIds],
    ["list", asked.listIds],
    ["membership", asked.membershipIds],
    ["disposition", asked.dispositionIds],
  ];
  const idOf = {
    campaign: "campaignId",
    list: "listId",
    membership: "membershipId",
    disposition: "dispositionId",
  } as const;
  const { calls, duty } = raw ?? (await rawRows(tenant));
  const question = JSON.stringify([zone, group, answer.from, answer.through, only, answer.switches]);
  const expected =
    known?.get(question) ??
    recount(calls, duty, {
      zone,
      ...periodInstants({ from: answer.from, to: addDay(answer.through) }, zone),
      group,
      switches: answer.switches,
      now: NOW,
      call: (call) => only.every(([dimension, ids]) => !ids || ids.includes(call[idOf[dimension]] ?? "")),
      duty: ({ membershipId }) => !asked.membershipIds || asked.membershipIds.includes(membershipId),
    });
  known?.set(question, expected);
  const name = `${report} by ${group}, ${answer.source}, ${JSON.stringify(asked)}`;
  const keys = answer.metrics.map(({ key }) => key).filter((key) => key !== "seatDays" && key !== "dutyPerSeatDay");
  const seen = new Map(answer.rows.map((row) => [row.keys[0] ?? "null", row.values]));
  // Differences are gathered and judged once: thousands of single expectations take longer than the reports.
  const wrong: string[] = [];
  for (const [key, figures] of expected) {
    const values = seen.get(key);
    for (const metric of keys) {
      // A row without anything in it is left out.
      const is = values === undefined ? 0 : (values[metric] ?? null);
      const should = values === undefined ? (figures[metric] ?? 0) : (figures[metric] ?? null);
      const close = is === should || (is !== null && should !== null && Math.abs(is - should) < 1e-6);
      if (!close) wrong.push(`${name}: ${metric} of ${key} is ${is}, counted ${should}`);
    }
  }
  for (const [key, values] of seen)
    if (!expected.has(key) && keys.some((metric) => (values[metric] ?? 0) !== 0))
      wrong.push(`${name}: nobody counted ${key}`);
  expect(wrong.slice(0, 10)).toEqual([]);
  return answer.source;
}

const addDay = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

/** Zones with days of 23 and 25 hours, and one whose hours begin at a quarter to UTC's. */
const ZONES = [
  ["Europe/Berlin", ["2026-03-28", "2026-10-24"]],
  ["America/New_York", ["2026-03-07", "2026-10-31"]],
  ["Asia/Kathmandu", ["2026-05-31"]],
] as const;

describe.each(ZONES)("in %s", (zone, firstDays) => {
  let made: Generated;
  beforeAll(async () => {
    await world.db.asOperator((tx) => tx.tenant.update({ where: { id: world.a.tenantId }, data: { timezone: zone } }));
    made = await addGeneratedDays(world.db, world.a, { firstDays, days: 3, zone, seed: zone.length });
    await roll(world.a);
  });

  test("every report, by everything that it may be grouped by", async () => {
    const sources = new Set<string>();
    const raw = await rawRows(world.a);
    const known = new Map<string, ReturnType<typeof recount>>();
    const whole = { from: firstDays[0], through: addDay(addDay(firstDays.at(-1) ?? firstDays[0])) };
    for (const report of REPORT_KEYS)
      for (const group of REPORTS[report].groups) {
        // Rows of hours span three months at most: each change of clocks by itself.
        const byHour = group === "hour" || group === "hourOfDay";
        const periods = byHour ? firstDays.map((from) => ({ from, through: addDay(addDay(from)) })) : [whole];
        for (const period of periods) sources.add(await same(world.a, zone, report, group, { period }, raw, known));
      }
    expect(sources).toEqual(new Set(["rollup"]));
  });

  test("under filters and switches", async () => {
    const period = { from: "2026-02-15", through: "2026-11-15" };
    const people = made.memberships.slice(0, 2);
    const filters: Omit<Asked, "period">[] = [
      { campaignIds: [world.a.campaignId] },
      { membershipIds: people },
      { listIds: [world.a.listId], membershipIds: people },
      { dispositionIds: made.dispositions.slice(0, 1), membershipIds: people },
      { excludeInternal: false, excludedPrefixes: [] },
      { startAtAnswer: false, minTalkMs: 0 },
      { startAtAnswer: false },
      { minTalkMs: 33_000 },
      { excludedPrefixes: ["+4930", "+1"] },
    ];
    const sources: string[] = [];
    const raw = await rawRows(world.a);
    const known = new Map<string, ReturnType<typeof recount>>();
    for (const asked of filters)
      for (const [report, group] of [
        ["calls", "day"],
        ["campaigns", "month"],
        ["agents", "agent"],
        ["calls", "disposition"],
      ] as const)
        sources.push(await same(world.a, zone, report, group, { period, ...asked }, raw, known));
    expect(new Set(sources)).toEqual(new Set(["rollup", "quarter", "events"]));
  });
});

describe("what changes later", () => {
  const zone = "Europe/Berlin";
  const period = { from: "2026-03-01", through: "2026-11-15" };
  const everywhere = async () => {
    for (const [report, group] of [
      ["dispositions", "disposition"],
      ["campaigns", "campaign"],
      ["agents", "agent"],
      ["calls", "month"],
    ] as const)
      expect(await same(world.a, zone, report, group, { period })).toBe("rollup");
  };
  beforeAll(async () => {
    await world.db.asOperator((tx) => tx.tenant.update({ where: { id: world.a.tenantId }, data: { timezone: zone } }));
    await roll(world.a);
  });

  test("another disposition, a success taken back, a call that ends: seen after the next rolling up", async () => {
    await everywhere();
    const { tenantId } = world.a;
    await world.db.withTenant(tenantId, async (tx) => {
      const disposed = await tx.call.findFirstOrThrow({
        where: { tenantId, dispositionId: { not: null }, endedAt: { not: null } },
      });
      const other = await tx.campaignDisposition.findFirstOrThrow({
        where: { tenantId, id: { not: disposed.dispositionId ?? "" } },
      });
      await tx.call.update({
        where: { tenantId_id: { tenantId, id: disposed.id } },
        data: { dispositionId: other.id },
      });
      const won = await tx.success.findFirstOrThrow({ where: { tenantId, rejectedAt: null } });
      await tx.success.update({
        where: { tenantId_id: { tenantId, id: won.id } },
        data: { rejectedAt: NOW, rejectedBy: "x", rejectedReason: "taken back" },
      });
      await tx.call.update({
        where: { tenantId_id: { tenantId, id: world.a.talkingCallId } },
        data: { endedAt: NOW, outcome: "answered", talkMs: 20_000 },
      });
    });
    expect(await roll(world.a)).toBeGreaterThanOrEqual(3);
    await everywhere();
    expect(await roll(world.a)).toBe(0);
  });

  test("marking everything again changes nothing", async () => {
    const { tenantId } = world.a;
    const rows = () =>
      world.db.withTenant(tenantId, (tx) =>
        tx.reportRollup.findMany({
          where: { tenantId },
          orderBy: [
            { cube: "asc" },
            { grain: "asc" },
            { slot: "asc" },
            { kind: "asc" },
            { campaignId: "asc" },
            { listId: "asc" },
            { membershipId: "asc" },
            { dispositionId: "asc" },
          ],
        }),
      );
    const before = await rows();
    expect(before.length).toBeGreaterThan(100);
    await world.db.withTenant(tenantId, (tx) =>
      tx.reportDirty.createMany({ data: [{ tenantId, fromAt: new Date("2026-03-28"), toAt: new Date("2026-03-31") }] }),
    );
    await roll(world.a);
    expect(await rows()).toEqual(before);
  });

  test("other settings: right from the first moment, from the calls until the rollups count so too", async () => {
    const owner = callerAs(record, world.a.people.owner.actor, NOW);
    await owner.reports.setSettings({ minTalkMs: 45_000, excludedPrefixes: ["+4930"] });
    expect(await same(world.a, zone, "calls", "day", { period })).toBe("events");
    await roll(world.a);
    expect(await same(world.a, zone, "calls", "day", { period })).toBe("rollup");
    await everywhere();
  });
});

test("people see their own and their team's, the company its all, and nobody another company's", async () => {
  const period = { from: "2026-03-01", through: "2026-11-15" };
  const ask = (actor: TwoTenants["a"]["people"]["owner"]["actor"]) =>
    callerAs(record, actor, NOW).reports.read({ query: { report: "agents", groups: ["agent"], period } });
  const { people, teamId, tenantId } = world.a;
  const lone = newId();
  await world.db.asOperator((tx) =>
    tx.orgUnit.create({ data: { tenantId, id: lone, kind: "team", name: "Elsewhere", createdAt: NOW } }),
  );
  const move = (orgUnitId: string) =>
    world.db.asOperator((tx) =>
      tx.membership.update({
        where: { tenantId_id: { tenantId, id: people.supervisor.membershipId } },
        data: { orgUnitId },
      }),
    );
  const all = (await ask(people.owner.actor)).rows.flatMap(({ keys }) => keys[0] ?? []);
  expect(all.length).toBeGreaterThan(2);
  const own = await ask(people.agent.actor);
  expect(own.rows.map(({ keys }) => keys[0])).toEqual([people.agent.membershipId]);
  await move(lone);
  expect(
    (await ask(people.supervisor.actor)).rows.every(({ keys }) => keys[0] === people.supervisor.membershipId),
  ).toBe(true);
  await move(teamId);
  const team = await ask(people.supervisor.actor);
  expect(team.rows.flatMap(({ keys }) => keys[0] ?? []).sort()).toEqual([...all].sort());
  await expect(
    callerAs(record, people.agent.actor, NOW).reports.read({ query: { report: "abandoned", period } }),
  ).rejects.toMatchObject({ code: "FORBIDDEN" });
  const other = callerAs(record, world.b.people.owner.actor, NOW);
  const foreign = { report: "agents" as const, groups: ["agent" as const], period, membershipIds: all.slice(0, 1) };
  await expect(other.reports.read({ query: foreign })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("each metric is in a report", () => {
  const used = new Set<string>(REPORT_KEYS.flatMap((key) => REPORTS[key].metrics));
  expect(METRIC_KEYS.filter((key) => !used.has(key))).toEqual(["hold"]);
});
