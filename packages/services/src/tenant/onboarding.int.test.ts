import { callerAs } from "@callbay/testing/caller";
import { FIXED_NOW } from "@callbay/testing/clock";
import { openWorld } from "@callbay/testing/world";
import { beforeAll, describe, expect, test } from "vitest";

let admin: ReturnType<typeof callerAs>;

const world = openWorld();
const { record } = world;
beforeAll(async () => {
  admin = callerAs(record, world.platform.operators.admin.actor);
});

const codeOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
    return "done";
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    return cause instanceof Error && "code" in cause ? String(cause.code) : String(error);
  }
};

describe("onboarding a client", () => {
  let tenantId: string;
  const company = { name: "Cedar", legalName: "Cedar Ltd.", timezone: "Asia/Shanghai", country: "CN" };

  test("opens a workspace with department and team, and tells what is still missing", async () => {
    ({ tenantId } = await admin.operator.tenants.create({ slug: "cedar", ...company, locale: "zh-CN" }));
    const { tenant, checklist, leases } = await admin.operator.tenants.get({ tenantId });
    expect(tenant).toMatchObject({ slug: "cedar", state: "active", country: "CN" });
    expect(leases).toBe(0);
    expect(checklist.filter((item) => item.done)).toEqual([]);
    const units = await world.db.withTenant(tenantId, (tx) => tx.orgUnit.findMany({ orderBy: { id: "asc" } }));
    expect(units.map(({ kind, name }) => [kind, name])).toEqual([
      ["department", "呼叫中心"],
      ["team", "第一班组"],
    ]);
    expect(units[1]?.parentId).toBe(units[0]?.id);
  });

  test("refuses a short name twice, and a time zone that is none", async () => {
    expect(await codeOf(admin.operator.tenants.create({ slug: "cedar", ...company }))).toBe("SLUG_TAKEN");
    const nowhere = { slug: "nowhere", ...company, timezone: "Mars/Olympus" };
    expect(await codeOf(admin.operator.tenants.create(nowhere))).toBe("INVALID_INPUT");
  });

  test("never guarantees more channels than a node has, however often it is asked", async () => {
    const { nodeId } = world.platform;
    const attach = (guaranteedChannels: number) =>
      admin.operator.tenants.attach({ tenantId, nodeId, guaranteedChannels, burstChannels: 5 });
    // 100 in all; the two clients of the fixture hold 10 each.
    expect(await codeOf(attach(81))).toBe("GUARANTEE_TOO_LARGE");
    const { attachmentId } = await attach(80);
    expect((await attach(70)).attachmentId).toBe(attachmentId);
    const [before, after] = await world.db.asOperator((tx) =>
      tx.auditLog.findMany({ where: { action: "tenant.attach", tenantId }, orderBy: { id: "asc" } }),
    );
    expect(before?.before).toBeNull();
    expect(after).toMatchObject({ before: { guaranteedChannels: 80 }, after: { guaranteedChannels: 70 } });
  });

  test("gives a number to one client only, whichever way it is written", async () => {
    const add = (e164: string) => admin.operator.tenants.addNumber({ tenantId, e164, label: "Main" });
    expect(await codeOf(add("12"))).toBe("PHONE_INVALID");
    expect(await add("021 6123 4567")).toMatchObject({ e164: "+862161234567" });
    expect(await codeOf(add("+86 21 6123-4567"))).toBe("NUMBER_TAKEN");
    expect(await codeOf(add(world.a.callerId))).toBe("NUMBER_TAKEN");
  });

  test("assigns an operator's agent at once when there is an account, by a link when there is none", async () => {
    const known = await admin.operator.tenants.assignAgent({ tenantId, email: "noc@harbourline.test" });
    expect(known).toEqual({ membershipId: expect.any(String), inviteUrl: null });
    const unknown = await admin.operator.tenants.assignAgent({ tenantId, email: "fresh@harbourline.test" });
    expect(unknown).toEqual({ membershipId: null, inviteUrl: expect.stringContaining("http://app.test/invite/") });
    expect(await codeOf(admin.operator.tenants.assignAgent({ tenantId, email: "noc@harbourline.test" }))).toBe(
      "ALREADY_MEMBER",
    );
    const { people, invitations } = await admin.operator.tenants.get({ tenantId });
    expect(people).toMatchObject([{ email: "noc@harbourline.test", employer: "operator", role: "agent" }]);
    expect(invitations).toMatchObject([{ email: "fresh@harbourline.test", employer: "operator" }]);
  });

  test("is found by any of its names, and pages", async () => {
    expect((await admin.operator.tenants.list({ search: "CEDAR" })).items).toHaveLength(1);
    const first = await admin.operator.tenants.list({ limit: 2 });
    const second = await admin.operator.tenants.list({ limit: 2, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map(({ slug }) => slug)).toEqual(["cedar", "birch", "alder"]);
    expect(second.nextCursor).toBeNull();
    expect(second.items[0]).toMatchObject({ seats: 3, activeContracts: 1, callsToday: 3, runningCampaigns: 1 });
  });
});

describe("the pool", () => {
  test("shows what each node carries and for whom", async () => {
    const { nodes, attachments, problems } = await admin.operator.pool.overview();
    // Two live calls and four agents on duty.
    expect(nodes).toMatchObject([
      {
        name: "pbx-1",
        alive: true,
        agentsOnDuty: 4,
        channelsInUse: 6,
        trunks: [{ name: "carrier", channelsInUse: 2 }],
      },
    ]);
    expect(attachments.find((one) => one.tenantId === world.a.tenantId)).toMatchObject({ guaranteed: 10, inUse: 1 });
    // Nothing dials the campaigns of the fixture.
    expect(problems.map(({ code }) => code)).toEqual([]);
    const later = callerAs(record, world.platform.operators.noc.actor, new Date(FIXED_NOW.getTime() + 60_000));
    const found = (await later.operator.pool.overview()).problems;
    expect(found.map(({ code }) => code)).toEqual(["CAMPAIGN_NOT_DIALLED", "CAMPAIGN_NOT_DIALLED"]);
    expect(found[0]?.remedy).toContain("worker");
  });

  test("says when a node is taken out", async () => {
    const noc = callerAs(record, world.platform.operators.noc.actor);
    await noc.operator.pool.setState({ nodeId: world.platform.nodeId, state: "down" });
    const codes = (await noc.operator.pool.overview()).problems.map(({ code }) => code);
    expect(codes).toEqual(["NODE_DOWN", "TENANT_WITHOUT_NODE", "TENANT_WITHOUT_NODE"]);
    await noc.operator.pool.setState({ nodeId: world.platform.nodeId, state: "active" });
  });
});

describe("a client that is suspended, and one that closes", () => {
  test("work stops and is said to, nothing is deleted, and only its own people start again", async () => {
    const { tenantId } = world.b;
    const campaigns = (state: "running" | "paused") =>
      world.db.withTenant(tenantId, (tx) => tx.campaign.findMany({ where: { state } }));
    const running = await campaigns("running");
    expect(running.length).toBeGreaterThan(0);
    const stopped = await admin.operator.tenants.suspend({ tenantId, reason: "Unpaid for 60 days" });
    expect(stopped.campaigns).toBe(running.length);
    expect(await campaigns("running")).toEqual([]);
    for (const { id } of running)
      expect(await campaigns("paused")).toContainEqual(
        expect.objectContaining({ id, stateReason: "tenant_suspended" }),
      );
    const onDuty = await world.db.withTenant(tenantId, (tx) => tx.dutySession.count({ where: { endedAt: null } }));
    const sentOff = record.commands.filter(({ command }) => command.type === "duty.end").length;
    expect(onDuty).toBe(sentOff);
    expect(await codeOf(admin.operator.tenants.suspend({ tenantId, reason: "again" }))).toBe("TENANT_SUSPENDED");

    await admin.operator.tenants.resume({ tenantId });
    expect(await campaigns("running")).toEqual([]);
    expect(await codeOf(admin.operator.tenants.resume({ tenantId }))).toBe("TENANT_ACTIVE");
    const { items } = await admin.operator.audit.list({ tenantId });
    expect(items.map(({ action }) => action)).toEqual(expect.arrayContaining(["tenant.suspend", "tenant.resume"]));
    await world.db.withTenant(tenantId, (tx) =>
      tx.campaign.updateMany({ where: { id: { in: running.map(({ id }) => id) } }, data: { state: "running" } }),
    );
  });

  test("no workspace closes with business open; without any it does, and gives its channels back", async () => {
    const reason = "Leaves us";
    expect(await codeOf(admin.operator.tenants.close({ tenantId: world.a.tenantId, reason }))).toBe(
      "TENANT_HAS_OPEN_BUSINESS",
    );
    const short = { slug: "short-stay", name: "Short Stay", legalName: "Short Stay Ltd.", country: "GB" };
    const { tenantId } = await admin.operator.tenants.create({ ...short, timezone: "Europe/London" });
    const { nodeId } = world.platform;
    await admin.operator.tenants.attach({ tenantId, nodeId, guaranteedChannels: 1, burstChannels: 0 });
    await admin.operator.tenants.close({ tenantId, reason });
    const { tenant, attachments } = await admin.operator.tenants.get({ tenantId });
    expect([tenant.state, attachments]).toEqual(["closed", []]);
    expect(await codeOf(admin.operator.tenants.resume({ tenantId }))).toBe("TENANT_CLOSED");
  });
});

describe("a workspace at a glance", () => {
  test("counts today in its own time zone", async () => {
    const owner = callerAs(record, world.a.people.owner.actor);
    const { today, seats, agents, campaigns, cost } = await owner.overview.get();
    expect(today).toEqual({ attempts: 3, answered: 3, joined: 3, abandoned: 0, successes: 1, talkMs: 130_000 });
    expect(seats).toEqual({ leased: 3, inUse: 2 });
    expect(agents).toEqual({ ready: 0, previewing: 0, talking: 1, wrapup: 1, paused: 0, connecting: 0 });
    expect(campaigns.find(({ state }) => state === "running")).toMatchObject({ total: 5, done: 0 });
    expect(cost).toMatchObject({ currency: "HKD", periodFrom: expect.any(String) });
    // The day in Hong Kong began at 16:00 UTC of the day before: a call of 15:59 was yesterday's.
    const tomorrow = callerAs(record, world.a.people.owner.actor, new Date("2026-03-11T16:00:00Z"));
    expect((await tomorrow.overview.get()).today.attempts).toBe(0);
    const stillToday = callerAs(record, world.a.people.owner.actor, new Date("2026-03-11T15:59:59Z"));
    expect((await stillToday.overview.get()).today.attempts).toBe(3);
  });

  test("shows the cost to those who may see money", async () => {
    expect((await callerAs(record, world.a.people.viewer.actor).overview.get()).cost).toBeNull();
    expect((await callerAs(record, world.a.people.finance.actor).overview.get()).cost).not.toBeNull();
  });
});

describe("the audit log", () => {
  test("pages back without gap or repetition, and hides where the operator's people sit", async () => {
    const owner = callerAs(record, world.b.people.owner.actor);
    for (const name of ["One", "Two", "Three"]) await owner.people.addOrgUnit({ kind: "team", name });
    await admin.operator.tenants.inviteOwner({ tenantId: world.b.tenantId, email: "x@y.test", name: "X" });
    const first = await owner.audit.list({ limit: 2 });
    const second = await owner.audit.list({ limit: 2, cursor: first.nextCursor });
    const rows = [...first.items, ...second.items];
    expect(rows.map(({ action }) => action)).toEqual([
      "tenant.inviteOwner",
      "orgUnit.add",
      "orgUnit.add",
      "orgUnit.add",
    ]);
    expect(rows.map(({ ip }) => ip)).toEqual([null, "192.0.2.10", "192.0.2.10", "192.0.2.10"]);
    const all = await admin.operator.audit.list({ tenantId: world.b.tenantId });
    expect(all.items[0]).toMatchObject({ action: "tenant.inviteOwner", ip: "192.0.2.10" });
  });
});
