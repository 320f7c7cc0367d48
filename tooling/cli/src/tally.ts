import { readFile } from "node:fs/promises";
import {
  type Failure,
  type PlaywrightReport,
  playwrightFailures,
  type VitestReport,
  vitestFailures,
} from "./failures.ts";
import { projectRoot } from "./paths.ts";

/** What a suite did. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, by name. */
  readonly failures: readonly Failure[];
}

/** A check that is one thing: lint, types. Its words are in the output already. */
export function single(name: string, exitCode: number): Tally {
  return exitCode === 0 ? passed(1) : broken(name, "see what it says above");
}

/** One failure that no report knows. */
export function broken(where: string, message: string): Tally {
  return { passed: 0, failed: 1, skipped: 0, failures: [{ where, message }] };
}

function passed(count: number): Tally {
  return { passed: count, failed: 0, skipped: 0, failures: [] };
}

/**
 * Reads Vitest's JSON report. A file that could not even be loaded has no failed test in the report, and a run
 * that died has no report: both count as one failure, so that the sum can never look green.
 */
export async function vitestTally(file: string, exitCode: number): Promise<Tally> {
  const report = await readReport<VitestReport>(file);
  if (!report) return broken(file, noReport(exitCode));
  const { numPassedTests, numFailedTests, numPendingTests } = report;
  const failures = vitestFailures(report, projectRoot);
  return guard({ passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests, failures }, file, exitCode);
}

/** Reads Playwright's JSON report; a test that passed only when tried again counts as failed. */
export async function playwrightTally(file: string, exitCode: number): Promise<Tally> {
  const report = await readReport<PlaywrightReport>(file);
  if (!report) return broken(file, noReport(exitCode));
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failures = playwrightFailures(report, projectRoot);
  return guard({ passed: expected, failed: unexpected + flaky, skipped, failures }, file, exitCode);
}

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
      failures: [...all.failures, ...one.failures],
    }),
    passed(0),
  );
}

function guard(told: Tally, file: string, exitCode: number): Tally {
  const nothingRan = told.passed + told.failed + told.skipped === 0;
  if (told.failures.length === 0 && (exitCode !== 0 || nothingRan))
    return { ...told, ...broken(file, noTest(exitCode, nothingRan)), passed: told.passed, skipped: told.skipped };
  // A file that could not be loaded is none of the failed tests.
  return { ...told, failed: Math.max(told.failed, told.failures.length) };
}

function noReport(exitCode: number): string {
  return `no report, and the run ended with code ${exitCode}; see what it says above`;
}

function noTest(exitCode: number, nothingRan: boolean): string {
  if (exitCode === 0) return "no test ran";
  return `${nothingRan ? "no test ran" : "no test failed"}, yet the run ended with code ${exitCode}; see what it says above`;
}

async function readReport<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch {
    return undefined;
  }
}
