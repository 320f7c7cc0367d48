import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { playwrightTally, single, sum, vitestTally } from "./tally.ts";

async function report(content: unknown): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), "callbay-tally-")), "report.json");
  await writeFile(file, JSON.stringify(content));
  return file;
}

describe("the sum over all suites", () => {
  it("adds suites up", () => {
    expect(sum([single(0), single(1), { passed: 3, failed: 0, skipped: 2 }])).toEqual({
      passed: 4,
      failed: 1,
      skipped: 2,
    });
  });

  it("counts a file that could not be loaded as a failure", async () => {
    const file = await report({ numPassedTests: 5, numFailedTests: 0, numPendingTests: 0 });
    expect(await vitestTally(file, 1)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  });

  it("counts a run without report, or with no test, as a failure", async () => {
    expect(await vitestTally("/nowhere/report.json", 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    const empty = await report({ numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 });
    expect((await vitestTally(empty, 0)).failed).toBe(1);
  });

  it("counts a journey that passed at the second try as failed", async () => {
    const file = await report({ stats: { expected: 4, unexpected: 0, flaky: 1, skipped: 0 } });
    expect(await playwrightTally(file, 0)).toEqual({ passed: 4, failed: 1, skipped: 0 });
  });
});
