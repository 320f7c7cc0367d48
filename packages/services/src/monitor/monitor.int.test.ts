import { newId } from "@callbay/db/ids";
import type { TenantActor } from "@callbay/domain/actor";
import type { MonitorMode } from "@callbay/domain/monitor";
import { callerAs, verbContext } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { beforeAll, describe, expect, test } from "vitest";
import { closeNodeMonitors, recordMonitor } from "./record.ts";

/** G48, R8: who may listen to whose calls, and what of it is left in the books. */
let callId: string;

const world = openWorld();
const { record } = world;
beforeAll(async () => {
  await inTenant((tx) => tx.monitorSession.deleteMany({}));
  // The supervisor is off duty, and the agent talks: the fixture's live call becomes theirs.
  await inTenant((tx) =>
    tx.dutySession.updateMany({ where: { id: world.a.talkingSessionId }, data: { state: "paused" } }),
  );
  callId = world.a.talkingCallId;
  await inTenant((tx) =>
    tx.call.updateMany({
      where: { id: callId },
      data: { membershipId: world.a.people.agent.membershipId, dutySessionId: world.a.dutySessionId },
    }),
  );
});

const inTenant = <T>(run: Parameters<typeof world.db.withTenant<T>>[1]) => world.db.withTenant(world.a.tenantId, run);
const as = (actor: TenantActor) => callerAs(record, actor);
const leader = () => as(world.a.people.supervisor.actor);
const owner = () => as(world.a.people.owner.actor);
const refused = (code: string) => expect.objectContaining({ cause: expect.objectContaining({ code }) });
const sent = () => record.commands.map(({ command }) => command.type);
const fence = async () =>
  (await world.db.asOperator((tx) => tx.pbxNode.findUniqueOrThrow({ where: { id: world.platform.nodeId } })))
    .leaseFence;
const say = async (monitorId: string, mode: MonitorMode, end: "left" | null = null) =>
  recordMonitor(
    { ...verbContext(record, world.a.people.supervisor.actor), actor: { kind: "system", name: "media-bridge" } },
    {
      ...{ tenantId: world.a.tenantId, nodeId: world.platform.nodeId, fence: await fence(), monitorId, mode },
      ...{ steps: [{ mode, at: world.now }], liveAt: world.now, endedAt: end && world.now, end },
    },
  );
const audits = async () =>
  (
    await inTenant((tx) =>
      tx.auditLog.findMany({ where: { action: { startsWith: "monitor." } }, orderBy: { id: "asc" } }),
    )
  ).map(({ action, after }) => ({ action, after }));

describe("listening", () => {
  test("is nobody's but a team leader's: owner, manager, agent, finance and viewer are refused", async () => {
    for (const role of ["owner", "manager", "agent", "finance", "viewer"] as const)
      await expect(as(world.a.people[role].actor).monitor.start({ callId }), role).rejects.toEqual(
        refused("FORBIDDEN"),
      );
    expect(sent()).toEqual([]);
  });

  test("reaches neither another team nor another client: such a call is as none", async () => {
    const other = await owner().people.addOrgUnit({ parentId: world.a.departmentId, kind: "team", name: "Far" });
    const agent = { membershipId: world.a.people.agent.membershipId };
    const none = refused("NOT_FOUND");
    await expect(as(world.b.people.supervisor.actor).monitor.start({ callId })).rejects.toEqual(none);
    await expect(leader().monitor.start({ callId: newId() })).rejects.toEqual(none);
    await owner().people.move({ ...agent, orgUnitId: other.orgUnitId });
    // Taking off duty still reaches there (R8); hearing does not.
    await expect(leader().monitor.start({ callId })).rejects.toEqual(none);
    await owner().people.move({ ...agent, orgUnitId: world.a.teamId });
    expect(sent()).toEqual([]);
  });

  test("is off until an owner turns it on and confirms the notice; supervisors and managers cannot", async () => {
    await owner().supervision.set({ monitoring: false, announce: true });
    await expect(leader().monitor.start({ callId })).rejects.toEqual(refused("MONITOR_OFF"));
    const on = { monitoring: true, announce: false } as const;
    for (const role of ["manager", "supervisor", "viewer"] as const)
      await expect(as(world.a.people[role].actor).supervision.set({ ...on, noticeConfirmed: true })).rejects.toEqual(
        refused("FORBIDDEN"),
      );
    await expect(owner().supervision.set(on)).rejects.toEqual(refused("MONITOR_NOTICE_OPEN"));
    await owner().supervision.set({ ...on, noticeConfirmed: true });
    expect(await leader().supervision.get({})).toMatchObject({
      monitoring: true,
      announce: false,
      notice: "hk",
      confirmed: { by: "alder owner", notice: "hk" },
    });
  });

  test("not to one's own call, and not while one may be given calls", async () => {
    const move = (membershipId: string) =>
      inTenant((tx) => tx.call.updateMany({ where: { id: callId }, data: { membershipId } }));
    await move(world.a.people.supervisor.membershipId);
    await expect(leader().monitor.start({ callId })).rejects.toEqual(refused("MONITOR_OWN_CALL"));
    await move(world.a.people.agent.membershipId);
    const duty = (state: "ready" | "paused") =>
      inTenant((tx) => tx.dutySession.updateMany({ where: { id: world.a.talkingSessionId }, data: { state } }));
    await duty("ready");
    await expect(leader().monitor.start({ callId })).rejects.toEqual(refused("MONITOR_ON_DUTY"));
    await duty("paused");
  });

  test("asks the call's node, tells the agent only what the workspace says, and leaves start, mode and end behind", async () => {
    const before = (await audits()).length;
    const { monitorId, sip } = await leader().monitor.start({ callId });
    expect(sip.username).toMatch(/^m-/);
    expect(record.commands[0]).toMatchObject({
      nodeId: world.platform.nodeId,
      command: { type: "monitor.start", callId, monitorId, mode: "listen", announced: false },
    });
    const listeners = () => as(world.a.people.agent.actor).duty.listeners();
    await say(monitorId, "listen");
    expect(await listeners()).toEqual([]);
    expect(record.events.map(({ event }) => event.type)).toEqual(["monitor.changed"]);
    await leader().monitor.choose({ monitorId, mode: "whisper" });
    await say(monitorId, "whisper");
    expect(await listeners()).toEqual([{ monitorId, callId, mode: "whisper", name: "alder supervisor" }]);
    expect(record.events.map(({ event }) => event.type)).toContain("call.monitored");
    await leader().monitor.leave({ monitorId });
    await say(monitorId, "whisper", "left");
    await say(monitorId, "join", null);
    expect(await leader().monitor.get({ monitorId })).toMatchObject({ endedReason: "left", mode: "whisper" });
    expect(sent()).toEqual(["monitor.start", "monitor.mode", "monitor.end"]);
    expect((await audits()).slice(before)).toMatchObject([
      { action: "monitor.start", after: { mode: "listen", agent: world.a.people.agent.membershipId } },
      { action: "monitor.choose", after: { mode: "whisper" } },
      { action: "monitor.leave" },
      { action: "monitor.end", after: { reason: "left", steps: [{ mode: "whisper" }] } },
    ]);
  });

  test("a listening is its own listener's: nobody else changes, ends or sees it", async () => {
    const { monitorId } = await leader().monitor.start({ callId });
    await inTenant((tx) =>
      tx.membership.updateMany({ where: { id: world.a.spareAgent.membershipId }, data: { role: "supervisor" } }),
    );
    const other = as({ ...world.a.spareAgent.actor, role: "supervisor" });
    for (const attempt of [
      () => other.monitor.choose({ monitorId, mode: "join" }),
      () => other.monitor.leave({ monitorId }),
      () => other.monitor.get({ monitorId }),
    ])
      await expect(attempt()).rejects.toEqual(refused("NOT_FOUND"));
  });

  test("an agent who is moved to another team meanwhile is not whispered to any more", async () => {
    const { monitorId } = await leader().monitor.start({ callId });
    await inTenant((tx) =>
      tx.membership.updateMany({ where: { id: world.a.people.agent.membershipId }, data: { orgUnitId: null } }),
    );
    await expect(leader().monitor.choose({ monitorId, mode: "join" })).rejects.toEqual(refused("NOT_FOUND"));
    await inTenant((tx) =>
      tx.membership.updateMany({
        where: { id: world.a.people.agent.membershipId },
        data: { orgUnitId: world.a.teamId },
      }),
    );
  });

  test("another one replaces it, a node that refuses leaves none open, and a new owner closes what was left", async () => {
    const open = () => inTenant((tx) => tx.monitorSession.findMany({ where: { endedAt: null } }));
    await leader().monitor.start({ callId });
    const second = await leader().monitor.start({ callId });
    expect(sent()).toEqual(["monitor.end", "monitor.start"].concat(sent().slice(2)));
    expect((await open()).map(({ id }) => id)).toEqual([second.monitorId]);
    const system = {
      ...verbContext(record, world.a.people.supervisor.actor),
      actor: { kind: "system", name: "x" },
    } as const;
    expect(await closeNodeMonitors(system, { nodeId: world.platform.nodeId, fence: await fence() })).toContain(
      second.monitorId,
    );
    expect((await audits()).at(-1)).toMatchObject({ action: "monitor.end", after: { reason: "system" } });
    record.answerCommands({ ok: false, code: "PBX_REFUSED", message: "no" });
    await expect(leader().monitor.start({ callId })).rejects.toEqual(refused("PBX_REFUSED"));
    record.answerCommands({ ok: true });
    expect(await open()).toEqual([]);
  });

  test("turned off, what is listened to ends at once", async () => {
    const { monitorId } = await leader().monitor.start({ callId });
    record.clear();
    await owner().supervision.set({ monitoring: false, announce: true });
    expect(record.commands).toMatchObject([{ command: { type: "monitor.end", monitorId, reason: "switched_off" } }]);
  });
});
