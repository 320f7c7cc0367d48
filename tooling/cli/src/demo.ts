/** `npm run demo -- --out DIR [--contacts N] [--agents N]`: the main job without a browser; see docs/demo.md. */
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { migrate } from "@callbay/db/migrate";
import { runDemo } from "@callbay/tooling-demo/main";
import { parseOptions } from "@callbay/tooling-demo/options";
import { startStack } from "@callbay/tooling-runtime/stack";
import { startApp } from "./apps.ts";
import { buildApps } from "./build.ts";
import { appEnvironment, freePorts } from "./environment.ts";
import { home, migrationsDir, projectRoot } from "./paths.ts";
import { explain, say, step } from "./say.ts";
import { seedOperator } from "./seed.ts";
import { loadSecrets } from "./settings.ts";

process.env.CALLBAY_ROOT_CACHE ??= join(home, "root");

let code = 2;
const stops: (() => Promise<unknown>)[] = [];
let stopping: Promise<void> | undefined;
function stopAll(): Promise<void> {
  stopping ??= (async () => {
    for (const stop of stops.reverse()) await stop().catch((error: unknown) => say(explain(error)));
  })();
  return stopping;
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => void stopAll().then(() => process.exit(130)));
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  const out = resolve(options.out);
  await mkdir(home, { recursive: true });
  const dir = await mkdtemp(join(home, "demo-"));
  // The database runs as a user of its own and must be able to pass.
  await chmod(dir, 0o755);
  stops.push(async () => {
    if (code === 0) await rm(dir, { recursive: true, force: true });
    else say(`Logs and data of this run are kept in ${dir}.`);
  });
  const secrets = loadSecrets(join(dir, "secrets.json"));
  const ports = await freePorts();
  const [stack] = await Promise.all([
    step("Postgres, Redis, PBX, carrier and phones", async () => {
      const started = await startStack({
        dir,
        ports: "free",
        withPhones: true,
        throwaway: true,
        migrate: async (urls) => {
          await migrate(urls.ownerUrl, migrationsDir);
        },
        onProgress: (message) => say(`  … ${message}`),
      });
      stops.push(() => started.stop());
      return started;
    }),
    step("build", () => buildApps(["worker", "media-bridge"])),
  ]);
  const env = appEnvironment({ stackEnv: stack.env, secrets, ports, dir });
  const nodes = stack.env.CALLBAY_PBX_NODES ?? "[]";
  const platform = await step("operator", () => seedOperator({ env, nodes, password: secrets.DEMO_PASSWORD }));
  for (const [name, port] of [
    ["worker", ports.worker],
    ["media-bridge", ports.mediaBridge],
  ] as const) {
    const app = await step(name, () => startApp({ name, port, env }, dir));
    stops.push(() => app.process.stop());
  }
  let told = -1;
  const { disagreements } = await runDemo(
    { ...options, out },
    {
      stack,
      env,
      platform: { operator: platform.admin, legalEntityId: platform.legalEntityId, nodeIds: platform.nodeIds },
      fixturesDir: join(projectRoot, "packages/testing/fixtures"),
      step,
      onProgress: (done, total) => {
        const tenth = Math.floor((10 * done) / Math.max(1, total));
        if (tenth === told) return;
        told = tenth;
        say(`  … ${done} of ${total} contacts done`);
      },
    },
  );
  if (disagreements.length === 0) {
    process.stdout.write(`The three witnesses agree. Everything is in ${options.out}.\n`);
    return 0;
  }
  for (const { attemptId, about, detail } of disagreements.slice(0, 20)) say(`  ✗ ${attemptId} ${about}: ${detail}`);
  process.stdout.write(
    `The witnesses disagree in ${disagreements.length} places; see summary.json in ${options.out}.\n`,
  );
  return 1;
}

try {
  code = await main();
} catch (error) {
  say(explain(error));
}
await stopAll();
process.exit(code);
