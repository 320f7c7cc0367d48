/**
 * `npm run bench -- NAME [NAME …]`: runs a bench, or a part of one ("rating/engine"), and prints one line of JSON per
 * figure; everything else goes to stderr. Without a name it lists what there is. Exit code 1 when a goal is missed.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "@callbay/db/migrate";
import { type Stack, type StackOptions, startStack } from "@callbay/tooling-runtime/stack";
import type { BenchContext, BenchPart } from "./bench/figure.ts";
import { benches } from "./bench/registry.ts";
import { home, migrationsDir } from "./paths.ts";
import { explain, say } from "./say.ts";

process.env.CALLBAY_ROOT_CACHE ??= join(home, "root");

const wanted = process.argv.slice(2);
if (wanted.length === 0) {
  say("The benches (`npm run bench -- NAME`, or NAME/PART for a part of one):");
  for (const [name, bench] of Object.entries(benches)) {
    say(`  ${name}: ${bench.says}`);
    for (const part of Object.keys(bench.parts)) say(`    ${name}/${part}`);
  }
  process.exit(0);
}

const parts = wanted.flatMap((name) => partsOf(name));
const stops: (() => Promise<void>)[] = [];
let started: Promise<Stack> | null = null;
let missed = 0;

const context: BenchContext = {
  say,
  print(figure) {
    if (!figure.pass) missed += 1;
    process.stdout.write(`${JSON.stringify(figure)}\n`);
  },
  stack() {
    started ??= startBenchStack({ nodes: 0, withCarrier: false });
    return started;
  },
  scratch: benchDir,
  exchange() {
    return startBenchStack({ nodes: 1, withPhones: true });
  },
};

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130));
let code = 0;
try {
  for (const { name, load } of parts) {
    say(`\n${name}`);
    const { run } = await load();
    await run(context);
  }
  code = missed === 0 ? 0 : 1;
} catch (error) {
  say(explain(error));
  code = 1;
} finally {
  for (const stop of stops.reverse()) await stop();
}
process.exit(code);

function partsOf(wantedName: string): { name: string; load: () => Promise<{ readonly run: BenchPart }> }[] {
  const [name = "", part] = wantedName.split("/");
  const found = Object.entries(benches[name]?.parts ?? {}).filter(([key]) => part === undefined || key === part);
  if (found.length === 0) {
    say(`There is no bench "${wantedName}". The benches are ${Object.keys(benches).join(", ")}.`);
    process.exit(2);
  }
  return found.map(([key, load]) => ({ name: `${name}/${key}`, load }));
}

async function benchDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "callbay-bench-"));
  stops.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** Postgres, Redis and what else is wanted, on free ports, with data that go when the bench ends. */
async function startBenchStack(
  wanted: Pick<StackOptions, "nodes" | "withCarrier" | "withPhones">,
): Promise<Stack & { readonly dir: string }> {
  const dir = await benchDir();
  const stack = await startStack({
    dir,
    ports: "free",
    ...wanted,
    migrate: async (urls) => {
      await migrate(urls.ownerUrl, migrationsDir);
    },
    onProgress: (message) => say(`  … ${message}`),
  });
  stops.push(() => stack.stop());
  return Object.assign(stack, { dir });
}
