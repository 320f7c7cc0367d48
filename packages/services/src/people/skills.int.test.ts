import { newId } from "@callbay/db/ids";
import { callerAs } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { expect, test } from "vitest";

const world = openWorld();
const { record } = world;

const owner = () => callerAs(record, world.a.people.owner.actor);
const leader = () => callerAs(record, world.a.people.supervisor.actor);
const refused = (code: string) => expect.objectContaining({ cause: expect.objectContaining({ code }) });
const skillsOf = async (membershipId: string) =>
  (await owner().people.list({})).items
    .find((person) => person.membershipId === membershipId)
    ?.skills.map(({ name, level }) => `${name} ${level}`);

test("skills are named once, given in levels, and gone from everybody when they are removed", async () => {
  const { skillId } = await owner().people.addSkill({ name: "Portuguese" });
  await expect(owner().people.addSkill({ name: "  portuguese " })).rejects.toEqual(refused("SKILL_EXISTS"));
  await expect(owner().people.renameSkill({ skillId, name: "DUTCH" })).rejects.toEqual(refused("SKILL_EXISTS"));
  await owner().people.renameSkill({ skillId, name: "portuguese" });
  const { membershipId } = world.a.spareAgent;
  const skills = [
    { skillId, level: 5 as const },
    { skillId: world.a.skillId, level: 2 as const },
  ];
  await owner().people.setSkills({ membershipId, skills });
  expect(await skillsOf(membershipId)).toEqual(["portuguese 5", "Dutch 2"]);
  await expect(owner().people.setSkills({ membershipId, skills: [{ skillId: newId(), level: 1 }] })).rejects.toEqual(
    refused("NOT_FOUND"),
  );
  await expect(
    owner().people.setSkills({ membershipId, skills: [{ skillId: world.b.skillId, level: 1 }] }),
  ).rejects.toEqual(refused("NOT_FOUND"));
  expect(await skillsOf(membershipId)).toEqual(["portuguese 5", "Dutch 2"]);
  expect((await owner().people.skills({})).map(({ name, people }) => `${name} ${people}`)).toEqual([
    "Dutch 2",
    "portuguese 1",
  ]);
  await owner().people.removeSkill({ skillId });
  expect(await skillsOf(membershipId)).toEqual(["Dutch 2"]);
});

test("two who add the same skill at once make one", async () => {
  const both = await Promise.allSettled(["Welsh", "WELSH"].map((name) => owner().people.addSkill({ name })));
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  for (const one of both) if (one.status === "rejected") expect(one.reason).toEqual(refused("SKILL_EXISTS"));
});

test("a call goes to a skill with the level of each who is on duty", async () => {
  const { tenantId, talkingCallId: callId, skillId } = world.a;
  await world.db.asOperator((tx) =>
    tx.callTransfer.updateMany({
      where: { tenantId, callId },
      data: { state: "done", result: "cancelled", endedAt: world.now },
    }),
  );
  const { queues } = await leader().duty.transferTargets();
  expect(queues).toContainEqual(expect.objectContaining({ kind: "skill", id: skillId, name: "Dutch", onDuty: 1 }));
  await leader().duty.transfer({ callId, mode: "blind", target: { kind: "skill", skillId } });
  const [row] = await world.db.asOperator((tx) =>
    tx.callTransfer.findMany({ where: { tenantId, callId }, orderBy: { requestedAt: "desc" }, take: 1 }),
  );
  expect(row).toMatchObject({
    ...{ kind: "queue", queueName: "Dutch" },
    ...{ membershipIds: [world.a.people.agent.membershipId], levels: [4] },
  });
});

test("contacts come first when somebody says so", async () => {
  const [contactId = ""] = world.a.contactIds;
  const manager = callerAs(record, world.a.people.manager.actor);
  expect(await manager.contacts.setVip({ contactIds: [contactId], vip: true })).toEqual({ changed: 1 });
  expect(await manager.contacts.setVip({ contactIds: [contactId], vip: true })).toEqual({ changed: 0 });
  expect(await manager.contacts.get({ contactId })).toMatchObject({ vip: true });
  await expect(
    manager.contacts.setVip({ contactIds: [contactId, world.b.contactIds[0] ?? ""], vip: false }),
  ).rejects.toEqual(refused("NOT_FOUND"));
  expect(await manager.contacts.get({ contactId })).toMatchObject({ vip: true });
});
