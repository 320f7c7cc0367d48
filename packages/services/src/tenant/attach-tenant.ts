import { newId } from "@callbay/db/ids";
import { lockNode } from "@callbay/db/sql/pool";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { operatorVerb, z } from "../verb.ts";
import { requireTenant } from "./require-tenant.ts";

/**
 * Gives a tenant channels on a node: some that it may always count on, some that it may borrow. Attaching again
 * changes the numbers. Guarantees on one node never exceed what the node can carry, or they would be none.
 */
export const attachTenant = operatorVerb({
  name: "tenant.attach",
  permission: "platform.tenant.write",
  input: z.strictObject({
    tenantId: z.uuid(),
    nodeId: z.uuid(),
    guaranteedChannels: z.int().min(0).max(100_000),
    burstChannels: z.int().min(0).max(100_000),
    /** Trunks by their priority, or the cheapest carrier for each number first. */
    routing: z.enum(["priority", "least_cost"]).default("priority"),
  }),
  run: async ({ tx, now, audit, emit }, { tenantId, nodeId, guaranteedChannels, burstChannels, routing }) => {
    await requireTenant(tx, tenantId);
    // The node's row serialises attachments to it: two of them cannot both take the last free channels.
    const node = await lockNode(tx, nodeId);
    if (!node) throw notFound("PBX node");
    const others = await tx.attachment.aggregate({
      where: { nodeId, NOT: { tenantId } },
      _sum: { guaranteedChannels: true },
    });
    const free = node.maxChannels - (others._sum.guaranteedChannels ?? 0);
    if (guaranteedChannels > free)
      throw new CallbayError(
        "conflict",
        "GUARANTEE_TOO_LARGE",
        `This node can still guarantee ${Math.max(0, free)} channels. Nothing was changed; guarantee fewer or choose another node.`,
        { free: Math.max(0, free), maxChannels: node.maxChannels },
      );
    const before = await tx.attachment.findUnique({ where: { tenantId_nodeId: { tenantId, nodeId } } });
    const attachmentId = before?.id ?? newId();
    const channels = { guaranteedChannels, burstChannels, routing };
    if (before) await tx.attachment.updateMany({ where: { tenantId, id: before.id }, data: channels });
    else await tx.attachment.createMany({ data: { tenantId, id: attachmentId, nodeId, ...channels, createdAt: now } });
    await audit({
      action: "tenant.attach",
      entity: "attachment",
      entityId: attachmentId,
      tenantId,
      ...(before
        ? {
            before: {
              guaranteedChannels: before.guaranteedChannels,
              burstChannels: before.burstChannels,
              routing: before.routing,
            },
          }
        : {}),
      after: { nodeId, ...channels },
    });
    emit({ type: "pool.changed" });
    emit({ type: "tenant.changed", tenantId });
    return { attachmentId };
  },
});
