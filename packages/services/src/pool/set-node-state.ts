import { notFound } from "@callbay/domain/errors";
import { operatorVerb, z } from "../verb.ts";

/**
 * Takes a node out of use or back in. `draining` places nobody new on it and lets conversations end; `down` says that
 * it is not expected to answer.
 */
export const setNodeState = operatorVerb({
  name: "pool.setState",
  permission: "platform.pool.write",
  input: z.strictObject({ nodeId: z.uuid(), state: z.enum(["active", "draining", "down"]) }),
  run: async ({ tx, audit, emit }, { nodeId, state }) => {
    const before = await tx.pbxNode.findUnique({ where: { id: nodeId }, select: { state: true } });
    if (!before) throw notFound("PBX node");
    await tx.pbxNode.updateMany({ where: { id: nodeId }, data: { state } });
    await audit({
      action: "pool.setState",
      entity: "pbx_node",
      entityId: nodeId,
      before: { state: before.state },
      after: { state },
    });
    emit({ type: "pool.changed" });
    return { nodeId, state };
  },
});
