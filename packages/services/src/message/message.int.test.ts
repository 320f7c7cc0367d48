import { callerAs } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { beforeAll, expect, test } from "vitest";

const world = openWorld();
const { record } = world;
beforeAll(async () => {
  await world.db.asOperator((tx) => tx.teamMessageReceipt.deleteMany({}));
});

const as = (role: "owner" | "manager" | "supervisor" | "agent" | "viewer") =>
  callerAs(record, world.a.people[role].actor);
const agentId = () => world.a.people.agent.membershipId;
const refused = (code: string) => expect.objectContaining({ cause: expect.objectContaining({ code }) });
const word = { body: "Please mention the new price.", important: true };
const toldTo = () => record.events.map(({ event }) => "membershipId" in event && event.membershipId);

test("one agent gets it, sees it, puts it away; the sender sees who and when, and the first time is kept", async () => {
  const { messageId, recipients } = await as("supervisor").messages.send({
    to: { kind: "person", id: agentId() },
    ...word,
  });
  expect([recipients, toldTo()]).toEqual([1, [agentId()]]);
  expect(await as("agent").duty.messages()).toMatchObject([
    { messageId, ...word, by: "alder supervisor", readAt: null },
  ]);
  await as("agent").duty.markMessage({ messageId, acknowledge: false });
  expect(await as("agent").duty.messages()).toMatchObject([{ messageId, readAt: world.now }]);
  const later = new Date(world.now.getTime() + 60_000);
  await callerAs(record, world.a.people.agent.actor, later).duty.markMessage({ messageId, acknowledge: true });
  expect(await as("agent").duty.messages()).toEqual([]);
  const [listed] = await as("supervisor").messages.list();
  expect(listed?.receipts).toEqual([{ name: "alder agent", readAt: world.now, acknowledgedAt: later }]);
});

test("a team and a campaign reach those who have a desk, each once, and not who wrote it", async () => {
  await as("owner").messages.send({ to: { kind: "team", id: world.a.departmentId }, ...word });
  const ids = [world.a.people.agent, world.a.spareAgent, world.a.people.supervisor].map((one) => one.membershipId);
  expect(toldTo().sort()).toEqual(ids.sort());
  record.clear();
  await as("supervisor").messages.send({ to: { kind: "team", id: world.a.teamId }, ...word });
  expect(toldTo()).not.toContain(world.a.people.supervisor.membershipId);
  const { tenantId, campaignId } = world.a;
  await world.db.withTenant(tenantId, (tx) =>
    tx.campaignAgent.createMany({
      data: { tenantId, campaignId, membershipId: world.a.spareAgent.membershipId, createdAt: world.now },
      skipDuplicates: true,
    }),
  );
  record.clear();
  await as("manager").messages.send({ to: { kind: "campaign", id: campaignId }, ...word });
  expect(toldTo()).toContain(world.a.spareAgent.membershipId);
});

test("a team leader writes to the own team alone, agents and viewers to nobody, and nobody marks another's", async () => {
  const { orgUnitId } = await as("owner").people.addOrgUnit({
    ...{ parentId: world.a.departmentId, kind: "team", name: "Far" },
  });
  await as("owner").people.move({ membershipId: agentId(), orgUnitId });
  const person = { to: { kind: "person" as const, id: agentId() }, ...word };
  await expect(as("supervisor").messages.send(person)).rejects.toEqual(refused("NOT_FOUND"));
  await expect(as("supervisor").messages.send({ to: { kind: "team", id: orgUnitId }, ...word })).rejects.toEqual(
    refused("MESSAGE_TO_NOBODY"),
  );
  for (const role of ["agent", "viewer"] as const)
    await expect(as(role).messages.send(person), role).rejects.toEqual(refused("FORBIDDEN"));
  const { messageId } = await as("manager").messages.send(person);
  await expect(
    callerAs(record, world.a.spareAgent.actor).duty.markMessage({ messageId, acknowledge: true }),
  ).rejects.toEqual(refused("NOT_FOUND"));
  // What others wrote is not the team leader's to read.
  expect((await as("supervisor").messages.list()).map((one) => one.messageId)).not.toContain(messageId);
});
