import { newId } from "@callbay/db/ids";
import { callerAs, verbContext } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { beforeAll, describe, expect, test } from "vitest";
import { callScope } from "../calls-read/scope.ts";
import { openRecording } from "../recording/open.ts";
import { scopeOf } from "./scope.ts";

/** R8: a team leader takes people of every team off duty, and sees, hears and reads the own team alone. */
let otherTeamId: string;
const world = openWorld();
const { record } = world;
beforeAll(async () => {
  const { orgUnitId } = await owner().people.addOrgUnit({
    ...{ parentId: world.a.departmentId, kind: "team", name: "Team 2" },
  });
  otherTeamId = orgUnitId;
});

const owner = () => callerAs(record, world.a.people.owner.actor);
const leader = () => callerAs(record, world.a.people.supervisor.actor);
const move = (who: "agent" | "supervisor", orgUnitId: string | null) =>
  owner().people.move({ membershipId: world.a.people[who].membershipId, orgUnitId });
const refused = (code: string) => expect.objectContaining({ cause: expect.objectContaining({ code }) });
const agentId = () => world.a.people.agent.membershipId;

describe("a team leader", () => {
  const seen = async () => {
    const calls = await leader().calls.list();
    const floor = await leader().floor.live();
    const people = await leader().people.list({});
    return {
      calls: calls.items.filter(({ agent }) => agent?.membershipId === agentId()).length,
      nobodys: calls.items.filter(({ agent }) => agent === null).length,
      floor: floor.agents.some(({ membershipId }) => membershipId === agentId()),
      others: floor.others.map(({ membershipId }) => membershipId),
      people: people.items.some(({ membershipId }) => membershipId === agentId()),
      onDuty: Object.values((await leader().overview.get()).agents).reduce((sum, count) => sum + count, 0),
    };
  };

  test("sees the team, and nothing of another's but who could be taken off duty", async () => {
    const [call] = (await owner().calls.list({ membershipId: agentId() })).items;
    const callId = call?.id ?? "";
    const recordingId = world.a.recordingId;
    const near = await seen();
    expect(near).toMatchObject({ floor: true, others: [], people: true, nobodys: 0 });
    expect(near.calls).toBeGreaterThan(0);
    await leader().calls.get({ callId });

    await move("agent", otherTeamId);
    const far = await seen();
    expect(far).toMatchObject({ calls: 0, floor: false, others: [agentId()], people: false });
    expect(near.onDuty - far.onDuty).toBe(1);
    await expect(leader().calls.get({ callId })).rejects.toEqual(refused("NOT_FOUND"));
    await expect(
      openRecording(verbContext(record, world.a.people.supervisor.actor), { recordingId }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    const [other] = (await leader().floor.live()).others;
    expect(Object.keys(other ?? {}).sort()).toEqual(["membershipId", "name", "seat", "since", "state"]);
    // Everybody who sees all teams still does.
    expect((await owner().floor.live()).agents.some(({ membershipId }) => membershipId === agentId())).toBe(true);
  });

  test("takes somebody of another team off duty all the same, and may do nothing else with them", async () => {
    record.clear();
    await leader().floor.kick({ membershipId: agentId() });
    expect(record.commands.map(({ command }) => command.type)).toEqual(["duty.end"]);
    const [row] = await world.db.asOperator((tx) =>
      tx.auditLog.findMany({ where: { action: "floor.kick" }, orderBy: { id: "desc" } }),
    );
    expect(row).toMatchObject({ actorId: world.a.people.supervisor.accountId, after: { membershipId: agentId() } });
    for (const attempt of [
      leader().people.move({ membershipId: agentId(), orgUnitId: world.a.teamId }),
      leader().people.setRole({ membershipId: agentId(), role: "viewer" }),
      leader().people.end({ membershipId: agentId() }),
      leader().people.moveOrgUnit({ orgUnitId: otherTeamId, parentId: world.a.teamId }),
    ])
      await expect(attempt).rejects.toEqual(refused("FORBIDDEN"));
  });

  test("of a department's unit sees the teams below it; of no unit, the others of none", async () => {
    await move("supervisor", world.a.departmentId);
    expect(await seen()).toMatchObject({ floor: true, others: [], people: true });
    await move("supervisor", null);
    expect(await seen()).toMatchObject({ floor: false, others: [agentId()], people: false });
    await move("agent", null);
    expect(await seen()).toMatchObject({ floor: true, others: [], people: true });
    await move("agent", world.a.teamId);
    await move("supervisor", world.a.teamId);
  });
});

describe("the scope", () => {
  test("of an agent is their own calls, of an owner everybody's, and of nobody another tenant's", async () => {
    const scopes = await world.db.withTenant(world.a.tenantId, async (tx) => {
      const unit = (role: "agent" | "owner" | "supervisor") => ({
        ...{ tx, tenantId: world.a.tenantId, actor: world.a.people[role].actor },
      });
      return {
        agent: await callScope(unit("agent")),
        owner: await scopeOf(unit("owner"), "call.read"),
        team: await scopeOf(unit("supervisor"), "call.read"),
      };
    });
    expect(scopes.agent).toEqual({ membershipId: { in: [agentId()] } });
    expect(scopes.owner).toBeNull();
    const strangers = Object.values(world.b.people).map(({ membershipId }) => membershipId);
    expect(scopes.team?.filter((id) => strangers.includes(id))).toEqual([]);
  });
});

describe("the org tree", () => {
  test("takes no unit below itself, and loses none that somebody is in", async () => {
    const { departmentId, teamId } = world.a;
    await expect(owner().people.moveOrgUnit({ orgUnitId: departmentId, parentId: teamId })).rejects.toEqual(
      refused("ORG_UNIT_RING"),
    );
    await expect(owner().people.moveOrgUnit({ orgUnitId: teamId, parentId: teamId })).rejects.toEqual(
      refused("ORG_UNIT_RING"),
    );
    await expect(owner().people.removeOrgUnit({ orgUnitId: departmentId })).rejects.toEqual(
      refused("ORG_UNIT_NOT_EMPTY"),
    );
    await expect(owner().people.removeOrgUnit({ orgUnitId: teamId })).rejects.toEqual(refused("ORG_UNIT_NOT_EMPTY"));
    await expect(owner().people.removeOrgUnit({ orgUnitId: newId() })).rejects.toEqual(refused("NOT_FOUND"));
    await owner().people.updateOrgUnit({ orgUnitId: otherTeamId, kind: "team", name: "Night" });
    await owner().people.moveOrgUnit({ orgUnitId: otherTeamId, parentId: null });
    expect((await owner().people.orgUnits()).find((unit) => unit.orgUnitId === otherTeamId)).toMatchObject({
      ...{ parentId: null, name: "Night", people: 0 },
    });
    await owner().people.removeOrgUnit({ orgUnitId: otherTeamId });
    expect((await owner().people.orgUnits()).some((unit) => unit.orgUnitId === otherTeamId)).toBe(false);
  });

  test("has no ring after two moves at once", async () => {
    const add = async (name: string) => (await owner().people.addOrgUnit({ kind: "team", name })).orgUnitId;
    const [one, two] = [await add("One"), await add("Two")];
    const both = await Promise.allSettled([
      owner().people.moveOrgUnit({ orgUnitId: one, parentId: two }),
      owner().people.moveOrgUnit({ orgUnitId: two, parentId: one }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});
