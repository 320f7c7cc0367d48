import { rulesOrCustom } from "@callbay/domain/compliance/parse";
import type { ComplianceRules } from "@callbay/domain/compliance/types";
import type { EligibilitySnapshot } from "@callbay/domain/eligibility";

/** A revision of a profile as it is read with its campaign; null: the preset "custom". */
export interface StoredProfile {
  readonly id: string;
  readonly revision: number;
  readonly rules: unknown;
}

const CUSTOM: EligibilitySnapshot["profile"] = { id: null, revision: 0, rules: rulesOrCustom(null) };
const KEPT = 500;
/** Revisions never change, so what was parsed once stays true; the oldest go when there are too many. */
const parsed = new Map<string, ComplianceRules>();

/**
 * The profile that binds a campaign, parsed. The same object for the same revision, so that what is computed from it
 * (its windows) is kept too.
 *
 * @throws CallbayError COMPLIANCE_INVALID: a profile that cannot be read lets nobody through.
 */
export function profileOf(stored: StoredProfile | null): EligibilitySnapshot["profile"] {
  if (stored === null) return CUSTOM;
  const { id, revision } = stored;
  let rules = parsed.get(id);
  if (!rules) {
    rules = rulesOrCustom(stored.rules);
    const oldest = parsed.size >= KEPT ? parsed.keys().next().value : undefined;
    if (oldest !== undefined) parsed.delete(oldest);
    parsed.set(id, rules);
  }
  return { id, revision, rules };
}
