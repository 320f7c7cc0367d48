import type { RawTx, Tx } from "@callbay/db/client";
import { callEvents } from "@callbay/db/sql/call-progress";
import { isOpen, nextOpening } from "@callbay/domain/calling-window";
import { effectiveWindow } from "@callbay/domain/compliance/window";
import { CallbayError } from "@callbay/domain/errors";
import { loadFrame } from "../dial/frame.ts";
import { z } from "../verb.ts";

/** What an agent promised: to be called at this time, by this member; null: by whoever is there. */
export interface PromisedCallback {
  readonly at: Date;
  readonly by: string | null;
}

const stored = z.object({ at: z.iso.datetime(), by: z.uuid().nullable() });

/** As the call's history keeps it. */
export function callbackData({ at, by }: PromisedCallback) {
  return { at: at.toISOString(), by };
}

/** The last callback promised in a call; null when none was. */
export async function promisedCallback(tx: RawTx, tenantId: string, callId: string): Promise<PromisedCallback | null> {
  const events = await callEvents(tx, tenantId, callId, ["callback_promised"]);
  const parsed = stored.safeParse(events.at(-1)?.data).data;
  return parsed ? { at: new Date(parsed.at), by: parsed.by } : null;
}

/** Further ahead nobody should promise. */
const LONGEST_MS = 90 * 86_400_000;

export interface CallToPromise {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly contactId: string;
  readonly phone: string;
  /** Is the call over, so that it is counted among the contact's attempts? */
  readonly hasEnded: boolean;
}

/**
 * Refuses a promise that could not be kept: in the past, out of the calling window of the number, after the last attempt
 * that the rules allow. The gate judges again when the time comes.
 *
 * @throws CallbayError CALLBACK_TOO_LATE, CALLBACK_OUTSIDE_WINDOW (`opensAt`), CALLBACK_OVER_CAP.
 */
export async function assertCallbackPossible(tx: Tx, call: CallToPromise, at: Date, now: Date): Promise<void> {
  const { tenantId, campaignId, contactId, phone } = call;
  if (at <= now || at.getTime() - now.getTime() > LONGEST_MS)
    throw new CallbayError(
      "invalid",
      "CALLBACK_TOO_LATE",
      "A callback can be promised from now on and for ninety days. Nothing was changed; choose another time.",
    );
  const { frame } = await loadFrame(tx, { tenantId, campaignId }, null, now);
  const point = await tx.contactPoint.findFirst({
    where: { tenantId, contactId, phone },
    select: { timezone: true, country: true },
  });
  if (point) {
    const window = effectiveWindow(frame.campaign.callingWindow, frame.profile.rules, point.country);
    if (!isOpen(window, at, point.timezone))
      throw new CallbayError(
        "precondition",
        "CALLBACK_OUTSIDE_WINDOW",
        "This number may not be called at that time. Nothing was changed; choose a time within the calling hours.",
        { timezone: point.timezone, opensAt: nextOpening(window, at, point.timezone)?.toISOString() ?? null },
      );
  }
  const contact = await tx.campaignContact.findUnique({
    where: { tenantId_campaignId_contactId: { tenantId, campaignId, contactId } },
    select: { attempts: true },
  });
  const attempts = (contact?.attempts ?? 0) + (call.hasEnded ? 0 : 1);
  if (attempts >= frame.campaign.maxAttempts)
    throw new CallbayError(
      "precondition",
      "CALLBACK_OVER_CAP",
      "This contact has had all the attempts that the campaign allows: nobody would call back. Nothing was changed.",
      { attempts, maxAttempts: frame.campaign.maxAttempts },
    );
}
