import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "@callbay/testing/call-kit/until";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSessions, SimulatedAgents } from "./agents.ts";
import { judge } from "./judge.ts";
import { type App, openWorld, type World } from "./world.ts";

const AGENTS = 6;
const dir = mkdtempSync(join(tmpdir(), "callbay-two-nodes-"));
chmodSync(dir, 0o755);
let world: World;
let agents: SimulatedAgents;
let bridges: readonly [App, App];

/** Talkers, waiters, presser, hangs up at once, busy, rejected, nobody there. */
const ENDINGS = ["00", "02", "04", "05", "07", "10", "21", "49", "01", "18", "17", "08", "13", "15"];

beforeAll(async () => {
  const phones = Array.from(
    { length: 400 },
    (_, i) => `+86138${String(i).padStart(6, "0")}${ENDINGS[i % ENDINGS.length]}`,
  );
  world = await openWorld({ dir, agents: AGENTS, phones, durable: false, built: false });
  bridges = [
    world.app("media-bridge", "bridge-1", { PBX_NODES: "pbx-1" }),
    world.app("media-bridge", "bridge-2", { PBX_NODES: "pbx-2" }),
  ];
  await Promise.all([...bridges.map((bridge) => bridge.start()), world.app("worker", "worker-1").start()]);
  // Who goes on duty while one node has no owner yet goes to the other one, and stays there.
  await until("both nodes are owned", () =>
    world.db.asOperator(async (tx) => (await tx.pbxNode.count({ where: { heartbeatAt: { not: null } } })) === 2),
  );
  agents = new SimulatedAgents(world);
  agents.start();
}, 120_000);

afterAll(async () => {
  await agents?.stop();
  await world?.close();
  rmSync(dir, { recursive: true, force: true });
});

const nodeOf = (name: string): string => world.nodeIds[name] ?? "";
const onNode = async (name: string) => (await openSessions(world)).filter(({ nodeId }) => nodeId === nodeOf(name));
const atWork = (state: string) => ["ready", "talking", "wrapup"].includes(state);
const talking = async (name: string) => (await onNode(name)).some(({ state }) => state === "talking");
const joined = () => world.db.asOperator((tx) => tx.call.count({ where: { joinedAt: { not: null } } }));

test("under load a machine with node and media-bridge dies: its agents are back on duty on the other node", async () => {
  await until("both nodes talk", async () => (await talking("pbx-1")) && (await talking("pbx-2")));
  const before = await openSessions(world);
  await Promise.all([bridges[0].kill(), world.stack.nodes[0]?.kill()]);
  await until("all agents are at work on the second node", async () => {
    const there = await onNode("pbx-2");
    return there.length === AGENTS && there.every(({ state }) => atWork(state));
  });
  // Nobody had to go on duty anew.
  expect((await openSessions(world)).map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
  const then = await joined();
  await until("they talk again", async () => (await joined()) > then + 2);
});

test("an Asterisk alone dies: its agents are on the other node within seconds", async () => {
  await Promise.all([world.stack.restartNode("pbx-1"), bridges[0].start()]);
  await until("the first node has its owner again, and somebody talks on the second", async () => {
    const since = new Date(Date.now() - 3_000);
    const owned = await world.db.asOperator((tx) =>
      tx.pbxNode.findFirst({ where: { name: "pbx-1", heartbeatAt: { gte: since } } }),
    );
    return owned && (await talking("pbx-2"));
  });
  await world.stack.nodes[1]?.kill();
  await until("all agents are at work on the first node", async () => {
    const there = await onNode("pbx-1");
    return there.length === AGENTS && there.every(({ state }) => atWork(state));
  });
});

test("afterwards: nobody rang twice, nothing is lost, everything has its end", async () => {
  const { tenantId } = world.floor;
  await world.db.asOperator((tx) => tx.campaign.updateMany({ where: { tenantId }, data: { state: "paused" } }));
  await until("no attempt lives", () =>
    world.db.asOperator(
      async (tx) => (await tx.attempt.count({ where: { state: { notIn: ["ended", "released"] } } })) === 0,
    ),
  );
  await agents.stop();
  // It knows of a call when it ends, and of a PBX that died only when its own callee has hung up.
  await until("the carrier has seen the end of every conversation", async () =>
    (await judge(world)).every(
      ({ figure, breaches }) => figure !== "joins that the carrier denies" || breaches.length === 0,
    ),
  );
  const findings = await judge(world);
  expect(findings.flatMap(({ figure, breaches }) => (breaches.length > 0 ? [{ figure, breaches }] : []))).toEqual([]);
  expect(findings.find(({ figure }) => figure === "double rings")?.n).toBeGreaterThan(10);
});
