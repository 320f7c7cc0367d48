import type { Prisma, Tx } from "@callbay/db/client";
import { doNotCallOf, lockTries, triesOf } from "@callbay/db/sql/dial-reserve";
import { evaluateEligibility, type IneligibleReason } from "@callbay/domain/eligibility";
import type { RegisterLookup } from "../do-not-call/register-port.ts";
import { timeZoneOf } from "../phone/time-zone.ts";
import { loadFrame } from "./frame.ts";
import { entriesOf } from "./gate.ts";
import { decisionOf } from "./reserve.ts";

/** A number that a live call is to be put through to. */
export interface JudgeNumber {
  readonly tenantId: string;
  readonly campaignId: string;
  /** E.164, and its country. */
  readonly phone: string;
  readonly country: string;
  /** Membership of the agent who calls. */
  readonly membershipId: string;
  readonly registers: RegisterLookup | null | undefined;
  readonly now: Date;
}

export type JudgedNumber =
  | { readonly ok: true; readonly callerId: string; readonly decision: Prisma.InputJsonObject }
  | { readonly ok: false; readonly reason: IneligibleReason; readonly retryAt: Date | null };

/** Tries are counted over the longest window of a cap, and some hours for any calendar. */
const LOOK_BACK_MS = 32 * 24 * 3_600_000;

/**
 * The one gate for a number that is nobody's contact: do-not-call lists and registers, hours on the number's own clock,
 * tries, the number shown. Consent is not asked: the customer on the line wishes to be put through, and nothing is sold
 * to whoever is called. Reads only; holds the tenant's count of tries until the transaction ends: lock the
 * nodes' lines (lockNodeLines) after it.
 *
 * @throws CallbayError NOT_FOUND, COMPLIANCE_INVALID, REGISTER_UNREADABLE.
 */
export async function judgeNumber(tx: Tx, ask: JudgeNumber): Promise<JudgedNumber> {
  const { tenantId, campaignId, phone, country, membershipId, now } = ask;
  const { frame } = await loadFrame(tx, { tenantId, campaignId }, { kind: "manual", agent: membershipId }, now);
  await lockTries(tx, tenantId);
  const tries = await triesOf(tx, tenantId, [phone], new Date(now.getTime() - LOOK_BACK_MS));
  const marks = ask.registers ? await ask.registers.marksOf(tenantId, [phone]) : null;
  const { campaign, profile, contract, attempt, lines } = frame;
  const callerId = frame.callerIdFor(phone);
  const answer = evaluateEligibility(
    {
      ...{ profile, contract, attempt, lines, callerId },
      // A campaign that was paused calls nobody anew; who is on the line already may still be put through.
      campaign: { ...campaign, state: "running" },
      contact: { state: "ready", attempts: 0, nextAttemptAt: now, agentOnlyUntil: null, callbackBy: null },
      point: {
        ...{ phone, country },
        timezone: timeZoneOf(phone, country) ?? "",
        attemptsAt: tries.map(({ at }) => at),
        abandonedAt: null,
      },
      consent: { basis: "contract", at: now, proof: "transfer" },
      doNotCall: {
        ...entriesOf(await doNotCallOf(tx, tenantId, campaignId, [phone])),
        register: marks?.get(phone) ?? null,
      },
    },
    now,
  );
  if (!answer.ok) return { ok: false, reason: answer.reason, retryAt: answer.retryAt };
  if (!callerId) return { ok: false, reason: "caller_id_missing", retryAt: null };
  const decision = decisionOf(answer.rule, { reason: "transfer", membershipId });
  return { ok: true, callerId: callerId.e164, decision };
}
