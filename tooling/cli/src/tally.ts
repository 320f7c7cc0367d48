import { readFile } from "node:fs/promises";

/** What a suite did. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A check that is one thing: lint, types. */
export function single(exitCode: number): Tally {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/**
 * Reads Vitest's JSON report. A file that could not even be loaded has no failed test in the report, and a run
 * that died has no report: both count as one failure, so that the sum can never look green.
 */
export async function vitestTally(file: string, exitCode: number): Promise<Tally> {
  const report = await readReport<{ numPassedTests: number; numFailedTests: number; numPendingTests: number }>(file);
  return guard(report?.numPassedTests, report?.numFailedTests, report?.numPendingTests, exitCode);
}

/** Reads Playwright's JSON report; a test that passed only when tried again counts as failed. */
export async function playwrightTally(file: string, exitCode: number): Promise<Tally> {
  const report = await readReport<{ stats: { expected: number; unexpected: number; flaky: number; skipped: number } }>(
    file,
  );
  const stats = report?.stats;
  return guard(stats?.expected, stats && stats.unexpected + stats.flaky, stats?.skipped, exitCode);
}

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

function guard(passed = 0, failed = 0, skipped = 0, exitCode: number): Tally {
  const nothingRan = passed + failed + skipped === 0;
  return { passed, failed: failed === 0 && (exitCode !== 0 || nothingRan) ? 1 : failed, skipped };
}

async function readReport<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch {
    return undefined;
  }
}
