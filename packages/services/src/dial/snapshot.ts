import { abandonedLedger, agentsOnDuty, lineCapacity, liveAttempts } from "@callbay/db/sql/dial-snapshot";
import type { PacingParams } from "@callbay/domain/pacing";
import { systemVerb, z } from "../verb.ts";
import type { DialSnapshot } from "./plan.ts";

/** The window over which the abandoned rate is held: see requirements, compliance. */
const LEDGER_DAYS = 30;
const DAY_MS = 86_400_000;

/** Everything that pacing looks at, read in one transaction. Null when the campaign is not running any more. */
export const readSnapshot = systemVerb({
  name: "dial.read_snapshot",
  input: z.object({
    tenantId: z.uuid(),
    campaignId: z.uuid(),
    /** Of an earlier reading: the ledger moves slowly and costs a scan of a month. */
    ledger: z.custom<DialSnapshot["ledger"]>().nullable(),
  }),
  run: async (
    { tx, now },
    { tenantId, campaignId, ledger },
  ): Promise<{ params: PacingParams; snapshot: DialSnapshot } | null> => {
    const campaign = await tx.campaign.findUnique({
      where: { tenantId_id: { tenantId, id: campaignId } },
      select: {
        state: true,
        dialMode: true,
        maxChannels: true,
        maxAbandonedPpm: true,
        joinDeadlineMs: true,
        ringTimeoutMs: true,
      },
    });
    if (campaign?.state !== "running") return null;
    const agents = await agentsOnDuty(tx, tenantId, campaignId, now);
    const campaignIds = [...new Set([campaignId, ...agents.flatMap((agent) => agent.campaignIds)])];
    const since = new Date(now.getTime() - LEDGER_DAYS * DAY_MS);
    return {
      params: {
        maxAbandonedRate: campaign.maxAbandonedPpm / 1_000_000,
        joinDeadlineMs: campaign.joinDeadlineMs,
        ringTimeoutMs: campaign.ringTimeoutMs,
        mode: campaign.dialMode === "predictive" ? "predictive" : "progressive",
      },
      snapshot: {
        campaignId,
        maxChannels: campaign.maxChannels,
        agents,
        attempts: await liveAttempts(tx, tenantId, campaignIds),
        lines: await lineCapacity(tx),
        ledger: ledger ?? {
          ...(await abandonedLedger(tx, tenantId, campaignId, since)),
          windowEndsAt: now,
        },
      },
    };
  },
});
