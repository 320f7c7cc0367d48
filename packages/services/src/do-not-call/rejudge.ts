import { rejudgeRegister } from "@callbay/db/sql/dnc-entries";
import type { VerbContext } from "../context.ts";
import { platformVerb } from "../node/platform-verb.ts";
import { systemVerb, z } from "../verb.ts";

/** So many contacts in one transaction: nobody waits long for its locks. */
const PIECE = 5_000;
/**
 * Every process knows of a register's new version by then (the lookup waits for its rows after five seconds). A contact
 * asked about before could be held back by the version that is gone, and nobody would ask again.
 */
const KNOWN_AFTER_MS = 10_000;
/** Changes of registers as old as this have been seen to, whoever died meanwhile. */
const LOOK_BACK_MS = 24 * 3_600_000;

/**
 * Contacts that this kind of register held back are asked about anew, in all campaigns that still run or may: piece by
 * piece, and due when every process knows of the change.
 *
 * @param changedAt when the register changed: who was held back later was judged by what it is now.
 */
export async function rejudgeRegisters(ctx: VerbContext, tenantId: string | null, changedAt = ctx.now): Promise<void> {
  const dueAt = new Date(Math.max(ctx.now.getTime(), changedAt.getTime() + KNOWN_AFTER_MS));
  const heldBefore = new Date(changedAt.getTime() + KNOWN_AFTER_MS);
  for (const campaign of await campaignsToRejudge(ctx, { tenantId })) {
    let reopened = PIECE;
    while (reopened === PIECE) reopened = await rejudgeCampaign(ctx, { ...campaign, dueAt, heldBefore });
  }
}

/**
 * The same for every change of a register that may have been left half done: whoever made it died, or a gate judged by
 * the version before for some seconds more. What it does twice changes nothing.
 *
 * @param seen changes that this process has seen to already; grows.
 */
export async function settleRegisters(ctx: VerbContext, seen: Set<string>): Promise<void> {
  for (const { id, tenantId, updatedAt } of await changedRegisters(ctx, {})) {
    const change = `${id}:${updatedAt.getTime()}`;
    if (seen.has(change)) continue;
    await rejudgeRegisters(ctx, tenantId, updatedAt);
    seen.add(change);
  }
}

const changedRegisters = platformVerb({
  name: "registers.changed",
  input: z.object({}),
  run: async ({ tx, now }) =>
    tx.dncRegister.findMany({
      where: {
        updatedAt: {
          gt: new Date(now.getTime() - LOOK_BACK_MS),
          lte: new Date(now.getTime() - KNOWN_AFTER_MS),
        },
      },
      select: { id: true, tenantId: true, updatedAt: true },
    }),
});

const campaignsToRejudge = platformVerb({
  name: "registers.campaigns",
  input: z.object({ tenantId: z.uuid().nullable() }),
  run: async ({ tx }, { tenantId }) => {
    const rows = await tx.campaign.findMany({
      where: { state: { in: ["running", "paused", "approved"] }, ...(tenantId ? { tenantId } : {}) },
      select: { tenantId: true, id: true },
    });
    const reason = tenantId ? "dnc_register_tenant" : "dnc_register_operator";
    return rows.map((row) => ({ tenantId: row.tenantId, campaignId: row.id, reason }));
  },
});

const rejudgeCampaign = systemVerb({
  name: "registers.rejudge",
  input: z.object({
    tenantId: z.uuid(),
    campaignId: z.uuid(),
    reason: z.string(),
    dueAt: z.date(),
    heldBefore: z.date(),
  }),
  timeoutMs: 60_000,
  run: async (unit, { tenantId, campaignId, ...which }) => {
    const changed = await rejudgeRegister(unit.tx, { tenantId, campaignId, ...which, limit: PIECE });
    if (changed > 0) unit.emit({ type: "campaign.changed", campaignId });
    return changed;
  },
});
