/** Scrubs a list in a process of its own, so that its memory is its own. Started by import-scrub.ts. */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createRegisterLookup } from "@callbay/services/do-not-call/register-lookup";

export interface ScrubTask {
  readonly storageDir: string;
  readonly storageKey: string;
  /** A number per line. */
  readonly listPath: string;
}

export interface ScrubReport {
  readonly hits: number;
  readonly beforeMiB: number;
  readonly peakMiB: number;
  /** From nothing: opening, reading and checking the file. */
  readonly openMs: number;
}

async function scrub({ storageDir, storageKey, listPath }: ScrubTask): Promise<ScrubReport> {
  const lookup = createRegisterLookup({
    storageDir,
    clock: () => new Date(),
    inForce: async () => [{ id: "register", tenantId: null, storageKey, validUntil: null }],
  });
  const phones = (await readFile(listPath, "latin1")).split("\n");
  const beforeMiB = await peakMiB();
  const started = performance.now();
  await lookup.onRegisters("tenant", ["+12025550100"]);
  const openMs = performance.now() - started;
  const { size: hits } = await lookup.onRegisters("tenant", phones);
  await lookup.close();
  return { hits, beforeMiB, peakMiB: await peakMiB(), openMs };
}

/** Of this program alone: what getrusage tells is at least what the process was before it became this program. */
async function peakMiB(): Promise<number> {
  const status = await readFile("/proc/self/status", "latin1");
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1024;
}

if (process.send) {
  const [task] = (await once(process, "message")) as [ScrubTask];
  const report = await scrub(task);
  process.send(report, () => process.disconnect());
}
