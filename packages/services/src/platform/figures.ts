import { attemptsUnderWay, peopleOnDuty } from "@callbay/db/sql/platform";
import { isNodeAlive } from "@callbay/domain/pool-problems";
import { platformVerb } from "../node/platform-verb.ts";
import { z } from "../verb.ts";
import { readProblems } from "./problems.ts";

/** What Prometheus is told of the whole platform, from the database. Bounded: nodes, trunks, attachments. */
export const platformFigures = platformVerb({
  name: "platform.figures",
  input: z.strictObject({ storageDir: z.string() }),
  run: async ({ tx, now }, deps) => {
    const { pool, problems } = await readProblems(tx, deps, now);
    const running = await tx.campaign.count({ where: { state: "running" } });
    const dialled = await tx.campaign.count({ where: { state: "running", leaseExpiresAt: { gt: now } } });
    return {
      calls: await attemptsUnderWay(tx),
      agents: await peopleOnDuty(tx),
      campaigns: { running, dialled },
      nodes: pool.nodes,
      attachments: pool.attachments,
      problems: problems.map(({ code, severity }) => ({ code, severity })),
    };
  },
});

/** A node's word is its owner's heartbeat. */
function nodeWord(node: Parameters<typeof isNodeAlive>[0] & { readonly name: string }, now: Date) {
  const status = isNodeAlive(node, now) ? (node.state === "draining" ? "degraded" : "ok") : "down";
  const heardMs = node.heartbeatAt ? Math.max(0, now.getTime() - node.heartbeatAt.getTime()) : 0;
  const detail = status === "ok" ? null : node.state;
  return { part: `pbx:${node.name}`, status, tookMs: Math.min(heardMs, 2_000_000_000), detail };
}

const probe = z.strictObject({
  part: z.string().max(80),
  status: z.enum(["ok", "degraded", "down"]),
  tookMs: z.int().min(0),
  detail: z.string().max(300).nullable(),
});

const KEPT_MS = 25 * 3_600_000;

/** Writes what probes said, once a minute however many workers look, and forgets what is older than a day. */
export const recordProbes = platformVerb({
  name: "platform.recordProbes",
  input: z.strictObject({ probes: z.array(probe).max(100) }),
  run: async ({ tx, now }, { probes }) => {
    const at = new Date(Math.floor(now.getTime() / 60_000) * 60_000);
    const nodes = await tx.pbxNode.findMany();
    const data = [...probes, ...nodes.map((node) => nodeWord(node, now))].map((one) => ({ ...one, at }));
    await tx.healthProbe.createMany({ data, skipDuplicates: true });
    await tx.healthProbe.deleteMany({ where: { at: { lt: new Date(now.getTime() - KEPT_MS) } } });
  },
});
