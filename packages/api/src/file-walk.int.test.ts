import { newId } from "@callbay/db/ids";
import { OPERATOR_ROLES, TENANT_ROLES, tenantMay } from "@callbay/domain/permissions";
import { apiContext } from "@callbay/testing/caller";
import { withClient } from "@callbay/testing/database";
import { fileEntries, walkedFiles } from "@callbay/testing/walk/files";
import { fingerprint } from "@callbay/testing/walk/fingerprint";
import { outcomeOf, uuidsIn, withRandomIds } from "@callbay/testing/walk/outcome";
import { openWorld } from "@callbay/testing/world";
import { beforeAll, describe, expect, test } from "vitest";

/** The two-tenant walk over what travels beside tRPC: uploads, recordings, documents. */

const world = openWorld();
const { record } = world;
beforeAll(async () => {
  // What verbs never write: a number in an audit row. An export hides it all the same.
  await world.db.withTenant(world.a.tenantId, (tx) =>
    tx.auditLog.createMany({
      data: {
        ...{ id: newId(), tenantId: world.a.tenantId, at: world.now, actorKind: "system", actorName: "test" },
        ...{ action: "test.note", entity: "test", entityId: "1", after: { to: "+85223451000" }, requestId: "test" },
      },
    }),
  );
});

/** A number of somebody on A's lists; 0001 is A's own to show. */
const FULL = /8522345(?!0001)\d{4}/;

function textOf(said: unknown): string {
  if (typeof said === "string") return said;
  if (said instanceof Uint8Array) return Buffer.from(said).toString("latin1");
  if (typeof said !== "object" || said === null) return String(said);
  return Object.values(said).map(textOf).join(" ");
}

const print = (tenantId: string) => withClient(world.ownerUrl, (client) => fingerprint(client, tenantId));

test("every function has an entry", () => {
  expect(Object.keys(fileEntries).sort()).toEqual([...walkedFiles].sort());
});

describe.each(Object.entries(fileEntries))("%s", (name, { as, side, roles, ids, call }) => {
  test("answers another tenant as if A's ids were nobody's, refuses other roles, and leaves A as it was", async () => {
    const before = await print(world.a.tenantId);
    const own = ids(world.a);
    const { input: nobodys, undo } = withRandomIds(own, uuidsIn(own));
    for (const role of TENANT_ROLES) {
      const stranger = apiContext(record, world.b.people[role].actor, world.now);
      const foreign = await outcomeOf(() => call(stranger, own));
      const missing = await outcomeOf(() => call(stranger, nobodys));
      expect({ ...foreign, role }).toEqual({ ...missing, text: undo(missing.text), role });
      expect(foreign).toMatchObject({ ok: false, kind: roles.includes(role) ? "not_found" : "forbidden" });
      if (roles.includes(role)) continue;
      const colleague = apiContext(record, world.a.people[role].actor, world.now);
      expect(await outcomeOf(() => call(colleague, own))).toMatchObject({ ok: false, kind: "forbidden" });
    }
    const nobody = await outcomeOf(() => call(apiContext(record, null, world.now), own));
    expect(nobody).toMatchObject({ ok: false, kind: "unauthenticated" });
    expect(record.failures).toEqual([]);
    expect(await print(world.a.tenantId)).toEqual(before);
  });

  test("says no full number to whoever may not see them (R7)", async () => {
    // All data of a client is its own, in full; who takes it is audited.
    if (name === "workspaceFile") return;
    const operator = OPERATOR_ROLES.find((one) => one === as);
    const readers = [
      ...roles.filter((role) => !tenantMay(role, "contact.unmask")).map((role) => world.a.people[role].actor),
      ...(side === "operator" && operator ? [world.platform.operators[operator].actor] : []),
    ];
    for (const actor of readers) {
      const outcome = await call(apiContext(record, actor, world.now), ids(world.a)).catch((error: unknown) =>
        String(error),
      );
      expect(textOf(outcome)).not.toMatch(FULL);
    }
  });

  test("is reached by whoever may, with their own ids", async () => {
    const role = TENANT_ROLES.find((one) => one === as) ?? "owner";
    const operator = OPERATOR_ROLES.find((one) => one === as) ?? "admin";
    const { actor } = side === "operator" ? world.platform.operators[operator] : world.a.people[role];
    const ctx = apiContext(record, actor, world.now);
    expect(await outcomeOf(() => call(ctx, ids(world.a)))).toMatchObject({ ok: true });
  });
});
