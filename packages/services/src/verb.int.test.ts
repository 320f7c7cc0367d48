import { CallbayError } from "@callbay/domain/errors";
import { importContacts } from "@callbay/jobs/catalogue";
import { QUEUE_AWAY } from "@callbay/jobs/define";
import { verbContext } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { describe, expect, test } from "vitest";
import { accountVerb, operatorVerb, systemVerb, tenantQuery, tenantVerb, z } from "./verb.ts";

const world = openWorld();
const { record } = world;

const nameOf = (id: string) =>
  world.db.asOperator((tx) => tx.campaign.findFirstOrThrow({ where: { id }, select: { name: true } }));
const auditCount = (action: string) => world.db.asOperator((tx) => tx.auditLog.count({ where: { action } }));

/** Renames a campaign, in the manner that `how` says. */
const rename = tenantVerb({
  name: "test.rename",
  permission: "campaign.write",
  input: z.strictObject({ name: z.string().min(1), how: z.enum(["well", "unaudited", "fails", "effect fails"]) }),
  run: async ({ tx, tenantId, audit, emit, enqueue, afterCommit }, { name, how }) => {
    const { campaignId, listId } = world.a;
    emit({ type: "campaign.changed", campaignId });
    enqueue(importContacts, { tenantId, importId: listId });
    await tx.campaign.updateMany({ where: { tenantId, id: campaignId }, data: { name } });
    if (how !== "unaudited") await audit({ action: "test.rename", entity: "campaign", entityId: campaignId });
    if (how === "fails") throw new CallbayError("conflict", "TEST", "No.");
    if (how === "effect fails")
      afterCommit(async () => {
        throw new CallbayError("unavailable", "PBX_UNREACHABLE", "Nobody answers.");
      });
    return { name };
  },
});

const manager = () => verbContext(record, world.a.people.manager.actor);

describe("a verb", () => {
  test("commits, then tells, in the order in which it was said", async () => {
    expect(await rename(manager(), { name: "Renamed", how: "well" })).toEqual({ name: "Renamed" });
    expect((await nameOf(world.a.campaignId)).name).toBe("Renamed");
    expect(record.events).toEqual([
      { audience: { tenantId: world.a.tenantId }, event: { type: "campaign.changed", campaignId: world.a.campaignId } },
    ]);
    expect(record.jobs.map((job) => job.name)).toEqual(["import-contacts"]);
    expect(await auditCount("test.rename")).toBe(1);
  });

  test("that wrote no audit row is undone, and nobody is told", async () => {
    await expect(rename(manager(), { name: "Silent", how: "unaudited" })).rejects.toThrow("wrote no audit row");
    expect((await nameOf(world.a.campaignId)).name).toBe("Renamed");
    expect([record.events, record.jobs]).toEqual([[], []]);
  });

  test("that refuses leaves no data, no audit row, no event and no job", async () => {
    await expect(rename(manager(), { name: "Half", how: "fails" })).rejects.toMatchObject({ code: "TEST" });
    expect((await nameOf(world.a.campaignId)).name).toBe("Renamed");
    expect(await auditCount("test.rename")).toBe(1);
    expect([record.events, record.jobs]).toEqual([[], []]);
  });

  test("whose effect fails has kept its data, and says so by failing", async () => {
    await expect(rename(manager(), { name: "Kept", how: "effect fails" })).rejects.toMatchObject({
      code: "PBX_UNREACHABLE",
    });
    expect((await nameOf(world.a.campaignId)).name).toBe("Kept");
  });

  test("answers while the queue is away: what it put there is in the database, where the worker looks", async () => {
    const away = new CallbayError("unavailable", QUEUE_AWAY, "The queue does not answer.");
    const ctx = manager();
    const deps = { ...ctx.deps, jobs: { enqueue: () => Promise.reject(away) } };
    expect(await rename({ ...ctx, deps }, { name: "Queued", how: "well" })).toEqual({ name: "Queued" });
    expect((await nameOf(world.a.campaignId)).name).toBe("Queued");
  });

  test("refuses a role before it looks at the input, and an input with the field named", async () => {
    const viewer = verbContext(record, world.a.people.viewer.actor);
    const nonsense = { name: "", how: "well" } as const;
    await expect(rename(viewer, nonsense)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(rename(manager(), nonsense)).rejects.toMatchObject({
      kind: "invalid",
      code: "INVALID_INPUT",
      details: { issues: [expect.objectContaining({ path: "name" })] },
    });
  });

  test("names actor, tenant, request and address in the audit row", async () => {
    const [row] = await world.db.asOperator((tx) => tx.auditLog.findMany({ where: { action: "test.rename" } }));
    expect(row).toMatchObject({
      tenantId: world.a.tenantId,
      actorKind: "user",
      actorId: world.a.people.manager.accountId,
      actorName: world.a.people.manager.name,
      requestId: expect.any(String),
      ip: "192.0.2.10",
      at: world.now,
    });
  });
});

describe("the four kinds", () => {
  const look = tenantQuery({
    name: "test.look",
    permission: "workspace.read",
    input: z.strictObject({}),
    run: ({ tx }) => tx.campaign.findMany({ distinct: ["tenantId"], select: { tenantId: true } }),
  });
  const count = operatorVerb({
    name: "test.count",
    permission: "platform.tenant.read",
    input: z.strictObject({}),
    run: async ({ tx, audit }) => {
      await audit({ action: "test.count", entity: "tenant", entityId: "all", tenantId: world.b.tenantId });
      return tx.tenant.count();
    },
  });
  const sweep = systemVerb({
    name: "test.sweep",
    input: z.strictObject({ tenantId: z.uuid() }),
    run: ({ tx }) => tx.tenant.findMany({ select: { id: true } }),
  });
  const mine = accountVerb({
    name: "test.mine",
    input: z.strictObject({}),
    run: async ({ tx, actor, audit }) => {
      await audit({ action: "test.mine", entity: "account", entityId: actor.accountId });
      return { campaigns: await tx.campaign.count(), accounts: await tx.account.count() };
    },
  });

  test("each keeps to its side", async () => {
    const owner = verbContext(record, world.a.people.owner.actor);
    const admin = verbContext(record, world.platform.operators.admin.actor);
    const system = verbContext(record, { kind: "system", name: "test" });
    const refused = { code: "FORBIDDEN" };
    await expect(look(admin, {})).rejects.toMatchObject(refused);
    await expect(look(system, {})).rejects.toMatchObject(refused);
    await expect(count(owner, {})).rejects.toMatchObject(refused);
    await expect(count(system, {})).rejects.toMatchObject(refused);
    await expect(sweep(owner, { tenantId: world.a.tenantId })).rejects.toMatchObject(refused);
    await expect(sweep(admin, { tenantId: world.a.tenantId })).rejects.toMatchObject(refused);
    await expect(mine(system, {})).rejects.toMatchObject(refused);
  });

  test("each sees its scope: one tenant, all, the tenant named, nobody's business", async () => {
    const owner = verbContext(record, world.a.people.owner.actor);
    expect(await look(owner, {})).toEqual([{ tenantId: world.a.tenantId }]);
    expect(await count(verbContext(record, world.platform.operators.admin.actor), {})).toBe(2);
    const system = verbContext(record, { kind: "system", name: "test" });
    expect(await sweep(system, { tenantId: world.b.tenantId })).toEqual([{ id: world.b.tenantId }]);
    expect(await mine(owner, {})).toMatchObject({ campaigns: 0 });
  });

  test("an operator's audit row belongs to the tenant concerned", async () => {
    const [row] = await world.db.asOperator((tx) => tx.auditLog.findMany({ where: { action: "test.count" } }));
    expect(row?.tenantId).toBe(world.b.tenantId);
  });
});
