import { access, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { newId } from "@callbay/db/ids";
import { PRESETS } from "@callbay/domain/compliance/presets";
import type { VerbContext } from "@callbay/services/context";
import { verbContext } from "@callbay/testing/caller";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { type Recorder, recorder } from "@callbay/testing/recorder";
import { type TwoTenants, twoTenants } from "@callbay/testing/two-tenants";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deleteOldRecordings, findRecordingDays } from "./retention.ts";

const DAY_MS = 86_400_000;
const now = new Date("2026-03-11T10:00:00.000Z");
let test: TestDatabase;
let world: TwoTenants;
let record: Recorder;
let storageDir: string;

beforeAll(async () => {
  test = await createTestDatabase();
  world = await twoTenants(test.db, now);
  record = recorder(test.db);
  storageDir = await mkdtemp(join(tmpdir(), "callbay-retention-"));
});
afterAll(async () => {
  await test.close();
  await rm(storageDir, { recursive: true, force: true });
});

const ctx = (at = now): VerbContext => {
  const context = verbContext(record, { kind: "system", name: "test" }, at);
  return { ...context, deps: { ...context.deps, storageDir } };
};
const inA = <T>(run: Parameters<typeof test.db.withTenant<T>>[1]) => test.db.withTenant(world.a.tenantId, run);
const stateOf = async (id: string) => (await inA((tx) => tx.recording.findFirstOrThrow({ where: { id } }))).state;
const isThere = (key: string) =>
  access(join(storageDir, key)).then(
    () => true,
    () => false,
  );

/** A recording of the fixture's call, some days old. */
async function recorded(days: number): Promise<{ id: string; key: string }> {
  const { tenantId, callId } = world.a;
  const id = newId();
  const key = `recordings/${id}.wav`;
  await mkdir(dirname(join(storageDir, key)), { recursive: true });
  await writeFile(join(storageDir, key), "sound");
  await inA((tx) =>
    tx.recording.createMany({
      data: {
        ...{ tenantId, id, callId, state: "stored", storageKey: key, sha256: "a".repeat(64), bytes: 5n, durationMs: 9 },
        startedAt: new Date(now.getTime() - days * DAY_MS),
      },
    }),
  );
  return { id, key };
}

async function keepDays(recordingDays: number | null): Promise<void> {
  const { tenantId, campaignId } = world.a;
  const id = newId();
  const rules = { ...PRESETS.custom, retention: { ...PRESETS.custom.retention, recordingDays } };
  await inA(async (tx) => {
    await tx.complianceProfile.createMany({
      data: {
        ...{ tenantId, id, profileId: newId(), revision: 1, name: id, region: "custom", createdBy: "test" },
        rules: JSON.parse(JSON.stringify(rules)),
      },
    });
    await tx.campaign.updateMany({ where: { id: campaignId }, data: { complianceId: id } });
  });
}

it("deletes files and says so when the profile's days are over, keeps what they were, and audits the sum", async () => {
  const old = await recorded(31);
  const young = await recorded(29);
  await keepDays(null);
  expect(await findRecordingDays(ctx(), {})).not.toContain(world.a.tenantId);
  expect(await deleteOldRecordings(ctx(), world.a)).toBe(0);
  await keepDays(30);
  expect(await findRecordingDays(ctx(), {})).toContain(world.a.tenantId);
  expect(await deleteOldRecordings(ctx(), world.a)).toBe(1);
  expect(await isThere(old.key)).toBe(false);
  expect(await isThere(young.key)).toBe(true);
  const row = await inA((tx) => tx.recording.findFirstOrThrow({ where: { id: old.id } }));
  expect(row).toMatchObject({ state: "deleted", storageKey: null, sha256: "a".repeat(64), durationMs: 9 });
  expect(await stateOf(young.id)).toBe("stored");
  const audited = await inA((tx) => tx.auditLog.findMany({ where: { action: "recording.delete" } }));
  expect(audited).toHaveLength(1);
  expect(audited[0]?.after).toMatchObject({ deleted: 1, bytes: 5 });
  expect(await deleteOldRecordings(ctx(), world.a)).toBe(0);
  expect(await inA((tx) => tx.auditLog.count({ where: { action: "recording.delete" } }))).toBe(1);
});

it("keeps what a dispute or an invoice in review still needs", async () => {
  const { tenantId, callId, usageId, draftChargeId, callComponentId: componentId, disputeId } = world.a;
  const { id, key } = await recorded(400);
  await keepDays(30);
  await inA((tx) => tx.chargeUsage.createMany({ data: { tenantId, componentId, usageId, chargeId: draftChargeId } }));
  expect(await deleteOldRecordings(ctx(), world.a)).toBe(0);
  await inA(async (tx) => {
    await tx.chargeUsage.deleteMany({ where: { usageId } });
    await tx.dispute.updateMany({ where: { id: disputeId }, data: { callId } });
  });
  expect(await deleteOldRecordings(ctx(), world.a)).toBe(0);
  expect(await isThere(key)).toBe(true);
  await inA((tx) => tx.dispute.updateMany({ where: { id: disputeId }, data: { callId: null } }));
  // A run that died after it had removed the file.
  await rm(join(storageDir, key));
  expect(await deleteOldRecordings(ctx(), world.a)).toBe(1);
  expect(await stateOf(id)).toBe("deleted");
});
