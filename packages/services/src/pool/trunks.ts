import { newId } from "@callbay/db/ids";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { onConflict } from "../billing/db-errors.ts";
import { operatorVerb, z } from "../verb.ts";

const MOST = 100_000;
const settings = {
  maxChannels: z.int().min(0).max(MOST),
  callsPerSecond: z.int().min(1).max(MOST),
  /** The lowest is tried first. */
  priority: z.int().min(1).max(99),
  /** Whose prices it has; empty: its own name. */
  carrier: z.string().trim().max(80),
};

/** What a trunk bears, when it is tried, whose prices it has, and whether it is used. It holds for the next call. */
export const setTrunk = operatorVerb({
  name: "pool.setTrunk",
  permission: "platform.pool.write",
  input: z.strictObject({ trunkId: z.uuid(), ...settings, enabled: z.boolean() }),
  run: async ({ tx, audit, emit }, { trunkId, ...after }) => {
    const { maxChannels, callsPerSecond, priority, carrier, enabled } = await tx.trunk
      .findUniqueOrThrow({ where: { id: trunkId } })
      .catch(() => {
        throw notFound("trunk");
      });
    await tx.trunk.update({ where: { id: trunkId }, data: after });
    await audit({
      action: "pool.setTrunk",
      entity: "trunk",
      entityId: trunkId,
      before: { maxChannels, callsPerSecond, priority, carrier, enabled },
      after,
    });
    emit({ type: "pool.changed" });
    return { trunkId };
  },
});

/** Makes a SIP carrier that a node's PBX knows by its endpoint one of the node's trunks. */
export const addTrunk = operatorVerb({
  name: "pool.addTrunk",
  permission: "platform.pool.write",
  input: z.strictObject({
    nodeId: z.uuid(),
    name: z.string().trim().min(1).max(80),
    /** As the node's configuration names it. */
    endpoint: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9._-]{1,80}$/),
    ...settings,
  }),
  run: async ({ tx, audit, emit }, { nodeId, name, ...rest }) => {
    if (!(await tx.pbxNode.findUnique({ where: { id: nodeId }, select: { id: true } }))) throw notFound("PBX node");
    const id = newId();
    const taken = () =>
      new CallbayError(
        "conflict",
        "TRUNK_NAME_TAKEN",
        "The node has a trunk of this name. Nothing was added; choose another.",
      );
    await onConflict("trunk_node_id_name_key", taken, () => tx.trunk.create({ data: { id, nodeId, name, ...rest } }));
    await audit({ action: "pool.addTrunk", entity: "trunk", entityId: id, after: { nodeId, name, ...rest } });
    emit({ type: "pool.changed" });
    return { trunkId: id };
  },
});
