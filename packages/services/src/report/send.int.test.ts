import { callerAs, verbContext } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { expect, test } from "vitest";
import { findDueReports, reportAttachment, sendDueReports } from "./send.ts";

/** Saved reports by mail: the fixture's is the manager's, sent every Monday at seven. */
const world = openWorld();
const { record } = world;

const DAY_MS = 86_400_000;
const later = (days: number) => new Date(world.now.getTime() + days * DAY_MS);
const system = (at: Date) => verbContext(record, { kind: "system", name: "test" }, at);
const mails = (tenant: "a" | "b") =>
  world.db.withTenant(world[tenant].tenantId, (tx) =>
    tx.mail.findMany({ where: { kind: "report" }, orderBy: { id: "asc" } }),
  );
const saved = (tenant: "a" | "b") =>
  world.db.withTenant(world[tenant].tenantId, (tx) =>
    tx.reportSaved.findFirstOrThrow({ where: { id: world[tenant].savedReportId } }),
  );
const addressOf = async (membershipId: string) => {
  const { account } = await world.db.withTenant(world.a.tenantId, (tx) =>
    tx.membership.findFirstOrThrow({ where: { id: membershipId }, select: { account: { select: { email: true } } } }),
  );
  return account.email;
};

test("a report that is due is mailed once for its time, with its file, and is due again a week later", async () => {
  const { tenantId, people } = world.a;
  expect(await findDueReports(system(world.now), {})).toEqual([]);
  const due = later(1);
  expect(await findDueReports(system(due), {})).toContain(tenantId);
  expect(await sendDueReports(system(due), { tenantId })).toEqual({ sent: 1 });
  expect(await sendDueReports(system(due), { tenantId })).toEqual({ sent: 0 });
  const [mail, ...more] = await mails("a");
  expect(more).toEqual([]);
  expect(mail?.recipients).toEqual([await addressOf(people.manager.membershipId)]);
  expect(mail?.subject).toContain("Campaigns of the week");
  const { nextAt, lastSentAt } = await saved("a");
  expect(lastSentAt).toEqual(due);
  expect(nextAt?.getTime()).toBeGreaterThan(due.getTime());
  expect(nextAt?.getTime()).toBeLessThanOrEqual(due.getTime() + 7 * DAY_MS);
  expect(await mails("b"), "the other workspace's is its own").toEqual([]);

  const file = await world.db.withTenant(tenantId, (tx) =>
    reportAttachment(tx, { tenantId, savedId: world.a.savedReportId, at: due.toISOString() }),
  );
  expect(file.fileName).toMatch(/\.xlsx$/);
  expect(Buffer.from(file.bytes).subarray(0, 2).toString()).toBe("PK");
});

test("its owner sends it at once, once a minute, and its schedule stays; nobody else does", async () => {
  const { savedReportId: savedId, people } = world.a;
  const before = await mails("a");
  const { nextAt } = await saved("a");
  const as = (role: "manager" | "owner", at: Date) => callerAs(record, people[role].actor, at).reports;
  const at = later(2);
  expect(await as("manager", at).sendNow({ savedId })).toEqual({ savedId, recipients: 1 });
  await as("manager", at).sendNow({ savedId });
  expect(await mails("a")).toHaveLength(before.length + 1);
  expect(record.jobs.map(({ name }) => name)).toContain("send-mail");
  await as("manager", new Date(at.getTime() + 60_000)).sendNow({ savedId });
  expect(await mails("a")).toHaveLength(before.length + 2);
  expect((await saved("a")).nextAt).toEqual(nextAt);
  await expect(as("owner", at).sendNow({ savedId })).rejects.toMatchObject({ cause: { code: "NOT_FOUND" } });
});

test("who has left sends nothing any more", async () => {
  const { tenantId, people } = world.a;
  const before = await mails("a");
  await world.db.withTenant(tenantId, (tx) =>
    tx.membership.updateMany({ where: { id: people.manager.membershipId }, data: { endedAt: later(3) } }),
  );
  const { nextAt } = await saved("a");
  const due = new Date((nextAt?.getTime() ?? 0) + 1);
  expect(await sendDueReports(system(due), { tenantId })).toEqual({ sent: 0 });
  expect((await saved("a")).nextAt).toBeNull();
  expect(await mails("a")).toEqual(before);
});
