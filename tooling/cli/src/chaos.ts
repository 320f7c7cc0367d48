/**
 * `npm run chaos -- [--kills N] [--seed S] [--every MS] [--agents N] [--keep]`: a running campaign on two PBX nodes, and a kill
 * -9 of worker, media-bridge, PBX node, Redis or Postgres at random moments. Afterwards everything comes to rest, and
 * Postgres, the PBX's own log and the carrier's are held against the invariants. One line of JSON per figure on stdout;
 * the exit code is 1 when one does not hold, and then the data stay for whoever looks for the reason.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Figure } from "./bench/figure.ts";
import { buildApps } from "./build.ts";
import { openSessions, SimulatedAgents } from "./chaos/agents.ts";
import { judge } from "./chaos/judge.ts";
import { killAtRandom } from "./chaos/kills.ts";
import { seeded } from "./chaos/random.ts";
import { openWorld, type World } from "./chaos/world.ts";
import { home } from "./paths.ts";
import { explain, say } from "./say.ts";

process.env.CALLBAY_ROOT_CACHE ??= join(home, "root");

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    every: { type: "string", default: "5000" },
    agents: { type: "string", default: "8" },
    /** Data and logs stay even when all is well. */
    keep: { type: "boolean", default: false },
  },
});
const [kills, seed, everyMs, agentCount] = [values.kills, values.seed, values.every, values.agents].map(Number);
if (![kills, seed, everyMs, agentCount].every((value) => Number.isInteger(value) && Number(value) >= 0)) {
  say("Usage: npm run chaos -- [--kills N] [--seed S] [--every MS] [--agents N] [--keep]; all of them whole numbers.");
  process.exit(2);
}

/** More than a run can dial: a campaign that ends is not under load any more. */
const CONTACTS = 6_000;
const LAST_WORK_MS = 15_000;
const REST_MS = 180_000;

// Everything that was started ends with us.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130));

const dir = mkdtempSync(join(tmpdir(), "callbay-chaos-"));
chmodSync(dir, 0o755);
let code = 1;
let missed = 0;
// Assigned in run(): said so, since the compiler does not follow it there.
let world = null as World | null;
try {
  say("Building worker and media-bridge …");
  await buildApps(["worker", "media-bridge"]);
  code = (await run()) ? 0 : 1;
} catch (error) {
  say(explain(error));
} finally {
  await world?.close();
  if (code === 0 && !values.keep) rmSync(dir, { recursive: true, force: true });
  else say(`The data and logs are in ${dir}.`);
}
process.exit(code);

async function run(): Promise<boolean> {
  const random = seeded(seed ?? 1);
  const phones = Array.from({ length: CONTACTS }, (_, i) => {
    const ending = String(Math.floor(random() * 100)).padStart(2, "0");
    return `+86138${String(i).padStart(6, "0")}${ending}`;
  });
  world = await openWorld({ dir, agents: agentCount ?? 8, phones, durable: true, built: true, onProgress: say });
  const apps = [
    world.app("media-bridge", "bridge-1", { PBX_NODES: "pbx-1" }),
    world.app("media-bridge", "bridge-2", { PBX_NODES: "pbx-2" }),
    world.app("worker", "worker-1"),
    world.app("worker", "worker-2"),
  ];
  for (const app of apps) await app.start();
  const agents = new SimulatedAgents(world);
  agents.start();
  await untilTrue("somebody talks", async (w) => (await openSessions(w)).some(({ state }) => state === "talking"));
  say(`Killing ${kills} times, seed ${seed}`);
  const startedAt = performance.now();
  const deaths = await killAtRandom(world, apps, { kills: kills ?? 0, everyMs: everyMs ?? 3_000, random, say });
  const seconds = (performance.now() - startedAt) / 1_000;
  say("Coming to rest …");
  await new Promise((resolve) => setTimeout(resolve, LAST_WORK_MS));
  await untilTrue("everybody is back at work", async (w) => {
    const sessions = await openSessions(w);
    return sessions.length === agentCount && sessions.every(({ state }) => state !== "connecting");
  });
  await untilTrue("the campaign is held", async (w) => {
    const { tenantId } = w.floor;
    await w.db.asOperator((tx) => tx.campaign.updateMany({ where: { tenantId }, data: { state: "paused" } }));
    return true;
  });
  const isAtRest = await untilTrue("nothing lives", async (w) => {
    const open = await w.db.asOperator((tx) =>
      tx.attempt.count({ where: { state: { notIn: ["ended", "released"] } } }),
    );
    return open === 0 && (await openSessions(w)).every(({ state }) => state === "ready");
  }).catch((error: unknown) => {
    say(explain(error));
    return false;
  });
  await agents.stop();
  say(`Agents were refused: ${JSON.stringify(Object.fromEntries(agents.refusals))}`);
  const findings = await judge(world);
  for (const { figure, breaches, n } of findings) {
    print({ figure, unit: "breaches", ours: breaches.length, goal: "0", pass: breaches.length === 0, n });
    for (const breach of breaches.slice(0, 20)) say(`  ${figure}: ${breach}`);
  }
  const rang = findings.find(({ figure }) => figure === "double rings")?.n ?? 0;
  const killed = [...deaths.values()].reduce((sum, one) => sum + one, 0);
  for (const [kind, count] of deaths)
    print({ figure: `kills of ${kind}`, unit: "kills", ours: count, goal: "> 0", pass: count > 0, n: killed });
  print({ figure: "kills", unit: "kills", ours: killed, goal: `${kills}`, pass: killed === kills, n: killed });
  print({
    figure: "calls that rang meanwhile",
    unit: "calls",
    ours: rang,
    goal: "> kills",
    pass: rang > killed,
    n: rang,
  });
  print({ figure: "length", unit: "s", ours: Math.round(seconds), goal: "none", pass: true, n: killed });
  return isAtRest && missed === 0;
}

function print(figure: Pick<Figure, "figure" | "unit" | "ours" | "goal" | "pass" | "n">): void {
  if (!figure.pass) missed += 1;
  const line: Figure = { bench: "chaos", baseline: null, baselineName: "", ratio: null, ...figure };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Asks until it is so; a database that is away is asked again. */
async function untilTrue(what: string, ask: (world: World) => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + REST_MS;
  for (;;) {
    if (world && (await ask(world).catch(() => false))) return true;
    if (performance.now() > end) throw new Error(`not within ${REST_MS / 1_000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
