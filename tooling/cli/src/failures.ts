/** What failed, by name, as the end of `npm test` says it: read from the reports of Vitest and Playwright. */
import { isAbsolute, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** One thing that failed. */
export interface Failure {
  /** "file > test", or the suite when it is one check. */
  readonly where: string;
  /** The first line of what it said; may be empty. */
  readonly message: string;
}

/** The part of Vitest's JSON report that is read here. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

interface PlaywrightSuite {
  readonly title: string;
  readonly file: string;
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly {
      readonly status: string;
      readonly results: readonly { readonly error?: { readonly message?: string } }[];
    }[];
  }[];
}

/** The part of Playwright's JSON report that is read here. */
export interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  readonly suites: readonly PlaywrightSuite[];
  /** What failed outside a test: a file that could not be loaded. */
  readonly errors: readonly { readonly message?: string; readonly location?: { readonly file: string } }[];
}

/**
 * Tests that failed, and files that failed without one: they could not be loaded, or a hook of theirs broke.
 * @param root the folder that file names are told from
 */
export function vitestFailures(report: VitestReport, root: string): Failure[] {
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = fileName(name, root);
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (status === "failed" && failed.length === 0) return [{ where: file, message: firstLine(message) }];
    return failed.map(({ ancestorTitles, title, failureMessages }) => ({
      where: [file, ...ancestorTitles, title].filter(Boolean).join(" > "),
      message: firstLine(failureMessages[0]),
    }));
  });
}

/** Journeys that failed, also where a second try passed, and files that could not be loaded. */
export function playwrightFailures(report: PlaywrightReport, root: string): Failure[] {
  return [
    ...report.errors.map(({ message, location }) => ({
      where: location ? fileName(location.file, root) : "journeys",
      message: firstLine(message),
    })),
    ...report.suites.flatMap((suite) => ofSuite(suite, [suite.file])),
  ];
}

function ofSuite(suite: PlaywrightSuite, path: readonly string[]): Failure[] {
  const own = suite.specs.flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ results }) => ({
        where: [...path, title].join(" > "),
        message: firstLine(results.find(({ error }) => error !== undefined)?.error?.message),
      })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => ofSuite(inner, [...path, inner.title]))];
}

/** The lines at the end of a run; none when nothing failed. */
export function failureLines(failures: readonly Failure[]): string[] {
  if (failures.length === 0) return [];
  return ["failed:", ...failures.map(({ where, message }) => (message ? `  ✗ ${where}: ${message}` : `  ✗ ${where}`))];
}

/** What Vitest's report has in place of the message when a test or a hook ran out of time. */
const OUT_OF_TIME = "Error: STACK_TRACE_ERROR";

/** The first line that says something, without its colours. */
function firstLine(text = ""): string {
  const lines = stripVTControlCharacters(text).split("\n");
  const line = lines.map((one) => one.trim()).find((one) => one !== "") ?? "";
  return line === OUT_OF_TIME ? "ran out of time" : line;
}

function fileName(path: string, root: string): string {
  return isAbsolute(path) ? relative(root, path) : path;
}
