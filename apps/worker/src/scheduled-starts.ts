import { CallbayError } from "@callbay/domain/errors";
import { findScheduledStarts, startScheduled } from "@callbay/services/campaign/start-scheduled";
import type { VerbContext } from "@callbay/services/context";
import type { Logger } from "pino";

/**
 * Starts the campaigns whose schedule says so. What one lacks (a contract in force, contacts) its page says, and it starts
 * as soon as that is there; whatever keeps one from starting keeps no other.
 *
 * @param said by campaign, why it could not start when that was last said: the same is not said again
 */
export async function startBySchedule(
  ctx: VerbContext,
  logger: Pick<Logger, "info" | "warn" | "error">,
  said: Map<string, string>,
): Promise<void> {
  const isNew = (campaignId: string, why: string): boolean => {
    const before = said.get(campaignId);
    said.set(campaignId, why);
    return before !== why;
  };
  const { due, unreadable } = await findScheduledStarts(ctx, {});
  for (const { error, ...which } of unreadable)
    if (isNew(which.campaignId, error.code)) {
      const { code, details } = error;
      logger.error({ ...which, code, details }, "A campaign's schedule cannot be read; it does not start by itself");
    }
  for (const which of due)
    try {
      await startScheduled(ctx, which);
      said.delete(which.campaignId);
      logger.info(which, "A campaign started by its schedule");
    } catch (error) {
      if (!(error instanceof CallbayError)) {
        if (isNew(which.campaignId, String(error)))
          logger.error({ ...which, err: error }, "A campaign's start by its schedule failed");
        continue;
      }
      // Another worker, or a person, was quicker.
      if (error.code === "CAMPAIGN_WRONG_STATE" || !isNew(which.campaignId, error.code)) continue;
      const { code, details } = error;
      logger.warn({ ...which, code, details }, "A campaign could not start by its schedule");
    }
}
