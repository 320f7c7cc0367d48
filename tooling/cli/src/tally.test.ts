import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failureLines } from "./failures.ts";
import { projectRoot } from "./paths.ts";
import { playwrightTally, single, sum, vitestTally } from "./tally.ts";

async function report(content: unknown): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), "callbay-tally-")), "report.json");
  await writeFile(file, JSON.stringify(content));
  return file;
}

const vitestReport = (passed: number, failed: number, testResults: unknown[] = []) =>
  report({ numPassedTests: passed, numFailedTests: failed, numPendingTests: 0, testResults });

const spec = (title: string, status: string, message?: string) => ({
  title,
  tests: [{ status, results: [message === undefined ? {} : { error: { message } }] }],
});

const playwrightReport = (stats: object, specs: unknown[], errors: unknown[] = []) =>
  report({
    stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats },
    suites: [
      {
        ...{ title: "desk.spec.ts", file: "desk.spec.ts", specs: [] },
        suites: [{ title: "by keyboard", file: "desk.spec.ts", specs }],
      },
    ],
    errors,
  });

describe("the sum over all suites", () => {
  it("adds suites up, and keeps the names of what failed", () => {
    const journeys = { passed: 3, failed: 0, skipped: 2, failures: [] };
    const total = sum([single("lint", 0), single("types", 1), journeys]);
    expect(total).toMatchObject({ passed: 4, failed: 1, skipped: 2 });
    expect(failureLines(total.failures)).toEqual(["failed:", "  ✗ types: see what it says above"]);
  });

  it("counts a run without report, or with no test, as a failure", async () => {
    expect(await vitestTally("/nowhere/report.json", 0)).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
    const empty = await vitestTally(await vitestReport(0, 0), 0);
    expect(empty.failed).toBe(1);
    expect(empty.failures[0]?.message).toBe("no test ran");
  });

  it("counts a run that ended badly though no test failed as a failure", async () => {
    const ended = await vitestTally(await vitestReport(5, 0), 1);
    expect(ended).toMatchObject({ passed: 5, failed: 1 });
    expect(ended.failures[0]?.message).toContain("no test failed, yet the run ended with code 1");
  });

  it("counts a journey that passed at the second try as failed", async () => {
    const file = await playwrightReport({ expected: 4, flaky: 1 }, [spec("takes calls", "flaky", "Too late")]);
    expect(await playwrightTally(file, 0)).toMatchObject({ passed: 4, failed: 1, skipped: 0 });
  });
});

describe("what failed, by name", () => {
  it("is file, path and first line of a test", async () => {
    const file = await vitestReport(1, 1, [
      {
        name: join(projectRoot, "packages/domain/src/money.test.ts"),
        status: "failed",
        message: "",
        assertionResults: [
          { ancestorTitles: [], title: "adds", status: "passed", failureMessages: [] },
          {
            ...{ ancestorTitles: ["rounding", "of halves"], title: "goes up", status: "failed" },
            failureMessages: ["\u001b[31mAssertionError\u001b[39m: expected 1 to be 2\n    at money.test.ts:3:1"],
          },
        ],
      },
    ]);
    expect(failureLines((await vitestTally(file, 1)).failures)).toEqual([
      "failed:",
      "  ✗ packages/domain/src/money.test.ts > rounding > of halves > goes up: AssertionError: expected 1 to be 2",
    ]);
  });

  it("is the file when it could not be loaded, and each such file counts", async () => {
    const unloaded = (name: string) => ({
      name,
      status: "failed",
      message: "No such export\nat x",
      assertionResults: [],
    });
    const file = await vitestReport(5, 0, [unloaded("a.test.ts"), unloaded("b.test.ts")]);
    expect(await vitestTally(file, 1)).toEqual({
      ...{ passed: 5, failed: 2, skipped: 0 },
      failures: ["a.test.ts", "b.test.ts"].map((where) => ({ where, message: "No such export" })),
    });
  });

  it("is the journey with the first line of its error, and what failed outside of any", async () => {
    const errors = [
      { message: "\nSyntaxError: no\n", location: { file: join(projectRoot, "apps/web/journeys/x.spec.ts") } },
    ];
    const specs = [spec("takes calls", "unexpected", "Error: expect(locator)\n\nlate"), spec("goes off", "expected")];
    const file = await playwrightReport({ expected: 1, unexpected: 1 }, specs, errors);
    expect(failureLines((await playwrightTally(file, 1)).failures)).toEqual([
      "failed:",
      "  ✗ apps/web/journeys/x.spec.ts: SyntaxError: no",
      "  ✗ desk.spec.ts > by keyboard > takes calls: Error: expect(locator)",
    ]);
  });

  it("says that a test ran out of time, where the report has a placeholder", async () => {
    const slow = { ancestorTitles: [], title: "is slow", status: "failed" };
    const failureMessages = ["Error: STACK_TRACE_ERROR\n    at task (runner.js:1:1)"];
    const assertionResults = [{ ...slow, failureMessages }];
    const file = await vitestReport(1, 1, [{ name: "a.test.ts", status: "failed", message: "", assertionResults }]);
    expect((await vitestTally(file, 1)).failures).toEqual([
      { where: "a.test.ts > is slow", message: "ran out of time" },
    ]);
  });

  it("says nothing when nothing failed", () => expect(failureLines([])).toEqual([]));
});
