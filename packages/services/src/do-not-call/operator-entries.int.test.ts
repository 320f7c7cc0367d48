import { callerAs } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { expect, it } from "vitest";

const now = new Date("2026-03-11T10:00:00.000Z");
const PHONE = "+85223456718";

const world = openWorld({ now });
const { record } = world;

const operator = (role: "admin" | "noc") => callerAs(record, world.platform.operators[role].actor, now).operator;
const stateOf = (of: "a" | "b") =>
  world.db.withTenant(world[of].tenantId, async (tx) => {
    const contactId = world[of].contactIds[4] ?? "";
    const row = await tx.campaignContact.findFirstOrThrow({ where: { campaignId: world[of].campaignId, contactId } });
    return [row.state, row.reason];
  });

it("the operator forbids a number to every client, and allows it again", async () => {
  for (const of of ["a", "b"] as const)
    await world.db.withTenant(world[of].tenantId, (tx) =>
      tx.contactPoint.updateMany({ where: { contactId: world[of].contactIds[4] ?? "" }, data: { phone: PHONE } }),
    );
  await expect(operator("noc").registers.addNumber({ phone: PHONE, reason: "x" })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  await expect(operator("admin").registers.addNumber({ phone: "2345 6718", reason: "x" })).rejects.toMatchObject({
    code: "BAD_REQUEST",
  });
  await operator("admin").registers.addNumber({ phone: "+852 2345 6718", reason: "Court order" });
  expect([await stateOf("a"), await stateOf("b")]).toEqual([
    ["blocked", "dnc_tenant"],
    ["blocked", "dnc_tenant"],
  ]);
  const seen = await operator("noc").registers.numbers({});
  expect(seen).toMatchObject({ total: 1, items: [{ phone: "+852•••••••18", reason: "Court order" }] });

  await operator("admin").registers.removeNumber({ phone: PHONE, reason: "Lifted" });
  expect(await stateOf("a")).toEqual(["ready", "dnc_lifted"]);
  await expect(operator("admin").registers.removeNumber({ phone: PHONE, reason: "x" })).rejects.toMatchObject({
    code: "CONFLICT",
  });
});
