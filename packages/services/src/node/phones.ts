import { systemVerb, z } from "../verb.ts";
import { assertNodeFence, ownedBy } from "./lease.ts";
import { platformVerb } from "./platform-verb.ts";

/** A seat's telephone that registers on a node. */
export interface NodePhone {
  readonly tenantId: string;
  readonly id: string;
  readonly username: string;
  readonly generation: number;
  readonly registered: boolean;
}

/** The telephones that may register on this node: of seats that are rented now. */
export const readNodePhones = platformVerb({
  name: "node.read_phones",
  input: z.strictObject({ nodeId: z.uuid() }),
  run: ({ tx, now }, { nodeId }): Promise<NodePhone[]> =>
    tx.seatPhone.findMany({
      where: { nodeId, seatLease: { startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] } },
      select: { tenantId: true, id: true, username: true, generation: true, registered: true },
    }),
});

/** A telephone came or went; the screens of its workspace are told. @throws CallbayError LEASE_LOST. */
export const markPhone = systemVerb({
  name: "seat.mark_phone",
  input: z.strictObject({ ...ownedBy, phoneId: z.uuid(), registered: z.boolean(), at: z.date() }),
  run: async ({ tx, tenantId, emit }, { nodeId, fence, phoneId, registered, at }) => {
    await assertNodeFence(tx, nodeId, fence);
    const changed = await tx.seatPhone.updateMany({
      where: { tenantId, id: phoneId, nodeId, registered: !registered },
      data: { registered, registeredAt: at },
    });
    if (changed.count > 0) emit({ type: "seat.changed" });
  },
});
