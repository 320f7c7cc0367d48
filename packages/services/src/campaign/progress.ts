import type { Tx } from "@callbay/db/client";
import { countContacts, countDispositions, countOutcomes } from "@callbay/db/sql/dial-progress";
import { notFound } from "@callbay/domain/errors";
import { profileOf } from "../compliance/rules-of.ts";
import { bindingLedger } from "../dial/ledgers.ts";
import { readLedgers } from "../dial/snapshot.ts";
import { tenantQuery, z } from "../verb.ts";

export const contactCounts = (tx: Tx, tenantId: string, campaignId: string | null) =>
  countContacts(tx, tenantId, campaignId);

const forecast = z.object({
  answerRate: z.number(),
  answerRateError: z.number(),
  horizonS: z.number(),
  expectedAnswers: z.number(),
  expectedFree: z.number(),
  risk: z.number(),
  riskAllowed: z.number(),
  budgetLeft: z.number(),
  expectedAbandoned: z.number(),
  talkS: z.number(),
  wrapupS: z.number(),
});
const ledger = z.object({ answered: z.number(), abandoned: z.number() });

const taking = z.object({ looked: z.int(), of: z.int() });

const stored = z.object({
  taking: taking.nullish(),
  lastDecision: z
    .object({
      launch: z.number(),
      reserved: z.number(),
      reason: z.string(),
      at: z.string(),
      nodes: z.array(z.object({ nodeId: z.string(), launch: z.number(), reason: z.string(), diagnostics: z.json() })),
      ledgers: z.object({ window: ledger, day: ledger, today: ledger, windowDays: z.number() }).nullish(),
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
  run: async ({ tx, tenantId, now }, { campaignId }) => {
    const campaign = await tx.campaign.findUnique({
      where: { tenantId_id: { tenantId, id: campaignId } },
      select: {
        state: true,
        stateReason: true,
        pacingModel: true,
        maxAbandonedPpm: true,
        compliance: { select: { id: true, revision: true, rules: true } },
        tenant: { select: { timezone: true } },
      },
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
    const parsed = stored.safeParse(campaign.pacingModel);
    const last = parsed.success ? parsed.data.lastDecision : null;
    const takes = parsed.success && campaign.state === "running" ? (parsed.data.taking ?? null) : null;
    const rules = profileOf(campaign.compliance).rules.abandoned;
    const maxPpm = Math.min(campaign.maxAbandonedPpm, rules.maxPpm ?? 1_000_000);
    // While it runs its loop counts them; a scan of the window for each look would cost more than the look.
    const counted = campaign.state === "running" ? last?.ledgers : null;
    const { window, day, today, windowDays } =
      counted ??
      (await readLedgers(
        tx,
        { tenantId, campaignId },
        { now, zone: campaign.tenant.timezone, windowDays: rules.windowDays },
      ));
    return {
      state: campaign.state,
      stateReason: campaign.stateReason,
      total: byState.ready + byState.reserved + byState.done + byState.blocked,
      byState,
      /** While its lists are being taken over: how many of their contacts have been looked at; null: they are through. */
      taking: takes,
      byReason: counts.map(({ state, reason, count, nextAt }) => ({ state, reason, count, nextAt })),
      byOutcome,
      byDisposition: await countDispositions(tx, tenantId, campaignId),
      abandoned: {
        count: abandoned,
        answered,
        ratePpm: answered === 0 ? 0 : Math.round((abandoned / answered) * 1e6),
        maxPpm,
      },
      live: {
        ringing: live(["reserved", "dialing", "ringing"]),
        waiting: live(["answered"]),
        talking: live(["joined"]),
        ready: onDuty("ready"),
        wrapup: onDuty("wrapup"),
        paused: onDuty("paused"),
      },
      /** Abandoned calls of the profile's window, the last 24 hours and today, side by side. */
      ledgers: {
        window,
        day,
        today,
        windowDays,
        binding: bindingLedger({ window, day, today }, maxPpm / 1_000_000),
      },
      lastDecision: last && { ...last, forecast: forecastOf(last.nodes) },
    };
  },
});

/** What the node that decided expected; null in progressive mode. */
function forecastOf(nodes: readonly { readonly launch: number; readonly diagnostics: unknown }[]) {
  const deciding = nodes.find((node) => node.launch > 0) ?? nodes[0];
  const parsed = z.object({ forecast }).safeParse(deciding?.diagnostics);
  return parsed.success ? parsed.data.forecast : null;
}
