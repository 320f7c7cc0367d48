import { nationalDigits } from "../phone.ts";

export interface CallFacts {
  readonly answeredAt: Date | null;
  readonly joinedAt: Date | null;
  /** From joined to parted, in milliseconds. */
  readonly talkMs: number;
  readonly isInternal: boolean;
  /** The other party, E.164. */
  readonly phone: string;
  /** An automated script that was heard to its end counts as connected. */
  readonly completedScript: boolean;
}

export interface ChargeableTerms {
  readonly minTalkMs: number;
  /** "+8610086" matches the E.164 number; "10086" or "0800" matches the national number in any country. */
  readonly excludedPrefixes: readonly string[];
}

export type NotChargeableReason = "not_answered" | "internal" | "not_connected" | "excluded_prefix" | "too_short";

export type Chargeable = { chargeable: true } | { chargeable: false; reason: NotChargeableReason };

/**
 * Is this call a usage record? Answered, connected to an agent or to a completed script, not internal, not on an
 * excluded prefix, and with at least `minTalkMs` of talk: at 10,000, 9,999 does not count and 10,000 does.
 *
 * Source: requirements, Decisions, "Chargeable call"; R2–R5.
 */
export function isChargeableCall(call: CallFacts, terms: ChargeableTerms): Chargeable {
  const no = (reason: NotChargeableReason): Chargeable => ({ chargeable: false, reason });
  if (call.answeredAt === null) return no("not_answered");
  if (call.isInternal) return no("internal");
  if (call.joinedAt === null && !call.completedScript) return no("not_connected");
  if (terms.excludedPrefixes.some((prefix) => hasPrefix(call.phone, prefix))) return no("excluded_prefix");
  if (call.talkMs < terms.minTalkMs) return no("too_short");
  return { chargeable: true };
}

function hasPrefix(phone: string, prefix: string): boolean {
  const digits = prefix.replace(/\D/g, "");
  if (digits === "") return false;
  if (prefix.trim().startsWith("+")) return phone.startsWith(`+${digits}`);
  const national = nationalDigits(phone);
  const withoutTrunkZero = digits.replace(/^0/, "");
  return national.startsWith(digits) || (withoutTrunkZero !== "" && national.startsWith(withoutTrunkZero));
}
