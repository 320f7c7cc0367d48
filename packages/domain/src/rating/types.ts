import type { LocalDate, Period } from "../calendar.ts";
import type { Message } from "../message.ts";
import type { Micros, MinorUnits } from "../money.ts";
import type { Direction } from "../values.ts";
import type { PriceComponentParams } from "./price-component.ts";

export type UsageKind = "call" | "seat_day";

/** A usage record as rating sees it: an immutable billable fact. */
export interface UsageFact {
  readonly id: string;
  readonly kind: UsageKind;
  /** The day it belongs to, in the tenant's time zone. */
  readonly localDate: LocalDate;
  /** The contract version in force at its start: it alone prices the fact. */
  readonly contractVersionId: string;
  /** Of a call; null for a seat-day. */
  readonly direction: Direction | null;
  /** Pieces: 1n for one chargeable call, 1n for one seat on one day. */
  readonly quantity: bigint;
}

export interface PriceComponent<P extends PriceComponentParams = PriceComponentParams> {
  readonly id: string;
  readonly position: number;
  readonly params: P;
  readonly direction: Direction | null;
}

export interface RatedVersion {
  readonly id: string;
  readonly version: number;
  /** The first day of its terms; they last until the next version's. */
  readonly effectiveFrom: LocalDate;
  readonly components: readonly PriceComponent[];
  readonly minTalkMs: number;
  /** Parts per million of the net amount. */
  readonly taxRatePpm: number;
}

export interface RatedContract {
  readonly currency: string;
  readonly timezone: string;
  readonly versions: readonly RatedVersion[];
  readonly startsOn: LocalDate;
  /** The last day of the contract, itself included; null while it has no end. */
  readonly endsOn: LocalDate | null;
}

export type ChargeUnit = "seat_day" | "seat_month" | "call" | "month";

/** A charge before it is written: one line of an invoice. */
export interface DraftCharge {
  readonly componentId: string;
  readonly contractVersionId: string;
  readonly description: Message;
  /** Millionths of `unit`, rounded for display where it is no whole number; `arithmetic` is exact. */
  readonly quantityMicros: Micros;
  readonly unit: ChargeUnit;
  /** The contract's rate as frozen at pricing: millionths of the currency's major unit. */
  readonly unitPriceMicros: Micros;
  readonly amountMinor: MinorUnits;
  /** How the amount came about, with numerator and denominator: "310 seat-days ÷ 30 days × 80.00 = 826.67". */
  readonly arithmetic: string;
  readonly periodFrom: LocalDate;
  /** Exclusive. */
  readonly periodTo: LocalDate;
  /** The usage that this charge stands on, sorted. */
  readonly usageIds: readonly string[];
}

/** What a pricer is given besides its component. */
export interface PricerInput {
  readonly currency: string;
  readonly contractVersionId: string;
  /** The period being charged. */
  readonly period: Period;
  /** The days of it on which this version is in force; null when there are none. */
  readonly inForce: Period | null;
  /** The whole of the version's force, for usage that arrives late. */
  readonly versionForce: Period | null;
  /** The version's usage dated before `period.to`, sorted by day and id; late usage is dated before `period.from`. */
  readonly usage: readonly UsageFact[];
  /** Usage charged by earlier periods on the days of late usage. */
  readonly charged: readonly UsageFact[];
}

/** Prices one component over one period; pure, in a fixed order, each amount rounded once. */
export type Pricer<P extends PriceComponentParams> = (
  component: PriceComponent<P>,
  input: PricerInput,
) => DraftCharge[];

/** Net and tax of one tax rate. */
export interface TaxLine {
  readonly ratePpm: number;
  readonly netMinor: MinorUnits;
  readonly taxMinor: MinorUnits;
}

export interface RatedPeriod {
  readonly charges: readonly DraftCharge[];
  readonly netMinor: MinorUnits;
  readonly taxMinor: MinorUnits;
  readonly totalMinor: MinorUnits;
  /** One line per tax rate of the versions charged, lowest first; they sum to netMinor and taxMinor. */
  readonly taxes: readonly TaxLine[];
  /** Usage of the period that no component prices, sorted: to be shown, not to be lost. */
  readonly unpricedUsageIds: readonly string[];
}
