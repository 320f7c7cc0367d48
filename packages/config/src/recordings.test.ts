import { expect, it } from "vitest";
import { mediaBridgeConfig } from "./media-bridge.ts";
import { recordingBucketOf } from "./recordings.ts";

const env = {
  DATABASE_URL: "postgres://app@db/callbay",
  REDIS_URL: "redis://redis",
  SECRET_KEY: "k".repeat(32),
  STORAGE_DIR: "/var/lib/callbay",
};
const keys = { RECORDING_S3_ACCESS_KEY_ID: "id", RECORDING_S3_SECRET_ACCESS_KEY: "hush" };

it("keeps recordings on the disk unless a bucket is named", () => {
  expect(recordingBucketOf(mediaBridgeConfig(env))).toBeNull();
  const named = mediaBridgeConfig({ ...env, ...keys, RECORDING_STORE: "s3://calls-hk/callbay/" });
  expect(recordingBucketOf(named)).toMatchObject({
    ...{ bucket: "calls-hk", prefix: "callbay", region: "us-east-1", pathStyle: false, secretAccessKey: "hush" },
  });
  const own = { ...env, ...keys, RECORDING_STORE: "s3://calls", RECORDING_S3_ENDPOINT: "http://127.0.0.1:9000" };
  expect(recordingBucketOf(mediaBridgeConfig(own))).toMatchObject({ prefix: "", pathStyle: true });
});

it("starts with no bucket without its keys, nor with one that is none, and repeats no secret", () => {
  expect(() => mediaBridgeConfig({ ...env, RECORDING_STORE: "s3://calls" })).toThrow(/RECORDING_S3_ACCESS_KEY_ID/);
  for (const RECORDING_STORE of ["s3://", "S3://Calls", "gs://calls", "s3://a/b c"])
    expect(() => mediaBridgeConfig({ ...env, ...keys, RECORDING_STORE })).toThrow(/RECORDING_STORE/);
  expect(() => mediaBridgeConfig({ ...env, ...keys, RECORDING_STORE: "ftp://x" })).not.toThrow(/hush/);
});
