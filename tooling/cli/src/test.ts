/**
 * `npm test [suite …]`: lint, types, unit, integration on real Postgres, Redis and Asterisk, journeys in real
 * Chromium. At its end stands by name what failed, and as the last line the sum over all suites:
 * `N passed, N failed, N skipped`.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Stack, startStack } from "@callbay/tooling-runtime/stack";
import { APPS, buildApps } from "./build.ts";
import { failureLines } from "./failures.ts";
import { runJourneys } from "./journeys.ts";
import { home } from "./paths.ts";
import { runTool } from "./run.ts";
import { explain, say, step } from "./say.ts";
import { broken, single, sum, type Tally, vitestTally } from "./tally.ts";

const dir = join(home, "test");
const reports = join(dir, "reports");
process.env.CALLBAY_ROOT_CACHE ??= join(home, "root");

// A tool that runs, and the parts of a stack, end with us.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130));

const bin = (name: string) => join("node_modules", ".bin", name);

async function vitest(project: "unit" | "integration", env: Record<string, string> = {}): Promise<Tally> {
  const report = join(reports, `${project}.json`);
  const output = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return vitestTally(report, await runTool(bin("vitest"), ["run", "--project", project, ...output], env));
}

async function integration(): Promise<Tally> {
  // Tests clone databases from this server and start PBX nodes of their own.
  const stack: Stack = await startStack({
    dir: join(dir, "integration"),
    ports: "free",
    nodes: 0,
    withCarrier: false,
    throwaway: true,
    onProgress: (message) => say(`  … ${message}`),
  });
  // Telephones are waited for most of the time: what the journeys walk through is built meanwhile. A build that fails is
  // told by the journeys, which ask for it again.
  const built = isWanted("journeys") ? buildApps(APPS, true).catch(() => {}) : undefined;
  try {
    return await vitest("integration", {
      TEST_DATABASE_ADMIN_URL: stack.database.adminUrl ?? "",
      TEST_DATABASE_OWNER_URL: stack.database.ownerUrl,
      TEST_DATABASE_APP_URL: stack.database.appUrl,
      TEST_REDIS_URL: stack.redisUrl,
    });
  } finally {
    await Promise.all([stack.stop(), built]);
  }
}

async function types(): Promise<Tally> {
  return single(
    "types",
    (await runTool(bin("tsc"), ["-p", "tsconfig.json"])) ||
      (await runTool(bin("tsc"), ["-p", "packages/domain/tsconfig.json"])),
  );
}

const suites: Record<string, () => Promise<Tally>> = {
  lint: async () => single("lint", await runTool(bin("biome"), ["check", "--error-on-warnings", "."])),
  types,
  unit: () => vitest("unit"),
  integration,
  journeys: () => runJourneys(join(dir, "journeys"), reports),
};

const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
const unknown = wanted.filter((name) => !(name in suites));
if (unknown.length > 0) {
  say(`There is no suite ${unknown.join(", ")}. The suites are ${Object.keys(suites).join(", ")}.`);
  process.exit(2);
}
rmSync(dir, { recursive: true, force: true });
const tallies: Tally[] = [];
for (const [name, run] of Object.entries(suites)) {
  if (!isWanted(name)) continue;
  say(`\n${name}`);
  const tally = await step(name, run).catch((error: unknown): Tally => {
    say(`  ✗ ${name}: ${explain(error)}`);
    return broken(name, error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
  });
  say(`  ${name}: ${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
  tallies.push(tally);
}
const total = sum(tallies);
for (const line of failureLines(total.failures)) say(line);
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exit(total.failed > 0 ? 1 : 0);
