import type { Prisma } from "@callbay/db/client";
import { assertNodeFence, ownedBy } from "../node/lease.ts";
import { systemVerb, z } from "../verb.ts";
import { addEvent } from "./events.ts";

/** One trunk that failed an attempt, and what it said (Q.850). The last trunk tried is the attempt's own. */
export interface RouteTry {
  readonly trunkId: string;
  readonly at: string;
  readonly cause: number | null;
}

const tries = z.array(z.object({ trunkId: z.string(), at: z.string(), cause: z.number().nullable() })).catch([]);

/**
 * Gives an attempt that has not rung to another trunk, by compare-and-set, and keeps what the one before said. False: it
 * has rung, ended or moved meanwhile, and must not be placed.
 */
export const changeTrunk = systemVerb({
  name: "call.change_trunk",
  input: z.strictObject({
    ...ownedBy,
    callId: z.uuid(),
    from: z.uuid(),
    to: z.uuid(),
    at: z.date(),
    cause: z.int().nullable(),
  }),
  run: async ({ tx, tenantId }, { nodeId, fence, callId, from, to, at, cause }): Promise<boolean> => {
    await assertNodeFence(tx, nodeId, fence);
    const where = { tenantId, id: callId, nodeId, state: "dialing" as const, trunkId: from };
    const attempt = await tx.attempt.findFirst({ where, select: { route: true } });
    if (!attempt) return false;
    const said: RouteTry = { trunkId: from, at: at.toISOString(), cause };
    const route = [...tries.parse(attempt.route), said].map((one): Prisma.InputJsonObject => ({ ...one }));
    const moved = await tx.attempt.updateMany({ where, data: { trunkId: to, route } });
    if (moved.count !== 1) return false;
    await addEvent(tx, { tenantId, callId, at, type: "rerouted", data: { from, to, cause } });
    return true;
  },
});
