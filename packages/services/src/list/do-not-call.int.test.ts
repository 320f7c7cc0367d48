import { callerAs } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { expect, it } from "vitest";

const world = openWorld();
const { record } = world;

const manager = () => callerAs(record, world.a.people.manager.actor);

it("keeps one entry for a number however it is written, masked for everybody", async () => {
  const first = await manager().dnc.add({ phone: "2345 1002", reason: "asked" });
  const again = await manager().dnc.add({ phone: "+852 2345-1002", reason: "asked again" });
  expect(again.id).toBe(first.id);
  const { items } = await manager().dnc.list({});
  expect(items.find((item) => item.id === first.id)).toMatchObject({ reason: "asked again", phone: "+852•••••••02" });
  await expect(manager().dnc.add({ phone: "nobody", reason: "x" })).rejects.toMatchObject({
    cause: { code: "PHONE_INVALID" },
  });
});

it("lets contacts go that it alone held back", async () => {
  const { tenantId, campaignId, contactIds, phones } = world.a;
  const { id } = await manager().dnc.add({ phone: phones[3] ?? "", reason: "asked" });
  const set = (index: number, reason: string) =>
    world.db.withTenant(tenantId, (tx) =>
      tx.campaignContact.updateMany({
        where: { campaignId, contactId: contactIds[index] ?? "" },
        data: { state: "blocked", reason },
      }),
    );
  await set(3, "dnc_tenant");
  await set(4, "dnc_operator");
  await manager().dnc.remove({ id });
  const why = async (index: number) =>
    (await manager().campaigns.contact({ campaignId, contactId: contactIds[index] ?? "" })).contactReason;
  expect([await why(3), await why(4)]).toEqual(["dnc_lifted", "dnc_operator"]);
});

it("shows a full number to who may, and writes down that it did", async () => {
  const { tenantId, contactPointIds, phones } = world.a;
  const contactPointId = contactPointIds[0] ?? "";
  expect(await manager().contacts.reveal({ contactPointId })).toEqual({ phone: phones[0] });
  const row = await world.db.withTenant(tenantId, (tx) =>
    tx.auditLog.findFirst({ where: { action: "contact.reveal", entityId: contactPointId } }),
  );
  expect(JSON.stringify(row?.after)).not.toContain(phones[0]);
  await expect(
    callerAs(record, world.a.people.supervisor.actor).contacts.reveal({ contactPointId }),
  ).rejects.toMatchObject({ code: "FORBIDDEN" });
});
