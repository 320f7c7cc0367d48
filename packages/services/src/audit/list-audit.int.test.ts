import { callerAs } from "@callbay/testing/caller";
import { FIXED_NOW } from "@callbay/testing/clock";
import { openWorld } from "@callbay/testing/world";
import { expect, test } from "vitest";

const world = openWorld();
const { record } = world;

test("the audit log is read by person, action, entity and period", async () => {
  const later = new Date(FIXED_NOW.getTime() + 3_600_000);
  const owner = callerAs(record, world.a.people.owner.actor);
  await owner.people.addOrgUnit({ kind: "team", name: "By the owner" });
  await callerAs(record, world.a.people.manager.actor, later).people.addOrgUnit({ kind: "team", name: "Later" });
  await owner.session.preferences({ theme: "dark" });
  const actions = async (input: Parameters<typeof owner.audit.list>[0]) =>
    (await owner.audit.list(input)).items.map(({ action, actorName }) => `${action} ${actorName}`);
  const byOwner = "orgUnit.add alder owner";
  const byManager = "orgUnit.add alder manager";
  expect(await actions({ action: "orgUnit." })).toEqual([byManager, byOwner]);
  expect(await actions({ action: "orgUnit" })).toEqual([]);
  expect(await actions({ action: "orgUnit.add", actorId: world.a.people.owner.accountId })).toEqual([byOwner]);
  expect(await actions({ entity: "org_unit", from: later })).toEqual([byManager]);
  expect(await actions({ entity: "org_unit", to: later })).toEqual([byOwner]);
  expect(await actions({ actorId: world.b.people.owner.accountId })).toEqual([]);
});
