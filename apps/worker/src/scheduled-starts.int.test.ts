import type { Prisma } from "@callbay/db/client";
import { verbContext } from "@callbay/testing/caller";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { recorder } from "@callbay/testing/recorder";
import { type TwoTenants, twoTenants } from "@callbay/testing/two-tenants";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBySchedule } from "./scheduled-starts.ts";

let database: TestDatabase;
let world: TwoTenants;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await twoTenants(database.db);
});
afterAll(() => database.close());

const NO_ZONE = { zone: "Nowhere/Nothing", from: null, until: null, hours: null };
const ALWAYS = { ...NO_ZONE, zone: "Asia/Hong_Kong", from: "2020-01-01T00:00" };

const approve = (of: TwoTenants["a"], schedule: Prisma.InputJsonValue) =>
  database.db.withTenant(of.tenantId, (tx) =>
    tx.campaign.updateMany({ where: { id: of.campaignId }, data: { state: "approved", schedule } }),
  );
const stateOf = ({ tenantId, campaignId }: TwoTenants["a"]) =>
  database.db.withTenant(tenantId, (tx) =>
    tx.campaign.findUnique({ where: { tenantId_id: { tenantId, id: campaignId } } }),
  );

test("a campaign whose schedule cannot be read is named once, and keeps no other from starting", async () => {
  const record = recorder(database.db);
  const { deps } = record;
  const ctx = verbContext(record, { kind: "system", name: "test" }, world.now);
  const lines: { level: string; about: object }[] = [];
  const line = (level: string) => (about: object) => lines.push({ level, about });
  const logger = { info: line("info"), warn: line("warn"), error: line("error") };
  const said = new Map<string, string>();
  const [broken, whole] = [world.a, world.b];
  await approve(broken, NO_ZONE);
  await approve(whole, ALWAYS);

  await startBySchedule(ctx, logger, said);
  expect((await stateOf(whole))?.state).toBe("running");
  expect((await stateOf(broken))?.state).toBe("approved");
  const about = { tenantId: broken.tenantId, campaignId: broken.campaignId };
  expect(lines).toEqual([
    { level: "error", about: { ...about, code: "CAMPAIGN_SCHEDULE_INVALID", details: expect.anything() } },
    { level: "info", about: { tenantId: whole.tenantId, campaignId: whole.campaignId } },
  ]);
  await startBySchedule(ctx, logger, said);
  expect(lines).toHaveLength(2);

  // Mended, it starts; what fails in a way that nobody foresaw keeps no other from starting either.
  await approve(broken, ALWAYS);
  await approve(whole, ALWAYS);
  const { db } = database;
  const dying: typeof db = {
    ...db,
    withTenant: (tenantId, run, options) =>
      tenantId === broken.tenantId
        ? Promise.reject(new Error("the connection was lost"))
        : db.withTenant(tenantId, run, options),
  };
  await startBySchedule({ ...ctx, deps: { ...deps, db: dying } }, logger, said);
  expect((await stateOf(whole))?.state).toBe("running");
  expect(lines.at(-2)).toMatchObject({ level: "error", about: { ...about, err: expect.any(Error) } });
  await startBySchedule(ctx, logger, said);
  expect((await stateOf(broken))?.state).toBe("running");
});
