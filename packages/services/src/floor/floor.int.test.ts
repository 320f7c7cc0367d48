import { localDate } from "@callbay/domain/calendar";
import { floorAlerts } from "@callbay/domain/floor-alerts";
import { callerAs } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { expect, test } from "vitest";
import { createProcessMemory } from "../memory.ts";

/** The live floor: figures, alerts and who took them up, each within the viewer's team and workspace. */
const world = openWorld();
const { record } = world;

const as = (role: "owner" | "manager" | "supervisor" | "agent" | "viewer", tenant: "a" | "b" = "a") =>
  callerAs(record, world[tenant].people[role].actor);
const refused = (code: string) => expect.objectContaining({ cause: expect.objectContaining({ code }) });

test("an agent's figures of today: calls, time in each state up to now, and the share of it spent on calls", async () => {
  const { agents } = await as("supervisor").floor.live();
  const agent = agents.find(({ membershipId }) => membershipId === world.a.people.agent.membershipId);
  expect(agent?.unit).toMatchObject({ id: world.a.teamId });
  const calls = await world.db.withTenant(world.a.tenantId, (tx) =>
    tx.call.findMany({
      where: { membershipId: world.a.people.agent.membershipId, joinedAt: { gte: new Date("2000-01-01") } },
    }),
  );
  const today = calls.filter(
    ({ joinedAt }) => localDate(joinedAt ?? world.now, "Asia/Hong_Kong") === localDate(world.now, "Asia/Hong_Kong"),
  );
  const talkMs = today.reduce((sum, call) => sum + call.talkMs, 0);
  // Ready for 500 s, talking for 60 s, in wrap-up for the 30 s until now: see the fixture.
  expect(agent?.today).toMatchObject({ calls: today.length, talkMs, wrapupMs: 30_000, readyMs: 500_000, pausedMs: 0 });
  expect(today.length).toBeGreaterThan(0);
  expect(agent?.today?.occupancy).toBeCloseTo(90 / 590);
});

/** As the floor's page works it out. */
async function shownTo(role: "supervisor"): Promise<{ open: number; isDanger: boolean }> {
  const pulse = await as(role).floor.pulse();
  const { agents } = await as(role).floor.live();
  const alerts = floorAlerts({ ...pulse, agents }, pulse.settings, world.now);
  const open = alerts.filter(({ key }) => !pulse.acknowledged.some((one) => one.key === key));
  return { open: open.length, isDanger: open.some(({ tone }) => tone === "danger") };
}

test("an alert is made of it, taken up once, and seen as taken by all of the workspace and by nobody else", async () => {
  const alertsOf = async () => {
    const pulse = await as("supervisor").floor.pulse();
    const { agents } = await as("supervisor").floor.live();
    return { pulse, alerts: floorAlerts({ ...pulse, agents }, pulse.settings, world.now) };
  };
  expect((await alertsOf()).alerts.map(({ rule }) => rule)).not.toContain("wrapupLong");
  await as("manager").floor.setAlerts({ alerts: { wrapupLong: { on: true, limit: 20 } } });
  expect(record.events.map(({ event }) => event.type)).toEqual(["floor.changed"]);
  const wrapup = (await alertsOf()).alerts.find(({ rule }) => rule === "wrapupLong");
  expect(wrapup).toMatchObject({ value: 30, limit: 20, tone: "warn" });
  const { key = "", rule = "wrapupLong" } = wrapup ?? {};
  // What the navigation counts is what the floor shows.
  const before = await as("supervisor").floor.alertCount();
  expect(before).toEqual(await shownTo("supervisor"));
  await as("supervisor").floor.acknowledge({ key, rule });
  expect(await as("supervisor").floor.alertCount()).toMatchObject({ open: before.open - 1 });
  await as("owner").floor.acknowledge({ key, rule });
  const taken = (await as("manager").floor.pulse()).acknowledged.filter((one) => one.key === key);
  expect(taken).toMatchObject([{ by: "alder supervisor" }]);
  expect((await as("supervisor", "b").floor.pulse()).acknowledged.map((one) => one.key)).not.toContain(key);
});

test("limits are the manager's: supervisors, viewers and agents do not set them, and none is beyond its bound", async () => {
  const alerts = { abandonedRate: { on: true, limit: 5 } };
  for (const role of ["supervisor", "viewer", "agent"] as const)
    await expect(as(role).floor.setAlerts({ alerts }), role).rejects.toEqual(refused("FORBIDDEN"));
  for (const role of ["viewer", "agent"] as const) {
    await expect(as(role).floor.alertCount(), role).rejects.toEqual(refused("FORBIDDEN"));
    await expect(as(role).floor.pulse(), role).rejects.toEqual(refused("FORBIDDEN"));
    await expect(as(role).floor.acknowledge({ key: "k", rule: "talkLong" }), role).rejects.toEqual(
      refused("FORBIDDEN"),
    );
  }
  await expect(as("manager").floor.setAlerts({ alerts: { abandonedRate: { on: true, limit: 101 } } })).rejects.toEqual(
    refused("ALERT_LIMIT"),
  );
});

test("a team leader is told of the campaigns that the team serves, and of no other", async () => {
  const campaigns = async (role: "owner" | "supervisor") =>
    (await as(role).floor.pulse()).campaigns.map(({ id }) => id);
  await world.db.withTenant(world.a.tenantId, async (tx) => {
    await tx.campaign.updateMany({ where: { id: world.a.campaignId }, data: { state: "running" } });
    await tx.campaignAgent.deleteMany({ where: { campaignId: world.a.campaignId } });
  });
  expect(await campaigns("owner")).toContain(world.a.campaignId);
  expect(await campaigns("supervisor")).not.toContain(world.a.campaignId);
  const { membershipId } = world.a.people.agent;
  await world.db.withTenant(world.a.tenantId, (tx) =>
    tx.campaignAgent.createMany({
      data: { tenantId: world.a.tenantId, campaignId: world.a.campaignId, membershipId, createdAt: world.now },
    }),
  );
  expect(await campaigns("supervisor")).toContain(world.a.campaignId);
});

test("a day's answers are counted once in five seconds for all who watch, and for each workspace apart", async () => {
  const { tenantId, campaignId } = world.a;
  const shared = { ...record, deps: { ...record.deps, memory: createProcessMemory() } };
  const answered = async (seconds: number, role: "owner" | "supervisor" = "owner", tenant: "a" | "b" = "a") => {
    const at = new Date(world.now.getTime() + seconds * 1_000);
    const { campaigns } = await callerAs(shared, world[tenant].people[role].actor, at).floor.pulse();
    return campaigns.find(({ id }) => id === world[tenant].campaignId)?.answered;
  };
  const isRunning = (tenant: "a" | "b") =>
    world.db.withTenant(world[tenant].tenantId, (tx) =>
      tx.campaign.updateMany({ where: { id: world[tenant].campaignId }, data: { state: "running" } }),
    );
  await isRunning("a");
  await isRunning("b");
  const before = (await answered(0)) ?? 0;
  const ofOthers = await answered(0, "owner", "b");
  const called = await world.db.withTenant(tenantId, (tx) =>
    tx.call.updateMany({ where: { campaignId, outcome: "answered" }, data: { startedAt: world.now, outcome: "busy" } }),
  );
  expect(called.count).toBeGreaterThan(0);
  expect(await answered(4), "counted a moment ago").toBe(before);
  expect(await answered(4, "supervisor"), "the same for a team leader").toBe(before);
  expect(await answered(4, "owner", "b")).toBe(ofOthers);
  expect(await answered(5)).toBe(0);
  expect(await answered(5, "owner", "b")).toBe(ofOthers);
});
