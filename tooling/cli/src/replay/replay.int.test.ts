/**
 * The live dial loop against the real PBX, with callees and agents drawn from the same laws as the simulator's: it lands
 * where the simulation says.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "@callbay/testing/call-kit/until";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openSessions, SimulatedAgents } from "../chaos/agents.ts";
import { openWorld, type World } from "../chaos/world.ts";
import {
  AGENTS,
  drawNumbers,
  JOIN_DEADLINE_MS,
  LINES,
  MAX_ABANDONED_RATE,
  RING_TIMEOUT_MS,
  wrapupAfter,
} from "./laws.ts";
import { firstReservation, measure } from "./measured.ts";
import { learntModel, type Minute, simulate } from "./simulated.ts";

const SECONDS = 40;
const SEEDS = 60;
/** Latency is simulated as it was in the mean; single signals take longer or shorter. */
const MARGIN = 0.05;
/** How long a step may take where many other things run; nothing is judged by it. */
const BUSY_MS = 180_000;
/** Twice what a minute dials. */
const NUMBERS = 600;
const LEARNT_SECONDS = 600;

const dir = mkdtempSync(join(tmpdir(), "callbay-replay-"));
chmodSync(dir, 0o755);
let world: World;
let agents: SimulatedAgents;

beforeAll(async () => {
  const phones = drawNumbers("carrier", NUMBERS);
  const ringTimeoutMs = RING_TIMEOUT_MS;
  world = await openWorld({ dir, agents: AGENTS, phones, durable: false, built: false, nodes: 1, ringTimeoutMs });
  await world.db.asOperator(async (tx) => {
    await tx.pbxNode.updateMany({ data: { maxChannels: 2 * LINES } });
    await tx.trunk.updateMany({ data: { maxChannels: LINES, callsPerSecond: LINES } });
    await tx.attachment.updateMany({ data: { guaranteedChannels: LINES } });
    await tx.campaign.updateMany({
      where: { tenantId: world.floor.tenantId },
      data: {
        ...{ state: "paused", dialMode: "predictive", joinDeadlineMs: JOIN_DEADLINE_MS },
        maxAbandonedPpm: MAX_ABANDONED_RATE * 1_000_000,
      },
    });
  });
  await Promise.all([world.app("media-bridge", "bridge").start(), world.app("worker", "worker").start()]);
  agents = new SimulatedAgents(world, { wrapupMs: wrapupAfter, longestTalkMs: 60_000 });
  agents.start();
  const allReady = async () => {
    const sessions = await openSessions(world);
    return sessions.length === AGENTS && sessions.every(({ state }) => state === "ready");
  };
  await until("everybody is ready", allReady, BUSY_MS);
}, 2 * BUSY_MS);

afterAll(async () => {
  await agents?.stop();
  await world?.close();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

it(
  "lands where the simulator does with the same laws, model and team",
  async () => {
    const { tenantId } = world.floor;
    const model = JSON.parse(JSON.stringify(learntModel(LEARNT_SECONDS, Date.now())));
    await world.db.asOperator((tx) =>
      tx.campaign.updateMany({
        where: { tenantId },
        data: { state: "running", pacingModel: { model, feed: { open: {}, lastId: null } } },
      }),
    );
    const startedAt = await until("the first reservation", () => firstReservation(world), BUSY_MS);
    const endsMs = startedAt.getTime() + SECONDS * 1_000;
    await until("the time is over", async () => Date.now() >= endsMs, 2_000 * SECONDS);
    await world.db.asOperator((tx) => tx.campaign.updateMany({ where: { tenantId }, data: { state: "paused" } }));
    const live = () =>
      world.db.asOperator((tx) => tx.attempt.count({ where: { state: { notIn: ["ended", "released"] } } }));
    await until("no call lives", async () => (await live()) === 0, BUSY_MS);
    const { minute, latency } = await measure(world, startedAt, SECONDS);
    const startMs = startedAt.getTime();
    const seeds = Array.from({ length: SEEDS }, (_, seed) => `${seed}`);
    const run = { seconds: SECONDS, model, startMs };
    const runs = [
      ...seeds.map((seed) => simulate(seed, run)),
      // The same days with signals as slow as they were measured: on a busy machine everything takes a little longer.
      ...seeds.map((seed) => simulate(seed, { ...run, latency })),
    ];
    const within = (of: keyof Minute, margin: number): void => {
      const values = runs.map((one) => one[of]);
      const [lowest, highest] = [Math.min(...values) * (1 - margin), Math.max(...values) * (1 + margin)];
      const said = `${of} ${minute[of]}, simulated ${lowest} to ${highest}; signals took ${JSON.stringify(latency)}`;
      expect.soft(minute[of], said).toBeGreaterThanOrEqual(lowest);
      expect.soft(minute[of], said).toBeLessThanOrEqual(highest);
    };
    // The first decision meets the same floor and the same model in each run: there is but one answer.
    within("firstPlaced", 0);
    within("talkShare", MARGIN);
    within("placedPerMinute", MARGIN);
    within("answerRate", MARGIN);
    within("mostInFlight", MARGIN);
    within("abandoned", 0);
  },
  3 * BUSY_MS,
);
