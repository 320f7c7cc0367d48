import type { RawTx } from "@callbay/db/client";
import { pacedCampaign, trunkRates } from "@callbay/db/sql/dial-frame";
import {
  type AttemptFate,
  abandonedLedgers,
  attemptFates,
  attemptsAfter,
  recentCalls,
  recentWrapups,
} from "@callbay/db/sql/dial-pacing";
import { agentsOnDuty, type LineRow, lineCapacity, liveAttempts } from "@callbay/db/sql/dial-snapshot";
import { parseAnsweringMachine } from "@callbay/domain/agentless";
import { addDays, localDate, startOfLocalDay } from "@callbay/domain/calendar";
import { type ScheduleStanding, scheduleStanding } from "@callbay/domain/campaign-schedule";
import { storedSchedule } from "@callbay/domain/campaign-schedule/parse";
import type { PacingHistory, PacingParams } from "@callbay/domain/pacing";
import type { DialMode } from "@callbay/domain/values";
import { profileOf } from "../compliance/rules-of.ts";
import { hotVerb, z } from "../verb.ts";
import { type FeedState, goneFrom } from "./feed.ts";
import type { Ledgers } from "./ledgers.ts";
import { type DialSnapshot, isDialers } from "./plan.ts";
import type { PlanMode } from "./plan-modes.ts";

const DAY_MS = 86_400_000;
/** Yesterday's calls that a new model begins with. */
const HISTORY_CALLS = 600;

/** Everything that pacing looks at. */
export interface DialReading {
  readonly mode: PlanMode;
  /** May the campaign dial now by its own schedule? */
  readonly standing: ScheduleStanding;
  readonly params: PacingParams;
  readonly snapshot: Omit<DialSnapshot, "ledger">;
  /** Null when the ledgers of an earlier reading are still good. */
  readonly ledgers: Ledgers | null;
  /** How attempts ended that the model still thinks of, or missed while nobody looked. */
  readonly fates: readonly AttemptFate[];
  /** Does a machine listen whether a person answered? */
  readonly detects: boolean;
  /** For a model that has seen nothing; null when it was not asked for. */
  readonly history: PacingHistory | null;
}

/** Everything that pacing looks at, read in one transaction. Null when the campaign is not running any more. */
export const readSnapshot = hotVerb({
  name: "dial.read_snapshot",
  input: z.object({
    tenantId: z.uuid(),
    campaignId: z.uuid(),
    /** The ledgers move slowly and cost a scan of a month: only now and then. */
    withLedgers: z.boolean(),
    withHistory: z.boolean(),
    /** What the model was told of so far. */
    feed: z.custom<FeedState>(),
    /** Looks for attempts after the last known one too: at the first look of a loop that takes over. */
    catchUp: z.boolean(),
  }),
  run: async ({ tx, now }, input): Promise<DialReading | null> => {
    const { tenantId, campaignId, feed } = input;
    const campaign = await pacedCampaign(tx, tenantId, campaignId);
    if (campaign?.state !== "running") return null;
    const { abandoned } = profileOf(campaign.compliance).rules;
    const standings = new Map(
      campaign.schedules.map(({ id, schedule }) => [id, scheduleStanding(storedSchedule(schedule), now)]),
    );
    const resting = [...standings].flatMap(([id, { open }]) => (open ? [] : [id]));
    const agents = await agentsOnDuty(tx, tenantId, campaignId, now, resting);
    const campaignIds = [...new Set([campaignId, ...agents.flatMap((agent) => agent.campaignIds)])];
    const attempts = await liveAttempts(tx, tenantId, campaignIds);
    const own = attempts.filter((attempt) => attempt.campaignId === campaignId && isDialers(attempt));
    const missed =
      input.catchUp && feed.lastId !== null ? await attemptsAfter(tx, tenantId, campaignId, feed.lastId) : [];
    const over = missed.filter(({ state }) => state === "ended" || state === "released");
    const lines = await lineCapacity(tx);
    return {
      mode: { dialMode: campaign.dialMode, callRates: await callRates(tx, campaign.dialMode, lines) },
      standing: standings.get(campaignId) ?? scheduleStanding(null, now),
      params: {
        maxAbandonedRate: Math.min(campaign.maxAbandonedPpm, abandoned.maxPpm ?? 1_000_000) / 1_000_000,
        joinDeadlineMs: Math.min(campaign.joinDeadlineMs, abandoned.joinDeadlineMs),
        ringTimeoutMs: campaign.ringTimeoutMs,
        mode: campaign.dialMode === "predictive" ? "predictive" : "progressive",
      },
      snapshot: { campaignId, maxChannels: campaign.maxChannels, agents, attempts, lines },
      ledgers: input.withLedgers
        ? await readLedgers(tx, input, { now, zone: campaign.timezone, windowDays: abandoned.windowDays })
        : null,
      fates: [...over, ...(await attemptFates(tx, tenantId, goneFrom(feed, own)))],
      detects: parseAnsweringMachine(campaign.machine).detect,
      history: input.withHistory ? await readHistory(tx, tenantId, campaignId) : null,
    };
  },
});

/** Calls per second of the trunks, where they alone set the pace. */
async function callRates(tx: RawTx, dialMode: DialMode, lines: readonly LineRow[]): Promise<PlanMode["callRates"]> {
  if (dialMode !== "agentless") return new Map();
  const trunks = await trunkRates(
    tx,
    lines.map(({ trunkId }) => trunkId),
  );
  return new Map(trunks.map(({ id, callsPerSecond }) => [id, callsPerSecond]));
}

/** The campaign's three ledgers now. */
export async function readLedgers(
  tx: RawTx,
  which: { readonly tenantId: string; readonly campaignId: string },
  { now, zone, windowDays }: { readonly now: Date; readonly zone: string; readonly windowDays: number },
): Promise<Ledgers> {
  const today = localDate(now, zone);
  const rows = await abandonedLedgers(tx, which, {
    window: new Date(now.getTime() - windowDays * DAY_MS),
    day: new Date(now.getTime() - DAY_MS),
    today: startOfLocalDay(today, zone),
  });
  return { ...rows, windowDays, todayEndsAt: startOfLocalDay(addDays(today, 1), zone) };
}

async function readHistory(tx: RawTx, tenantId: string, campaignId: string): Promise<PacingHistory> {
  const calls = await recentCalls(tx, tenantId, campaignId, HISTORY_CALLS);
  if (calls.length === 0) return {};
  const people = calls.filter(({ outcome }) => outcome === "answered" || outcome === "abandoned").length;
  const sessions = [...new Set(calls.flatMap((call) => call.dutySessionId ?? []))];
  return {
    answerRate: people / calls.length,
    talkMs: calls.flatMap(({ talkMs }) => (talkMs > 0 ? [talkMs] : [])),
    wrapupMs: await recentWrapups(tx, tenantId, sessions, HISTORY_CALLS),
  };
}
