import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type S3StandIn, startS3StandIn } from "@callbay/testing/s3-stand-in/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RecordingStoreError } from "./recording-store-port.ts";
import { createS3Recordings } from "./s3-recordings.ts";

/** The real SDK against the stand-in, which checks each signature. */
let standIn: S3StandIn;
let store: ReturnType<typeof createS3Recordings>;
let dir: string;
const sound = randomBytes(200_000);
const source = () => {
  const path = join(dir, "sound.wav");
  writeFileSync(path, sound);
  return { path, bytes: sound.length, sha256: createHash("sha256").update(sound).digest("hex") };
};
const connect = (keys = standIn.keys) =>
  createS3Recordings({
    ...{ bucket: "calls", prefix: "callbay", endpoint: standIn.url, region: "eu-central-1", pathStyle: true, ...keys },
  });

beforeAll(async () => {
  standIn = await startS3StandIn();
  store = connect();
  dir = mkdtempSync(join(tmpdir(), "callbay-s3-"));
});
afterAll(async () => {
  store.close();
  await standIn.close();
  rmSync(dir, { recursive: true, force: true });
});

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

test("what is stored can be read whole and by ranges, and is gone when it was removed", async () => {
  const key = "recordings/t/2026-03/a b+c.wav";
  expect(await store.size(key)).toBeNull();
  await store.put(key, source());
  expect([...standIn.objects.keys()]).toEqual([`/calls/callbay/${key}`]);
  expect(await store.size(key)).toBe(sound.length);
  expect(await bytesOf(store.read(key))).toEqual(sound);
  expect(await bytesOf(store.read(key, { start: 44, end: 143 }))).toEqual(sound.subarray(44, 144));
  await store.put(key, source());
  await store.remove(key);
  await store.remove(key);
  expect(await store.size(key)).toBeNull();
  await expect(bytesOf(store.read(key))).rejects.toThrow(RecordingStoreError);
});

test("what broke off on the way, or was stored with other bytes, is said to have failed, and can be done again", async () => {
  const key = "recordings/broken.wav";
  standIn.breakNextUpload(50_000);
  await expect(store.put(key, source())).rejects.toThrow(RecordingStoreError);
  expect(await store.size(key)).toBeNull();
  standIn.spoilNextUpload();
  await expect(store.put(key, source())).rejects.toThrow(/another content/);
  // A service that counts no checksums is read back.
  standIn.hideChecksums(true);
  standIn.spoilNextUpload();
  await expect(store.put(key, source())).rejects.toThrow(/another content/);
  await store.put(key, source());
  standIn.hideChecksums(false);
  expect(await bytesOf(store.read(key))).toEqual(sound);
  const wrong = { ...source(), sha256: "0".repeat(64) };
  await expect(store.put("recordings/wrong.wav", wrong)).rejects.toThrow(RecordingStoreError);
  expect(await store.size("recordings/wrong.wav")).toBeNull();
});

test("without the right secret nothing is stored, read or said to be missing", async () => {
  const stranger = connect({ ...standIn.keys, secretAccessKey: "another" });
  await expect(stranger.put("recordings/x.wav", source())).rejects.toThrow(RecordingStoreError);
  await expect(stranger.size("recordings/broken.wav")).rejects.toThrow(RecordingStoreError);
  await expect(bytesOf(stranger.read("recordings/broken.wav"))).rejects.toThrow(RecordingStoreError);
  stranger.close();
});
