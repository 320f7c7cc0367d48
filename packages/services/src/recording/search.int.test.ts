import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { newId } from "@callbay/db/ids";
import { maskPhone } from "@callbay/domain/phone";
import { callerAs, verbContext } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { describe, expect, test } from "vitest";
import { downloadRecording, openRecording } from "./open.ts";
import { recordingWave } from "./wave.ts";

const world = openWorld();
const { record } = world;

const as = (who: "owner" | "supervisor" | "finance" | "viewer") => callerAs(record, world.a.people[who].actor);
const ctx = (who: "owner" | "supervisor" | "finance") => verbContext(record, world.a.people[who].actor, world.now);
const inA = <T>(run: Parameters<typeof world.db.withTenant<T>>[1]) => world.db.withTenant(world.a.tenantId, run);
const refused = (code: string) => expect.objectContaining({ cause: expect.objectContaining({ code }) });

/** More recordings of the agent's call, one minute older each. */
async function addRecordings(count: number, durationMs: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  await inA((tx) =>
    tx.recording.createMany({
      data: ids.map((id, at) => ({
        ...{
          tenantId: world.a.tenantId,
          id,
          callId: world.a.callId,
          state: "stored" as const,
          storageKey: `${id}.wav`,
        },
        ...{ startedAt: new Date(world.now.getTime() - (at + 2) * 60_000), durationMs, bytes: 9n },
      })),
    }),
  );
  return ids;
}

describe("the search", () => {
  test("walks its pages once through everything, newest first, and by length", async () => {
    const long = await addRecordings(5, 700_000);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { id: string }[]; nextCursor: string | null } = await as("owner").recordings.search({
        ...{ limit: 2, cursor, longerThanMs: 600_000 },
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(long);
    const { items } = await as("owner").recordings.search({ shorterThanMs: 600_000 });
    expect(items.map(({ id }) => id)).toEqual([world.a.recordingId]);
    await inA((tx) => tx.recording.deleteMany({ where: { id: { in: long } } }));
  });

  test("by a number: whole or its end for who may see it, what the mask shows for everybody else", async () => {
    const phone = (await inA((tx) => tx.call.findFirstOrThrow({ where: { id: world.a.callId } }))).phone;
    const found = async (who: "owner" | "supervisor", number: string) =>
      (await as(who).recordings.search({ number })).items.length;
    expect(await found("owner", phone)).toBe(1);
    expect(await found("owner", phone.slice(-6))).toBe(1);
    expect(await found("owner", phone.slice(-3))).toBe(1);
    expect(await found("owner", `+${phone.slice(2)}9`)).toBe(0);
    expect(await found("supervisor", maskPhone(phone).slice(-2))).toBe(1);
    for (const number of [phone, phone.slice(-3), "1"])
      await expect(as("supervisor").recordings.search({ number })).rejects.toEqual(refused("NUMBER_SEARCH_REFUSED"));
    const [row] = (await as("owner").recordings.search({ number: phone })).items;
    expect(row?.maskedPhone).toBe(maskPhone(phone));
  });

  test("follows the call when its agent or its disposition changes, and stays within the team", async () => {
    const { callId, people, tenantId, campaignId } = world.a;
    const disposition = await inA((tx) => tx.campaignDisposition.findFirstOrThrow({ where: { tenantId, campaignId } }));
    const by = async (input: { dispositionId?: string; membershipId?: string }) =>
      (await as("owner").recordings.search(input)).items.length;
    const before = await inA((tx) => tx.call.findFirstOrThrow({ where: { id: callId } }));
    expect(await by({ dispositionId: disposition.id })).toBe(0);
    const { membershipId } = people.owner;
    await inA((tx) =>
      tx.call.updateMany({ where: { id: callId }, data: { dispositionId: disposition.id, membershipId } }),
    );
    expect(await by({ dispositionId: disposition.id })).toBe(1);
    expect(await by({ membershipId })).toBe(1);
    // The owner is of the supervisor's unit in the fixture; nobody's calls are of no team.
    await inA((tx) => tx.call.updateMany({ where: { id: callId }, data: { membershipId: null } }));
    expect((await as("supervisor").recordings.search({})).items).toEqual([]);
    await expect(as("supervisor").recordings.get({ recordingId: world.a.recordingId })).rejects.toEqual(
      refused("NOT_FOUND"),
    );
    await inA((tx) =>
      tx.call.updateMany({
        where: { id: callId },
        data: { membershipId: before.membershipId, dispositionId: before.dispositionId },
      }),
    );
    expect((await as("supervisor").recordings.search({})).items).toHaveLength(1);
  });
});

describe("listening", () => {
  const lines = (action: string) => inA((tx) => tx.auditLog.count({ where: { action, entity: "recording" } }));
  /** Half a second of silence, then a tone as loud as can be said on the second channel. */
  function stereo(): Buffer {
    const frames = 8_000;
    const file = Buffer.alloc(44 + frames * 4);
    file.write("RIFF", 0);
    file.write("WAVEfmt ", 8);
    file.writeUInt32LE(16, 16);
    file.writeUInt16LE(1, 20);
    file.writeUInt16LE(2, 22);
    file.writeUInt32LE(8_000, 24);
    file.writeUInt16LE(16, 34);
    file.write("data", 36);
    file.writeUInt32LE(frames * 4, 40);
    for (let frame = frames / 2; frame < frames; frame++)
      file.writeInt16LE(frame % 2 ? 32_767 : -32_768, 44 + frame * 4 + 2);
    return file;
  }

  test("the ranges of one opening are one line; another opening, another person or hours later are further ones", async () => {
    const { recordingId } = world.a;
    const opening = newId();
    const before = await lines("recording.play");
    await openRecording(ctx("supervisor"), { recordingId, opening });
    await openRecording(ctx("supervisor"), { recordingId, opening });
    expect((await lines("recording.play")) - before).toBe(1);
    await openRecording(ctx("supervisor"), { recordingId, opening: newId() });
    await openRecording(ctx("finance"), { recordingId, opening });
    const later = { ...ctx("supervisor"), now: new Date(world.now.getTime() + 5 * 3_600_000) };
    await openRecording(later, { recordingId, opening });
    await openRecording(ctx("supervisor"), { recordingId });
    expect((await lines("recording.play")) - before).toBe(5);
  });

  test("taking one away is its own permission and its own line", async () => {
    const { recordingId } = world.a;
    await downloadRecording(ctx("owner"), { recordingId });
    expect(await lines("recording.download")).toBe(1);
    await expect(downloadRecording(ctx("supervisor"), { recordingId })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("is drawn from the file itself, once, each channel by itself", async () => {
    const { recordingId, tenantId } = world.a;
    await inA((tx) => tx.recordingWave.deleteMany({ where: { recordingId } }));
    // Its file is not there yet: nothing is drawn, and nothing is kept of that.
    expect(await recordingWave(ctx("supervisor"), { recordingId, tenantId: null })).toBeNull();
    const { storageKey } = await inA((tx) => tx.recording.findFirstOrThrow({ where: { id: recordingId } }));
    const path = join(record.deps.storageDir, storageKey ?? "");
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, stereo());
    const wave = await recordingWave(ctx("supervisor"), { recordingId, tenantId: null });
    const [left = [], right = []] = wave?.channels ?? [];
    expect(wave?.channels).toHaveLength(2);
    expect(Math.max(...left)).toBe(0);
    expect([right[0], right[399], right[400], right[799]]).toEqual([0, 0, 255, 255]);
    await writeFile(path, "no longer asked for");
    expect(await recordingWave(ctx("owner"), { recordingId, tenantId })).toEqual(wave);
    const stranger = verbContext(record, world.b.people.owner.actor, world.now);
    await expect(recordingWave(stranger, { recordingId, tenantId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("notes and what happened in the call are marks at their moments; a note is its author's to remove", async () => {
    const { recordingId, callId, tenantId } = world.a;
    const { startedAt } = await inA((tx) => tx.recording.findFirstOrThrow({ where: { id: recordingId } }));
    await inA((tx) =>
      tx.callEvent.createMany({
        data: { tenantId, id: newId(), callId, at: new Date(startedAt.getTime() + 9_000), type: "held" },
      }),
    );
    const { noteId } = await as("owner").recordings.note({ recordingId, atMs: 12_000, text: "Asks for the price" });
    const seen = await as("supervisor").recordings.get({ recordingId });
    expect(seen.events.find(({ type }) => type === "held")?.atMs).toBe(9_000);
    expect(seen.marks.map(({ atMs, mine }) => [atMs, mine])).toEqual([
      [4_000, true],
      [12_000, false],
    ]);
    await expect(as("supervisor").recordings.removeNote({ noteId })).rejects.toEqual(refused("NOTE_OF_SOMEBODY_ELSE"));
    await expect(as("supervisor").recordings.note({ recordingId, atMs: 60_001, text: "late" })).rejects.toEqual(
      refused("NOTE_AFTER_END"),
    );
    await as("owner").recordings.removeNote({ noteId });
    expect((await as("owner").recordings.get({ recordingId })).marks).toHaveLength(1);
  });
});
