/** Which number is shown to numbers that begin so. */
export interface CallerIdRule {
  /** A rule of this campaign goes before one of the whole client. */
  readonly ofCampaign: boolean;
  /** E.164 without the plus; "" fits every number. */
  readonly prefix: string;
  readonly e164: string;
}

/**
 * The number that is shown to this one: by the campaign's own rules, then by the client's, the longest prefix first in
 * each; without a rule that fits, the campaign's caller id.
 *
 * @param phone E.164. @param fallback the campaign's own; null when it has none.
 */
export function chooseCallerId(rules: readonly CallerIdRule[], phone: string, fallback: string | null): string | null {
  const digits = phone.replace(/^\+/, "");
  let best: CallerIdRule | null = null;
  for (const rule of rules) {
    if (!digits.startsWith(rule.prefix)) continue;
    if (best === null || isBefore(rule, best)) best = rule;
  }
  return best?.e164 ?? fallback;
}

function isBefore(a: CallerIdRule, b: CallerIdRule): boolean {
  if (a.ofCampaign !== b.ofCampaign) return a.ofCampaign;
  return a.prefix.length > b.prefix.length;
}
