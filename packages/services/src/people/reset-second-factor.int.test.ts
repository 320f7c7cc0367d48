import { newId } from "@callbay/db/ids";
import { maskNumbers } from "@callbay/domain/phone";
import { callerAs, verbContext } from "@callbay/testing/caller";
import { FIXED_NOW } from "@callbay/testing/clock";
import { TEST_PASSWORD } from "@callbay/testing/two-tenants";
import { openWorld } from "@callbay/testing/world";
import { expect, test } from "vitest";
import { createSignInLimiter } from "../access/limiters.ts";
import { readMailbox } from "../access/mailbox.ts";
import { loadActor } from "../access/session.ts";
import { signIn } from "../access/sign-in.ts";
import { totpAt } from "../access/totp.ts";
import { auditCsv } from "../audit/export-audit.ts";

const world = openWorld();
const { record } = world;

const open = (email: string) =>
  signIn(
    { deps: record.deps, limiter: createSignInLimiter(null), now: FIXED_NOW, requestId: "request", ip: "198.51.100.7" },
    { email, password: TEST_PASSWORD },
  );

test("the operator takes a lost second factor off; its person is told, signed out, and nobody else is touched", async () => {
  const { manager } = world.a.people;
  const caller = callerAs(record, manager.actor);
  const { key } = await caller.session.startSecondFactor({ password: TEST_PASSWORD });
  await caller.session.confirmSecondFactor({ code: totpAt(key, FIXED_NOW) });
  await expect(open(manager.email)).rejects.toMatchObject({ code: "SECOND_FACTOR_NEEDED" });

  const input = { tenantId: world.a.tenantId, membershipId: manager.membershipId, reason: "Seen with passport" };
  const people = (role: "admin" | "noc") => callerAs(record, world.platform.operators[role].actor).operator.tenants;
  await expect(people("noc").resetSecondFactor(input)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(people("admin").resetSecondFactor({ ...input, tenantId: world.b.tenantId })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await people("admin").resetSecondFactor(input);

  expect(await loadActor(record.deps, manager.sessionId, FIXED_NOW)).toBeNull();
  expect(await loadActor(record.deps, world.a.people.owner.sessionId, FIXED_NOW)).not.toBeNull();
  expect((await open(manager.email)).workspace).toMatchObject({ role: "manager" });
  const mail = (await readMailbox(record.deps)).find(({ to }) => to.includes(manager.email));
  expect(mail?.body).toContain("second factor");
  // Again changes nothing, and is in the log again.
  await people("admin").resetSecondFactor(input);
  const rows = await world.db.asOperator((tx) =>
    tx.auditLog.findMany({ where: { action: "person.resetSecondFactor" } }),
  );
  expect(rows.map(({ entityId, after }) => [entityId, after])).toEqual(
    Array.from({ length: 2 }, () => [manager.accountId, { reason: input.reason }]),
  );
});

test("the audit log leaves as one file: every row, its own among them, numbers masked for whoever may not see them", async () => {
  const number = "+85261234567";
  await world.db.withTenant(world.a.tenantId, (tx) =>
    tx.auditLog.createMany({
      data: {
        ...{ id: newId(), tenantId: world.a.tenantId, at: FIXED_NOW, actorKind: "system", actorName: "test" },
        ...{ action: "test.note", entity: "test", entityId: "1", after: { note: number }, requestId: "test" },
      },
    }),
  );
  const fileOf = async (actor: Parameters<typeof verbContext>[1]) => {
    let text = "";
    for await (const piece of auditCsv(verbContext(record, actor), {})) text += piece;
    return text.trim().split("\r\n");
  };
  const lines = await fileOf(world.a.people.owner.actor);
  const count = await world.db.withTenant(world.a.tenantId, (tx) => tx.auditLog.count());
  expect(lines).toHaveLength(count + 1);
  expect(lines[1]).toContain("audit.export");
  expect(lines.join()).toContain(number);
  expect((await fileOf(world.platform.operators.noc.actor)).join()).not.toContain(number);
  await expect(fileOf(world.a.people.viewer.actor)).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(maskNumbers(`{"to":"${number}","id":"0198+1"}`)).toBe('{"to":"+852•••••••67","id":"0198+1"}');
});
