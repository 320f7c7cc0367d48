import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PbxError } from "@callbay/services/node/pbx";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fetchRecording, recordingKey } from "./fetch.ts";
import { wavDurationMs } from "./wav.ts";

const recording = {
  tenantId: "t",
  recordingId: "r",
  startedAt: new Date("2026-03-11T10:00:00Z"),
  endedAt: new Date("2026-03-11T10:00:01Z"),
};
const key = recordingKey("t", "r", recording.startedAt);
const sound = Buffer.alloc(44 + 16_000);
sound.write("RIFF", 0);
sound.writeUInt32LE(16_000, 28);

let dir: string;
const storeRecording = vi.fn(async () => true);
const failRecording = vi.fn(async () => {});
const deleteRecording = vi.fn(async () => {});
const parts = (fetch: () => Promise<ReadableStream<Uint8Array>>) => ({
  pbx: { fetchRecording: fetch, deleteRecording },
  records: { storeRecording, failRecording },
  storageDir: dir,
  log: pino({ level: "silent" }),
});

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "callbay-recording-"));
  vi.clearAllMocks();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("a recording lies whole in our storage before the PBX's copy goes", async () => {
  await fetchRecording(
    parts(async () => new Blob([sound]).stream()),
    recording,
  );
  expect(readFileSync(join(dir, key))).toEqual(sound);
  const sha256 = createHash("sha256").update(sound).digest("hex");
  const kept = { storageKey: key, bytes: sound.length, durationMs: 1_000, sha256 };
  expect(storeRecording).toHaveBeenCalledWith(expect.objectContaining(kept));
  expect(deleteRecording).toHaveBeenCalledAfter(storeRecording);
});

test("with a bucket it lies there, verified, before its row says so and the PBX's copy and ours go", async () => {
  const put = vi.fn(async (_key: string, { path }: { path: string }) => {
    expect(readFileSync(path)).toEqual(sound);
  });
  const bucket = { place: "s3" as const, put, size: vi.fn(), read: vi.fn(), remove: vi.fn() };
  const withBucket = { ...parts(async () => new Blob([sound]).stream()), bucket };
  // The bucket does not take it: nothing is said to be stored, nothing is deleted, and it can be done again.
  put.mockRejectedValueOnce(new Error("away"));
  await expect(fetchRecording(withBucket, recording)).rejects.toThrow("away");
  expect(storeRecording).not.toHaveBeenCalled();
  expect(deleteRecording).not.toHaveBeenCalled();
  await fetchRecording(withBucket, recording);
  expect(storeRecording).toHaveBeenCalledAfter(put);
  expect(storeRecording).toHaveBeenCalledWith(expect.objectContaining({ store: "s3", storageKey: key }));
  expect(deleteRecording).toHaveBeenCalledAfter(storeRecording);
  expect(readdirSync(dirname(join(dir, key)))).toEqual([]);
});

test("one that breaks off leaves nothing that looks whole, and can be fetched again", async () => {
  const broken = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(sound.subarray(0, 100));
      controller.error(new Error("reset"));
    },
  });
  await expect(
    fetchRecording(
      parts(async () => broken),
      recording,
    ),
  ).rejects.toThrow("reset");
  expect(readdirSync(dirname(join(dir, key)))).toEqual([]);
  expect(storeRecording).not.toHaveBeenCalled();
});

test("one that the PBX does not have has failed", async () => {
  const gone = async () => {
    throw new PbxError("NOT_FOUND", "404");
  };
  await fetchRecording(parts(gone), recording);
  expect(failRecording).toHaveBeenCalledOnce();
});

test("a length comes from the header's byte rate", () => {
  expect(wavDurationMs(sound, sound.length)).toBe(1_000);
  expect(wavDurationMs(new Uint8Array(10), 10)).toBe(0);
});
