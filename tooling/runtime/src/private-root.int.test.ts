import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { ensurePrivateRoot, type PrivateRoot } from "./private-root.ts";
import { run } from "./process/run.ts";

const home = fileURLToPath(new URL("../../../.callbay", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "callbay-root-test-"));
let root: PrivateRoot;

beforeAll(async () => {
  root = await ensurePrivateRoot({ home });
}, 180_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

it("holds an Asterisk and a Redis that run on this machine without being installed", async () => {
  for (const [binary, argument] of [
    ["asterisk", "-V"],
    ["redis-server", "--version"],
  ] as const) {
    const { file, args } = root.command(binary, [argument]);
    expect((await run(file, args)).stdout).toMatch(/^(Asterisk 2\d|Redis server v=)/);
  }
});

it("is there the second time without anything being done", async () => {
  const told: string[] = [];
  const again = await ensurePrivateRoot({ home, onProgress: (message) => told.push(message) });
  expect(again.dir).toBe(root.dir);
  expect(told).toEqual([]);
});

it("names the package source that does not answer, and leaves nothing half-made", async () => {
  vi.stubEnv("CALLBAY_ROOT_CACHE", join(scratch, "cache"));
  vi.stubEnv("APT_CONFIG", undefined);
  const { downloadPackages } = await import("./root/apt.ts");
  mkdirSync(join(scratch, "apt"), { recursive: true });
  await expect(
    downloadPackages({
      workDir: join(scratch, "apt"),
      // Port 9 of the loopback address: nobody answers there.
      source: { uri: "http://127.0.0.1:9/debian", signedBy: undefined },
      suite: "sid",
      packages: ["asterisk"],
      architecture: { debian: "amd64", triplet: "x86_64-linux-gnu" },
    }),
  ).rejects.toMatchObject({ code: "PACKAGE_SOURCE", message: expect.stringContaining("127.0.0.1:9") });
  expect(existsSync(join(scratch, "cache"))).toBe(false);
  vi.unstubAllEnvs();
});
