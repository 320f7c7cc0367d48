import { createHash } from "node:crypto";
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { newId } from "@callbay/db/ids";
import { PRESETS } from "@callbay/domain/compliance/presets";
import { createS3Recordings } from "@callbay/gateways/s3-recordings";
import type { VerbContext } from "@callbay/services/context";
import { callerAs, verbContext } from "@callbay/testing/caller";
import { type S3StandIn, startS3StandIn } from "@callbay/testing/s3-stand-in/server";
import { openWorld } from "@callbay/testing/world";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findUnmoved, moveRecordings } from "./move.ts";
import { openRecording } from "./open.ts";
import { deleteOldRecordings, findRecordingDays } from "./retention.ts";

const DAY_MS = 86_400_000;
const now = new Date("2026-03-11T10:00:00.000Z");
const SOUND = Buffer.from("sound");
const SHA = createHash("sha256").update(SOUND).digest("hex");
let storageDir: string;
let s3: S3StandIn;
let bucket: ReturnType<typeof createS3Recordings>;

const world = openWorld({ now });
const { record } = world;
beforeAll(async () => {
  storageDir = await mkdtemp(join(tmpdir(), "callbay-retention-"));
  s3 = await startS3StandIn();
  bucket = createS3Recordings({
    ...{ bucket: "calls", prefix: "", endpoint: s3.url, region: "us-east-1", pathStyle: true, ...s3.keys },
  });
});
afterAll(async () => {
  bucket.close();
  await s3.close();
  await rm(storageDir, { recursive: true, force: true });
});
beforeEach(async () => {
  await keepDays(null);
  await inA((tx) => tx.recordingPolicy.updateMany({ where: {}, data: { days: null } }));
});

const ctx = (at = now, withBucket = false): VerbContext => {
  const context = verbContext(record, { kind: "system", name: "test" }, at);
  return { ...context, deps: { ...context.deps, storageDir, recordingBucket: withBucket ? bucket : null } };
};
const inA = <T>(run: Parameters<typeof world.db.withTenant<T>>[1]) => world.db.withTenant(world.a.tenantId, run);
const rowOf = (id: string) => inA((tx) => tx.recording.findFirstOrThrow({ where: { id } }));
const as = (who: "owner" | "manager") => callerAs(record, world.a.people[who].actor, now);
const refused = (code: string) => expect.objectContaining({ cause: expect.objectContaining({ code }) });
const isThere = (key: string) =>
  access(join(storageDir, key)).then(
    () => true,
    () => false,
  );

/** A recording some days old of a call of the campaign; unless another is named, of one that nobody charges. */
async function recorded(days: number, ofCall?: string): Promise<{ id: string; key: string; callId: string }> {
  const { tenantId } = world.a;
  const id = newId();
  const callId = ofCall ?? newId();
  const key = `recordings/${tenantId}/2026-01/${id}.wav`;
  await mkdir(dirname(join(storageDir, key)), { recursive: true });
  await writeFile(join(storageDir, key), SOUND);
  await inA(async (tx) => {
    if (!ofCall) {
      const {
        attemptId: _one,
        lineQuality: _line,
        dispositionValues: _values,
        ...like
      } = await tx.call.findFirstOrThrow({ where: { id: world.a.callId } });
      await tx.call.createMany({ data: { ...like, id: callId } });
    }
    await tx.recording.createMany({
      data: {
        ...{ tenantId, id, callId, state: "stored", storageKey: key, sha256: SHA, bytes: 5n, durationMs: 9 },
        startedAt: new Date(now.getTime() - days * DAY_MS),
      },
    });
  });
  return { id, key, callId };
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

describe("retention", () => {
  it("deletes files and says so when the profile's days are over, keeps what they were, and audits the sum", async () => {
    const old = await recorded(31);
    const young = await recorded(29);
    expect(await findRecordingDays(ctx(), {})).not.toContain(world.a.tenantId);
    expect(await deleteOldRecordings(ctx(), world.a)).toBe(0);
    await keepDays(30);
    expect(await findRecordingDays(ctx(), {})).toContain(world.a.tenantId);
    expect(await deleteOldRecordings(ctx(), world.a)).toBe(1);
    expect(await isThere(old.key)).toBe(false);
    expect(await isThere(young.key)).toBe(true);
    expect(await rowOf(old.id)).toMatchObject({ state: "deleted", storageKey: null, sha256: SHA, durationMs: 9 });
    expect((await rowOf(young.id)).state).toBe("stored");
    const audited = await inA((tx) => tx.auditLog.findMany({ where: { action: "recording.delete" } }));
    expect(audited).toHaveLength(1);
    expect(audited[0]?.after).toMatchObject({ deleted: 1, bytes: 5 });
    expect(await deleteOldRecordings(ctx(), world.a)).toBe(0);
    expect(await inA((tx) => tx.auditLog.count({ where: { action: "recording.delete" } }))).toBe(1);
  });

  it("goes by the fewer days of the client and the profile, and not below what a contract needs", async () => {
    const { id } = await recorded(20);
    await keepDays(30);
    expect(await deleteOldRecordings(ctx(), world.a)).toBe(0);
    const { tenantId, draftContractId } = world.a;
    const params = { type: "commission", direction: "outbound", basis: "fixed", amount: "1", clawbackDays: 45 };
    // Terms that were billed do not change: a further contract comes into force.
    await inA(async (tx) => {
      const version = await tx.contractVersion.findFirstOrThrow({ where: { contractId: draftContractId } });
      await tx.priceComponent.createMany({
        data: { tenantId, id: newId(), contractVersionId: version.id, position: 1, type: "commission", params },
      });
      await tx.contract.updateMany({ where: { id: draftContractId }, data: { state: "active", activatedAt: now } });
    });
    expect(await as("owner").recordings.policy()).toMatchObject({ days: null, leastDays: 45, profileDays: 30 });
    await expect(as("owner").recordings.setPolicy({ days: 44 })).rejects.toEqual(refused("RECORDING_DAYS_TOO_FEW"));
    await expect(as("manager").recordings.setPolicy({ days: 400 })).rejects.toEqual(refused("FORBIDDEN"));
    await as("owner").recordings.setPolicy({ days: 400 });
    expect(await deleteOldRecordings(ctx(), world.a)).toBe(0);
    await inA((tx) => tx.recordingPolicy.updateMany({ data: { days: 19 } }));
    // This one, and the one of 29 days that the test before has left.
    expect(await deleteOldRecordings(ctx(), world.a)).toBe(2);
    expect((await rowOf(id)).state).toBe("deleted");
  });

  it("keeps what no final invoice carries yet, and what a dispute or an invoice in review still needs", async () => {
    const { tenantId, callId, usageId, draftChargeId, callComponentId: componentId, disputeId } = world.a;
    const { id } = await recorded(400, callId);
    await keepDays(30);
    const charge = (chargeId: string) =>
      inA((tx) => tx.chargeUsage.createMany({ data: { tenantId, componentId, usageId, chargeId } }));
    // Its usage is on no invoice.
    expect(await deleteOldRecordings(ctx(), world.a)).toBe(0);
    await charge(draftChargeId);
    expect(await deleteOldRecordings(ctx(), world.a)).toBe(0);
    const { legalEntityId } = world.platform;
    await world.db.asOperator(async (tx) => {
      const { nextInvoiceNumber } = await tx.legalEntity.update({
        where: { id: legalEntityId },
        data: { nextInvoiceNumber: { increment: 1 } },
      });
      const sequence = nextInvoiceNumber - 1;
      await tx.invoice.updateMany({
        where: { tenantId, id: world.a.draftInvoiceId },
        data: { state: "finalised", number: `HL-${sequence}`, sequence, issuedAt: now, dueOn: now },
      });
    });
    await inA((tx) => tx.dispute.updateMany({ where: { id: disputeId }, data: { callId } }));
    expect(await deleteOldRecordings(ctx(), world.a)).toBe(0);
    await inA((tx) => tx.dispute.updateMany({ where: { id: disputeId }, data: { callId: null } }));
    expect(await deleteOldRecordings(ctx(), world.a)).toBe(1);
    expect((await rowOf(id)).state).toBe("deleted");
  });

  it("goes on with what a run left that died before it had removed the file", async () => {
    const { id, key } = await recorded(50);
    await inA((tx) => tx.recording.updateMany({ where: { id }, data: { state: "deleted" } }));
    expect(await findRecordingDays(ctx(), {})).toContain(world.a.tenantId);
    expect(await deleteOldRecordings(ctx(), world.a)).toBe(0);
    expect(await isThere(key)).toBe(false);
    expect((await rowOf(id)).storageKey).toBeNull();
  });
});

describe("a legal hold", () => {
  const place = (subject: "recording" | "call" | "campaign" | "contact", id: string) =>
    as("manager").recordings.placeHold({ subject, id, reason: "A claim was announced" });
  const lift = (holdId: string) => as("manager").recordings.liftHold({ holdId, reason: "It was settled" });

  it("keeps what it is placed on from every deletion until it is lifted, and is never rewritten", async () => {
    const { id, key, callId } = await recorded(90);
    await keepDays(30);
    const contactId = (await inA((tx) => tx.call.findFirstOrThrow({ where: { id: callId } }))).contactId ?? "";
    const subjects = [
      ["recording", id],
      ["call", callId],
      ["campaign", world.a.campaignId],
      ["contact", contactId],
    ] as const;
    for (const [subject, subjectId] of subjects) {
      const { holdId } = await place(subject, subjectId);
      await expect(place(subject, subjectId)).rejects.toEqual(refused("HOLD_STANDS"));
      const on = { subject, id: subjectId };
      expect((await as("manager").recordings.holds({ on })).map((one) => one.id)).toEqual([holdId]);
      expect(await deleteOldRecordings(ctx(), world.a)).toBe(0);
      // Whoever goes round the rule, as the operator or as the table's owner would, is refused by the table itself.
      await expect(inA((tx) => tx.recording.updateMany({ where: { id }, data: { state: "deleted" } }))).rejects.toThrow(
        /legal hold/,
      );
      await expect(world.db.asOperator((tx) => tx.recording.deleteMany({ where: { id } }))).rejects.toThrow(
        /legal hold/,
      );
      await expect(inA((tx) => tx.legalHold.deleteMany({ where: { id: holdId } }))).rejects.toThrow(/not been lifted/);
      await expect(
        inA((tx) => tx.legalHold.updateMany({ where: { id: holdId }, data: { reason: "another" } })),
      ).rejects.toThrow(/not rewritten/);
      const seen = await as("owner").recordings.get({ recordingId: id });
      expect(seen.holds.map((hold) => hold.subject)).toEqual([subject]);
      await lift(holdId);
      await expect(lift(holdId)).rejects.toEqual(refused("HOLD_LIFTED"));
    }
    expect(await isThere(key)).toBe(true);
    expect(await deleteOldRecordings(ctx(), world.a)).toBe(1);
    await expect(place("recording", id)).rejects.toEqual(refused("RECORDING_NOT_STORED"));
  });

  it("that comes while something is being deleted waits, and then knows that it is gone", async () => {
    const { id } = await recorded(90);
    let placed: Promise<unknown> = Promise.resolve();
    await inA(async (tx) => {
      await tx.recording.updateMany({ where: { id }, data: { state: "deleted" } });
      placed = place("recording", id).catch((error: unknown) => error);
      // It has come as far as the lock that this transaction holds.
      await world.db.asOperator(async (other) => {
        for (;;) {
          const [row] = await other.$queryRaw<{ waiting: bigint }[]>`
            SELECT count(*) AS waiting FROM pg_locks
            WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
          if (Number(row?.waiting) > 0) return;
        }
      });
    });
    expect(await placed).toEqual(refused("RECORDING_NOT_STORED"));
    expect(await inA((tx) => tx.legalHold.count({ where: { recordingId: id } }))).toBe(0);
  });
});

describe("moving into a bucket", () => {
  it("uploads, verifies, says so and only then removes; whatever broke off is done again, and what is damaged stays", async () => {
    const { tenantId } = world.a;
    await inA((tx) =>
      tx.recording.updateMany({ where: { store: "disk", sha256: { not: SHA } }, data: { state: "failed" } }),
    );
    const all = [await recorded(1), await recorded(1), await recorded(1)];
    const damaged = await recorded(1);
    await writeFile(join(storageDir, damaged.key), "souns");
    expect(await findUnmoved(ctx(), {})).toContain(tenantId);
    expect(await moveRecordings(ctx(), { tenantId })).toEqual({ moved: 0, damaged: [] });

    s3.breakNextUpload(1);
    await expect(moveRecordings(ctx(now, true), { tenantId })).rejects.toThrow(/could not be stored/);
    for (const { id, key } of all) {
      expect(await isThere(key)).toBe(true);
      expect((await rowOf(id)).store).toBe("disk");
    }
    const { moved, damaged: found } = await moveRecordings(ctx(now, true), { tenantId });
    expect(moved).toBeGreaterThanOrEqual(3);
    expect(found).toEqual([damaged.id]);
    expect(await readFile(join(storageDir, damaged.key), "utf8")).toBe("souns");
    for (const { id, key } of all) {
      expect(await isThere(key)).toBe(false);
      expect(await rowOf(id)).toMatchObject({ store: "s3", storageKey: key, state: "stored" });
      expect(s3.objects.get(`/calls/${key}`)).toEqual(SOUND);
    }
    // A run that died after it had said so and before it removed the file.
    const [first] = all;
    await writeFile(join(storageDir, first?.key ?? ""), SOUND);
    await moveRecordings(ctx(now, true), { tenantId });
    expect(await isThere(first?.key ?? "")).toBe(false);
  });

  it("is played from there by ranges, is away without the bucket, and is deleted there when its days are over", async () => {
    const { id, key } = await recorded(40);
    await moveRecordings(ctx(now, true), world.a);
    const person = (withBucket: boolean): VerbContext => ({
      ...ctx(now, withBucket),
      actor: world.a.people.owner.actor,
    });
    const opened = await openRecording(person(true), { recordingId: id });
    const pieces: Uint8Array[] = [];
    for await (const piece of opened.read({ start: 1, end: 2 })) pieces.push(piece);
    expect([await opened.size(), Buffer.concat(pieces).toString()]).toEqual([5, "ou"]);
    await expect(openRecording(person(false), { recordingId: id })).rejects.toMatchObject({
      code: "RECORDING_STORE_AWAY",
    });
    await keepDays(30);
    await deleteOldRecordings(ctx(now, true), world.a);
    expect(s3.objects.has(`/calls/${key}`)).toBe(false);
    expect(await rowOf(id)).toMatchObject({ state: "deleted", storageKey: null, store: "s3" });
  });
});
