import { currencyExponent } from "../currency.ts";
import { addDays, monthOf, type Period } from "../days.ts";
import { CallbayError } from "../errors.ts";
import { amountText, MICROS_PER_UNIT, type MinorUnits } from "../money.ts";
import type { DraftCharge } from "./types.ts";

/** What a contract has been promised off its invoices. */
export interface Credit {
  readonly id: string;
  /** What is left of it, more than nothing. */
  readonly amountMinor: MinorUnits;
  readonly reason: string;
}

export interface UsedCredits {
  readonly charges: readonly DraftCharge[];
  readonly used: readonly { readonly id: string; readonly usedMinor: MinorUnits }[];
}

/**
 * Uses credits in the order given, as far as the charges go and never below zero; the rest stays open. A credit is taken
 * off the charges of each version in turn, first to last, because tax rates may differ between them.
 *
 * @throws CallbayError CREDIT_INVALID when one is not more than nothing.
 */
export function creditCharges(
  credits: readonly Credit[],
  charges: readonly DraftCharge[],
  currency: string,
  period: Period,
): UsedCredits {
  const room = new Map<string, MinorUnits>();
  let left = 0n;
  for (const { contractVersionId, amountMinor } of charges) {
    room.set(contractVersionId, (room.get(contractVersionId) ?? 0n) + amountMinor);
    left += amountMinor;
  }
  const lines: DraftCharge[] = [];
  const used: { id: string; usedMinor: MinorUnits }[] = [];
  for (const credit of credits) {
    if (credit.amountMinor <= 0n) {
      throw new CallbayError("invalid", "CREDIT_INVALID", "A credit is more than nothing.", { creditId: credit.id });
    }
    let usedMinor = 0n;
    for (const [versionId, open] of room) {
      const taken = least(credit.amountMinor - usedMinor, open, left);
      if (taken <= 0n) continue;
      lines.push(creditCharge(credit, versionId, taken, usedMinor, currency, period));
      room.set(versionId, open - taken);
      usedMinor += taken;
      left -= taken;
    }
    if (usedMinor > 0n) used.push({ id: credit.id, usedMinor });
  }
  return { charges: lines, used };
}

function creditCharge(
  credit: Credit,
  contractVersionId: string,
  taken: MinorUnits,
  usedBefore: MinorUnits,
  currency: string,
  period: Period,
): DraftCharge {
  const open = credit.amountMinor - usedBefore;
  const rest = open - taken;
  const restText = rest === 0n ? "" : `, ${amountText(rest, currency)} left`;
  return {
    key: `credit ${credit.id} ${contractVersionId}`,
    kind: "credit",
    componentId: null,
    contractVersionId,
    month: monthOf(addDays(period.to, -1)),
    description: { key: "charge.credit", values: { reason: credit.reason, currency } },
    quantityMicros: MICROS_PER_UNIT,
    unit: "amount",
    unitPriceMicros: (-taken * MICROS_PER_UNIT) / 10n ** BigInt(currencyExponent(currency)),
    amountMinor: -taken,
    metered: 0n,
    arithmetic: `credit of ${amountText(open, currency)}: ${amountText(-taken, currency)}${restText}`,
    periodFrom: period.from,
    periodTo: period.to,
  };
}

function least(first: MinorUnits, ...others: readonly MinorUnits[]): MinorUnits {
  let smallest = first;
  for (const amount of others) if (amount < smallest) smallest = amount;
  return smallest;
}
