import type { LocalDate, LocalMonth, Period } from "../days.ts";
import type { Message } from "../message.ts";
import type { Micros, MinorUnits } from "../money.ts";
import type { TenantRole } from "../permissions.ts";
import type { Direction, Outcome } from "../values.ts";
import type { Adjustment } from "./adjustment.ts";
import type { BillableDutyState, PriceComponentParams } from "./price-type.ts";
import type { RateTable } from "./rate-table.ts";

/**
 * What can be charged for. `connected` is one contact that was reached in a calendar month: the denominator of the
 * success rate; it is never charged itself. `reversal` takes back a success.
 */
export const USAGE_KINDS = [
  "call",
  "seat_day",
  "agent_time",
  "success",
  "connected",
  "reversal",
  "milestone",
  "number_day",
  "message",
] as const;
export type UsageKind = (typeof USAGE_KINDS)[number];

/** A usage record as rating sees it: an immutable billable fact. */
export interface UsageFact {
  readonly id: string;
  readonly kind: UsageKind;
  /** The day it belongs to, in the tenant's time zone. */
  readonly localDate: LocalDate;
  /** The contract version in force at its start: it alone prices the fact. */
  readonly contractVersionId: string;
  /** Of a call, success, connected contact or reversal; null for what has none. */
  readonly direction: Direction | null;
  /** Pieces: 1n for one call, seat on one day, success … For `agent_time` milliseconds. */
  readonly quantity: bigint;
  /** Of a call: from joined to parted, in milliseconds. */
  readonly talkMs?: number | undefined;
  /** Of a call: the other party, E.164. */
  readonly phone?: string | undefined;
  readonly outcome?: Outcome | null | undefined;
  /** The code of the agent's disposition. */
  readonly disposition?: string | null | undefined;
  /** Of agent time. */
  readonly personId?: string | undefined;
  readonly role?: TenantRole | undefined;
  readonly dutyState?: BillableDutyState | undefined;
  /** Of a success whose order has a value, in the contract's currency. */
  readonly orderValueMinor?: bigint | undefined;
  readonly orderCostMinor?: bigint | undefined;
  /** Of a reversal. */
  readonly reverses?: ReversedSuccess | undefined;
  /** Of a milestone: its key. */
  readonly key?: string | undefined;
}

/** The success that a reversal takes back, and what it was charged at: null while it was not charged. */
export interface ReversedSuccess {
  readonly usageId: string;
  readonly localDate: LocalDate;
  /** Millionths: of the currency per success, or of the order's value. */
  readonly unitPriceMicros: Micros | null;
}

export interface PriceComponent<P extends PriceComponentParams = PriceComponentParams> {
  readonly id: string;
  readonly position: number;
  readonly params: P;
  readonly direction: Direction | null;
}

export type TaxMode = "exclusive" | "inclusive";

export interface RatedVersion {
  readonly id: string;
  readonly version: number;
  /** The first day of its terms; they last until the next version's. */
  readonly effectiveFrom: LocalDate;
  readonly components: readonly PriceComponent[];
  readonly adjustments: readonly Adjustment[];
  readonly minTalkMs: number;
  /** Parts per million: of the net amount, or contained in the prices when `taxMode` is inclusive. */
  readonly taxRatePpm: number;
  readonly taxMode: TaxMode;
}

export interface RatedContract {
  readonly currency: string;
  readonly timezone: string;
  readonly versions: readonly RatedVersion[];
  readonly startsOn: LocalDate;
  /** The last day of the contract, itself included; null while it has no end. */
  readonly endsOn: LocalDate | null;
  /** The price lists that its per-minute components name, by id. */
  readonly rateTables: ReadonlyMap<string, RateTable>;
}

export type ChargeUnit =
  | "seat_day"
  | "seat_month"
  | "call"
  | "minute"
  | "month"
  | "success"
  | "hour"
  | "item"
  | "number_month"
  | "message"
  | "amount";

/**
 * usage: for usage records; base: for a month; minimum: up to a component's own floor; bonus; clawback; then what
 * follows the components: discount, monthly_minimum, credit; adjustment: a line that a person added to the draft.
 */
export type ChargeKind =
  | "usage"
  | "base"
  | "minimum"
  | "bonus"
  | "clawback"
  | "discount"
  | "monthly_minimum"
  | "credit"
  | "adjustment";

/** A charge before it is written: one line of an invoice. */
export interface DraftCharge {
  /** Names the line within its rating, the same at every replay; `take` answers it for the usage behind the line. */
  readonly key: string;
  readonly kind: ChargeKind;
  /** Null for what follows the components. */
  readonly componentId: string | null;
  readonly contractVersionId: string;
  /** The calendar month that it counts for. */
  readonly month: LocalMonth;
  readonly description: Message;
  /** Millionths of `unit`, rounded for display where it is no whole number; `arithmetic` is exact. */
  readonly quantityMicros: Micros;
  readonly unit: ChargeUnit;
  /** The contract's rate as frozen at pricing: millionths of the currency's major unit. */
  readonly unitPriceMicros: Micros;
  readonly amountMinor: MinorUnits;
  /** What it adds to its component's meter of the month, in the component's own unit (calls, billed seconds, successes). */
  readonly metered: bigint;
  /** How the amount came about, with numerator and denominator: "310 seat-days ÷ 30 days × 80.00 = 826.67". */
  readonly arithmetic: string;
  readonly periodFrom: LocalDate;
  /** Exclusive. */
  readonly periodTo: LocalDate;
}

/** A charge with the usage that it stands on, sorted. */
export interface RatedCharge extends DraftCharge {
  readonly usageIds: readonly string[];
}

/** A charge of an earlier invoice: what a month has been charged already decides what more it is charged now. */
export interface ChargedBefore {
  readonly componentId: string | null;
  readonly contractVersionId: string;
  readonly month: LocalMonth;
  readonly kind: ChargeKind;
  readonly metered: bigint;
  readonly amountMinor: MinorUnits;
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
  /** Charges of earlier invoices of this component, for any month. */
  readonly before: readonly ChargedBefore[];
  /** Seat-days and agent time charged by earlier periods on the days of late usage, in any aggregation per day. */
  readonly charged: readonly UsageFact[];
  readonly rateTables: ReadonlyMap<string, RateTable>;
}

/** The pricing of one component over one period, fed one fact at a time so that a month of millions stays small. */
export interface Pricing {
  /**
   * Takes a fact of the version, dated before `period.to`; facts come in order of day and id, late ones first.
   * @returns the key of the charge it stands behind, or null when this component does not price it.
   */
  take(fact: UsageFact): string | null;
  /** The charges, in a fixed order, each amount rounded once. Called once, after the last fact. */
  finish(): DraftCharge[];
}

/** Begins to price one component over one period; pure. */
export type Pricer<P extends PriceComponentParams> = (component: PriceComponent<P>, input: PricerInput) => Pricing;

/** Net and tax of one tax rate. */
export interface TaxLine {
  readonly ratePpm: number;
  readonly netMinor: MinorUnits;
  readonly taxMinor: MinorUnits;
}

export interface RatedPeriod<C extends DraftCharge = RatedCharge> {
  readonly charges: readonly C[];
  /** Without tax. Exclusive: the sum of the charges. */
  readonly netMinor: MinorUnits;
  readonly taxMinor: MinorUnits;
  /** Inclusive: the sum of the charges. */
  readonly totalMinor: MinorUnits;
  /** The mode of the versions charged; a contract whose terms change the mode is billed up to that day first. */
  readonly taxMode: TaxMode;
  /** One line per tax rate of the versions charged, lowest first; they sum to netMinor and taxMinor. */
  readonly taxes: readonly TaxLine[];
  /** What was used of each credit offered, by its id. */
  readonly credits: readonly { readonly id: string; readonly usedMinor: MinorUnits }[];
  /** How many facts no component prices; `connected` is never priced and never counted here. */
  readonly unpricedCount: number;
  /** The ids of the first thousand of them: to be shown, not to be lost. */
  readonly unpricedUsageIds: readonly string[];
}
