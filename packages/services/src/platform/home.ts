import { operatorQuery, z } from "../verb.ts";
import { latestProbes, readProblems } from "./problems.ts";

const DAY_MS = 86_400_000;

/** What is wrong now, and the pool in four figures: the first thing that an operator sees. */
export const platformHome = operatorQuery({
  name: "platform.home",
  permission: "platform.tenant.read",
  input: z.strictObject({}),
  timeoutMs: 30_000,
  run: async ({ tx, deps, now }) => {
    const { pool, problems } = await readProblems(tx, deps, now);
    const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
    return {
      problems,
      nodes: { alive: pool.nodes.filter((node) => node.alive).length, all: pool.nodes.length },
      channels: {
        inUse: sum(pool.nodes.map((node) => node.channelsInUse)),
        max: sum(pool.nodes.map((node) => node.maxChannels)),
        guaranteed: sum(pool.attachments.map((one) => one.guaranteed)),
      },
      agents: sum(pool.nodes.map((node) => node.agentsOnDuty)),
      approvals: await tx.campaign.count({ where: { state: "submitted" } }),
    };
  },
});

/** How each part is, and how it was for the last day. */
export const platformHealth = operatorQuery({
  name: "platform.health",
  permission: "platform.tenant.read",
  input: z.strictObject({}),
  run: async ({ tx, now }) => {
    const latest = await latestProbes(tx);
    const rows = await tx.healthProbe.findMany({
      where: { at: { gt: new Date(now.getTime() - DAY_MS) } },
      orderBy: { at: "asc" },
      select: { part: true, at: true, status: true, tookMs: true },
    });
    return {
      now,
      parts: latest.map((one) => ({
        ...one,
        history: rows.filter(({ part }) => part === one.part).map(({ at, status, tookMs }) => ({ at, status, tookMs })),
      })),
    };
  },
});
