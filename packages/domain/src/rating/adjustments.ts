import { currencyExponent } from "../currency.ts";
import { intersectPeriods, type LocalMonth, monthOf, monthPeriod, monthsOf, type Period } from "../days.ts";
import {
  amountText,
  formatRate,
  MICROS_PER_UNIT,
  type MinorUnits,
  microsToMinor,
  parseRate,
  roundHalfAwayFromZero,
} from "../money.ts";
import type { DiscountAdjustment } from "./adjustment.ts";
import { daysOfMonth, lessBefore } from "./meter.ts";
import { floorOfMonth } from "./month-minimum.ts";
import type { PriceComponentType } from "./price-type.ts";
import type { ChargedBefore, ChargeKind, DraftCharge, PricerInput, RatedVersion } from "./types.ts";

/** What components charge; the other kinds follow them. */
const OF_COMPONENTS: readonly ChargeKind[] = ["usage", "base", "minimum", "bonus", "clawback"];
const MILLION = 1_000_000n;

/** What the components of a version charge for a month, by their type: before this period, and with it. */
interface MonthSums {
  readonly before: ReadonlyMap<PriceComponentType, MinorUnits>;
  readonly after: ReadonlyMap<PriceComponentType, MinorUnits>;
}

/**
 * What follows the components of one version, per calendar month, in this order: discounts in the order of the list,
 * then the monthly minimum over what is left. Each percentage is of what the components charge, not of what another
 * discount has left; discounts together never take more than that. Amounts per month are prorated by the days in force
 * up to the end of the period, and a month counts as a whole: what was given or charged for it before is taken off.
 *
 * @param drafted the components' charges. @param before of the whole contract; undefined when this is its first bill.
 * @throws CallbayError RATE_INVALID, CURRENCY_UNKNOWN.
 */
export function adjustmentCharges(
  version: RatedVersion,
  input: Omit<PricerInput, "before">,
  drafted: readonly DraftCharge[],
  before: readonly ChargedBefore[] | undefined,
): DraftCharge[] {
  if (version.adjustments.length === 0) return [];
  // Where nothing is known of earlier bills, the days before the period were not this rating's to charge.
  const force = before === undefined ? input.inForce : input.versionForce;
  const own = (before ?? []).filter((one) => one.contractVersionId === version.id);
  const inForce = input.inForce === null ? [] : monthsOf(input.inForce).map(({ month }) => month);
  const months = [...new Set([...inForce, ...drafted.map(({ month }) => month)])].sort();
  return months.flatMap((month) => chargesOfMonth(version, input, month, force, drafted, own));
}

function chargesOfMonth(
  version: RatedVersion,
  input: Omit<PricerInput, "before">,
  month: LocalMonth,
  force: Period | null,
  drafted: readonly DraftCharge[],
  own: readonly ChargedBefore[],
): DraftCharge[] {
  const sums = sumsOf(version, month, drafted, own);
  const charges: DraftCharge[] = [];
  const discounts = version.adjustments.filter((one) => one.type === "discount");
  const given = discountsOf(discounts, sums.before, input.currency, daysOfMonth(month, force, input.period.from));
  const due = discountsOf(discounts, sums.after, input.currency, daysOfMonth(month, force, input.period.to));
  discounts.forEach((discount, index) => {
    const amountMinor = (given[index]?.amountMinor ?? 0n) - (due[index]?.amountMinor ?? 0n);
    if (amountMinor === 0n) return;
    const earlier = -(given[index]?.amountMinor ?? 0n);
    const arithmetic = `${due[index]?.text ?? ""}${lessBefore(earlier, amountMinor, input.currency)}`;
    const description = { key: "charge.discount", values: { name: discount.name, month, currency: input.currency } };
    charges.push(
      follow(
        version,
        input,
        month,
        "discount",
        `discount ${version.id} ${month} ${index}`,
        description,
        amountMinor,
        arithmetic,
      ),
    );
  });

  const minimum = version.adjustments.find((one) => one.type === "monthly_minimum");
  if (minimum === undefined) return charges;
  const total = sumOf(sums.after) - due.reduce((sum, one) => sum + one.amountMinor, 0n);
  const charged = own
    .filter((one) => one.month === month && one.kind === "monthly_minimum")
    .reduce((sum, one) => sum + one.amountMinor, 0n);
  const days = daysOfMonth(month, force, input.period.to);
  const floor = floorOfMonth(minimum.amount, input.currency, days, total, charged);
  if (floor.amountMinor !== 0n) {
    const values = { month, minimum: amountText(floor.floorMinor, input.currency), currency: input.currency };
    const description = { key: "charge.monthlyMinimum", values };
    const key = `minimum ${version.id} ${month}`;
    charges.push(
      follow(version, input, month, "monthly_minimum", key, description, floor.amountMinor, floor.arithmetic),
    );
  }
  return charges;
}

function sumsOf(
  version: RatedVersion,
  month: LocalMonth,
  drafted: readonly DraftCharge[],
  own: readonly ChargedBefore[],
): MonthSums {
  const types = new Map(version.components.map((component) => [component.id, component.params.type]));
  const add = (sums: Map<PriceComponentType, MinorUnits>, charge: DraftCharge | ChargedBefore): void => {
    const type = charge.componentId === null ? undefined : types.get(charge.componentId);
    if (type === undefined || charge.month !== month || !OF_COMPONENTS.includes(charge.kind)) return;
    sums.set(type, (sums.get(type) ?? 0n) + charge.amountMinor);
  };
  const before = new Map<PriceComponentType, MinorUnits>();
  for (const charge of own) add(before, charge);
  const after = new Map(before);
  for (const charge of drafted) add(after, charge);
  return { before, after };
}

interface Discounted {
  /** Taken off, never less than nothing. */
  readonly amountMinor: MinorUnits;
  readonly text: string;
}

interface Days {
  readonly days: bigint;
  readonly of: bigint;
}

/** What each discount takes off a month's charges on so many days of it. */
function discountsOf(
  discounts: readonly DiscountAdjustment[],
  sums: ReadonlyMap<PriceComponentType, MinorUnits>,
  currency: string,
  days: Days,
): Discounted[] {
  let left = sumOf(sums);
  return discounts.map((discount) => {
    const base = sumOf(sums, discount.on);
    const wanted = wantedDiscount(discount, base, currency, days);
    const cap = atMost(base, left);
    const amountMinor = cap <= 0n ? 0n : atMost(wanted.amountMinor, cap);
    left -= amountMinor;
    const money = amountText(-amountMinor, currency);
    const capped =
      amountMinor === wanted.amountMinor ? "" : `, no more than ${amountText(cap > 0n ? cap : 0n, currency)}`;
    return { amountMinor, text: `${wanted.text}${capped} = ${money}` };
  });
}

function wantedDiscount(
  discount: DiscountAdjustment,
  base: MinorUnits,
  currency: string,
  { days, of }: Days,
): Discounted {
  if (discount.percentPpm !== undefined) {
    const ppm = BigInt(discount.percentPpm);
    const amountMinor = base <= 0n ? 0n : roundHalfAwayFromZero(base * ppm, MILLION);
    return { amountMinor, text: `${amountText(base, currency)} × −${formatRate(ppm * 100n, 0)} %` };
  }
  const rate = parseRate(discount.amount ?? "0");
  const rateText = formatRate(rate, currencyExponent(currency));
  const amountMinor = microsToMinor(days * rate, currency, of);
  return { amountMinor, text: `${days} days ÷ ${of} days × −${rateText}` };
}

function sumOf(sums: ReadonlyMap<PriceComponentType, MinorUnits>, on?: readonly PriceComponentType[]): MinorUnits {
  let sum = 0n;
  for (const [type, amount] of sums) if (on === undefined || on.includes(type)) sum += amount;
  return sum;
}

function atMost(amount: MinorUnits, cap: MinorUnits): MinorUnits {
  if (amount > cap) return cap;
  return amount;
}

function follow(
  version: RatedVersion,
  input: Omit<PricerInput, "before">,
  month: LocalMonth,
  kind: ChargeKind,
  key: string,
  description: DraftCharge["description"],
  amountMinor: MinorUnits,
  arithmetic: string,
): DraftCharge {
  const covered = daysOf(month, input);
  return {
    key,
    kind,
    componentId: null,
    contractVersionId: version.id,
    month,
    description,
    quantityMicros: MICROS_PER_UNIT,
    unit: "amount",
    unitPriceMicros: (amountMinor * MICROS_PER_UNIT) / 10n ** BigInt(currencyExponent(input.currency)),
    amountMinor,
    metered: 0n,
    arithmetic,
    periodFrom: covered.from,
    periodTo: covered.to,
  };
}

/** The days of the month that are in force and in the period; of a month before it, those in force. */
function daysOf(month: LocalMonth, { inForce, versionForce, period }: Omit<PricerInput, "before">): Period {
  const whole = monthPeriod(month);
  if (month < monthOf(period.from)) return intersectPeriods(whole, versionForce ?? whole) ?? whole;
  return intersectPeriods(whole, inForce ?? period) ?? whole;
}
