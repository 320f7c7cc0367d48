import { createHash } from "node:crypto";
import type { RawTx } from "@callbay/db/client";
import { type FrameRow, frameOf } from "@callbay/db/sql/dial-frame";
import { fromDbDate, localDate } from "@callbay/domain/calendar";
import { type CallerIdRule, chooseCallerId } from "@callbay/domain/caller-id";
import { parseCallingWindow } from "@callbay/domain/calling-window";
import { type ScheduleStanding, scheduleStanding } from "@callbay/domain/campaign-schedule";
import { storedSchedule } from "@callbay/domain/campaign-schedule/parse";
import type { AttemptKind, EligibilitySnapshot } from "@callbay/domain/eligibility";
import { notFound } from "@callbay/domain/errors";
import { normalisePhone } from "@callbay/domain/phone";
import { parseRetryRules } from "@callbay/domain/retry";
import { profileOf } from "../compliance/rules-of.ts";
import { coversDay } from "../contract/in-force.ts";

/** What is the same for all contacts of one reservation. */
export interface GateFrame
  extends Pick<EligibilitySnapshot, "campaign" | "profile" | "contract" | "attempt" | "lines"> {
  /** Which number is shown to this one. */
  readonly callerIdFor: (phone: string) => EligibilitySnapshot["callerId"];
}

export interface LoadedFrame {
  readonly frame: GateFrame;
  readonly maxChannels: number | null;
  /** Lists to draw fresh contacts from, in their order. */
  readonly lists: readonly { readonly id: string; readonly weight: number }[];
  /** Could any number be shown at all? */
  readonly hasCallerId: boolean;
  /** Is the contract in force on this day of the tenant's? */
  readonly inForce: boolean;
  /** May it dial now by its own schedule? */
  readonly standing: ScheduleStanding;
  /** Changes with anything that the gate asks of the campaign and that a person sets: numbers to show, hours, profile. */
  readonly settings: string;
}

/**
 * All that the gate asks of a campaign, its contract and its profile, read within the tenant.
 *
 * @param attempt how the calls would be made; null: by the campaign's own dialer.
 * @throws CallbayError NOT_FOUND, COMPLIANCE_INVALID.
 */
export async function loadFrame(
  tx: RawTx,
  which: { readonly tenantId: string; readonly campaignId: string },
  attempt: { readonly kind: AttemptKind; readonly agent: string } | null,
  now: Date,
): Promise<LoadedFrame> {
  const { tenantId, campaignId } = which;
  const row = await frameOf(tx, tenantId, campaignId);
  if (!row) throw notFound("campaign");
  const { timezone, callerIdRules: rules, callerId: fallback } = row;
  const schedule = storedSchedule(row.schedule);
  const contract = {
    state: row.contractState,
    startsOn: fromDbDate(row.startsOn),
    endsOn: row.endsOn && fromDbDate(row.endsOn),
    timezone,
  };
  return {
    maxChannels: row.maxChannels,
    lists: row.lists,
    hasCallerId: fallback !== null || rules.length > 0,
    settings: settingsOf(row),
    standing: scheduleStanding(schedule, now),
    inForce: contract.state === "active" && coversDay(contract, localDate(now, timezone)),
    frame: {
      campaign: {
        state: row.state,
        callingWindow: parseCallingWindow(row.callingWindow),
        schedule,
        maxAttempts: parseRetryRules(row.retryRules).maxAttempts,
      },
      profile: profileOf(row.compliance),
      contract,
      attempt: attempt ?? { kind: row.dialMode === "agentless" ? "agentless" : "dialer", agent: null },
      // Who reserves has counted lines under the nodes' locks: who is asked about has one.
      lines: { trunkFree: 1, channelsFree: 1 },
      callerIdFor: callerIds(rules, fallback),
    },
  };
}

function settingsOf({ callerId, callerIdRules, callingWindow, compliance }: FrameRow): string {
  const rules = callerIdRules.map(({ ofCampaign, prefix, e164 }) => [ofCampaign, prefix, e164].join(" ")).sort();
  const said = JSON.stringify([callerId, rules, callingWindow, compliance?.id ?? null]);
  return createHash("sha256").update(said).digest("base64url");
}

/** Chooses the number shown, with its country; each number of ours is looked up in its numbering plan once. */
function callerIds(rules: readonly CallerIdRule[], fallback: string | null): GateFrame["callerIdFor"] {
  const known = new Map<string, EligibilitySnapshot["callerId"]>();
  return (phone) => {
    const e164 = chooseCallerId(rules, phone, fallback);
    if (e164 === null) return null;
    const found = known.get(e164);
    if (found) return found;
    const plan = normalisePhone(e164, null);
    const made = { e164, country: plan.ok ? plan.country : null };
    known.set(e164, made);
    return made;
  };
}
