import type { Tx } from "@callbay/db/client";
import { countContacts, countDispositions, countOutcomes } from "@callbay/db/sql/dial-progress";
import { notFound } from "@callbay/domain/errors";
import { tenantQuery, z } from "../verb.ts";

export const contactCounts = (tx: Tx, tenantId: string, campaignId: string | null) =>
  countContacts(tx, tenantId, campaignId);

const stored = z.object({
  lastDecision: z
    .object({
      launch: z.number(),
      reserved: z.number(),
      reason: z.string(),
      at: z.string(),
      nodes: z.array(z.object({ nodeId: z.string(), launch: z.number(), reason: z.string(), diagnostics: z.json() })),
    })
    .nullable(),
});

/**
 * How far a campaign is and what it does now. Counts by reason add up to the counts by state, and those to the total.
 */
export const campaignProgress = tenantQuery({
  name: "campaign.progress",
  permission: "campaign.read",
  input: z.object({ campaignId: z.uuid() }),
  run: async ({ tx, tenantId }, { campaignId }) => {
    const campaign = await tx.campaign.findUnique({
      where: { tenantId_id: { tenantId, id: campaignId } },
      select: { state: true, stateReason: true, pacingModel: true, maxAbandonedPpm: true, leaseExpiresAt: true },
    });
    if (!campaign) throw notFound("campaign");
    const counts = await contactCounts(tx, tenantId, campaignId);
    const inState = (state: string) =>
      counts.filter((row) => row.state === state).reduce((sum, { count }) => sum + count, 0);
    const byState = {
      ready: inState("ready"),
      reserved: inState("reserved"),
      done: inState("done"),
      blocked: inState("blocked"),
    };
    const outcomes = await countOutcomes(tx, tenantId, campaignId);
    const byOutcome = Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count]));
    const abandoned = byOutcome.abandoned ?? 0;
    const answered = (byOutcome.answered ?? 0) + abandoned;
    const attempts = await tx.attempt.groupBy({
      by: ["state"],
      where: { tenantId, campaignId, state: { in: ["reserved", "dialing", "ringing", "answered", "joined"] } },
      _count: true,
    });
    const live = (states: readonly string[]) =>
      attempts.filter((row) => states.includes(row.state)).reduce((sum, row) => sum + row._count, 0);
    const duty = await tx.dutySession.groupBy({
      by: ["state"],
      where: { tenantId, endedAt: null, membership: { campaignAgents: { some: { campaignId } } } },
      _count: true,
    });
    const onDuty = (state: string) => duty.find((row) => row.state === state)?._count ?? 0;
    const last = stored.safeParse(campaign.pacingModel);
    return {
      state: campaign.state,
      stateReason: campaign.stateReason,
      total: byState.ready + byState.reserved + byState.done + byState.blocked,
      byState,
      byReason: counts.map(({ state, reason, count, nextAt }) => ({ state, reason, count, nextAt })),
      byOutcome,
      byDisposition: await countDispositions(tx, tenantId, campaignId),
      abandoned: {
        count: abandoned,
        answered,
        ratePpm: answered === 0 ? 0 : Math.round((abandoned / answered) * 1e6),
        maxPpm: campaign.maxAbandonedPpm,
      },
      live: {
        ringing: live(["reserved", "dialing", "ringing"]),
        waiting: live(["answered"]),
        talking: live(["joined"]),
        ready: onDuty("ready"),
        wrapup: onDuty("wrapup"),
        paused: onDuty("paused"),
      },
      lastDecision: last.success ? last.data.lastDecision : null,
    };
  },
});
