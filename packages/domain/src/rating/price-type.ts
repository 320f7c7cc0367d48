import type { LocalDate } from "../days.ts";
import type { TenantRole } from "../permissions.ts";
import type { Direction, Outcome } from "../values.ts";

/** From the `from`-th piece of a calendar month (or day, for seats) on, this rate holds. */
export interface Tier {
  readonly from: number;
  /** A decimal string. */
  readonly rate: string;
}

/** graduated: each piece at the rate of its own tier; volume: all pieces at the rate of the tier reached. */
export type TierMode = "graduated" | "volume";

/** A call's time is charged as `first` seconds and then steps of `next`: 60/60, 60/6, 1/1. */
export interface Increments {
  readonly first: number;
  readonly next: number;
}

/** G9: seats by the month with a minimum number of seats. */
export interface SeatParams {
  readonly type: "seat";
  /** Price of one seat for one calendar month, a decimal string in the contract's currency. */
  readonly monthlyRate: string;
  /** Seats charged each day even when fewer are leased; 0 for no minimum. */
  readonly minSeats: number;
  /** Rates from the n-th seat of a day on; `monthlyRate` holds below the first. */
  readonly tiers?: readonly Tier[] | undefined;
  readonly tierMode?: TierMode | undefined;
}

/** G10: a monthly fee that includes calls or minutes, and a rate for what goes beyond. */
export interface PackageParams {
  readonly type: "package";
  readonly direction: Direction;
  readonly unit: "call" | "minute";
  readonly monthlyFee: string;
  /** Calls or minutes included per calendar month. */
  readonly included: number;
  /** Per call or minute beyond. */
  readonly overageRate: string;
  /** How a call's talk becomes minutes; 60/60 when absent. */
  readonly increments?: Increments | undefined;
  /** What one month leaves unused is free in the next, and lost after it. */
  readonly rollOver: boolean;
}

/** G11, G13: each chargeable call; a base fee is added to the usage, a minimum is a floor under it, per month. */
export interface PerCallParams {
  readonly type: "per_call";
  /** Price of one chargeable call, a decimal string. */
  readonly rate: string;
  /** Added per calendar month whatever the number of calls, a decimal string; "0" for none. */
  readonly baseFee: string;
  readonly direction: Direction;
  /** A floor under the calls of a calendar month (the base fee is not part of it). */
  readonly minimumCharge?: string | undefined;
  readonly tiers?: readonly Tier[] | undefined;
  readonly tierMode?: TierMode | undefined;
  /** Rates of certain calls, the first that matches; they neither fill tiers nor take their rates. */
  readonly rates?: readonly OutcomeRate[] | undefined;
}

export interface OutcomeRate {
  readonly rate: string;
  /** The network's word. */
  readonly outcome?: Outcome | undefined;
  /** The code of the agent's word. */
  readonly disposition?: string | undefined;
}

/** Talk by the minute, by destination where a rate table is named. */
export interface PerMinuteParams {
  readonly type: "per_minute";
  readonly direction: Direction;
  /** Per minute; with a rate table, of destinations that it does not hold. */
  readonly rate: string;
  readonly increments: Increments;
  /** The id of a rate table (in files, its name): longest matching prefix. */
  readonly rateTableId?: string | undefined;
  /** The least that one call costs. */
  readonly minimumPerCall?: string | undefined;
  readonly baseFee?: string | undefined;
  readonly minimumCharge?: string | undefined;
}

/** G12, G14: per success. */
export interface CommissionParams {
  readonly type: "commission";
  readonly direction: Direction | null;
  /** fixed: an amount per success; order_value and margin: a percentage of what the order brings, or leaves over its cost. */
  readonly basis: "fixed" | "order_value" | "margin";
  /** With basis fixed: per success. */
  readonly amount?: string | undefined;
  /** Otherwise: parts per million of the value or margin. */
  readonly percentPpm?: number | undefined;
  /** By success rate of the calendar month: the highest tier reached holds for all its successes. */
  readonly tiers?: readonly CommissionTier[] | undefined;
  /** 花红: once per calendar month in which at least so many successes were accepted. */
  readonly bonus?: { readonly fromSuccesses: number; readonly amount: string } | undefined;
  /** Days after a success in which its rejection takes the commission back. */
  readonly clawbackDays: number;
}

export interface CommissionTier {
  /** Accepted successes ÷ connected contacts, in parts per million. */
  readonly fromSuccessRatePpm: number;
  readonly amount?: string | undefined;
  readonly percentPpm?: number | undefined;
}

export const BILLABLE_DUTY_STATES = ["ready", "talking", "wrapup", "paused"] as const;
export type BillableDutyState = (typeof BILLABLE_DUTY_STATES)[number];

/** G15: agents by the hour. */
export interface HourlyParams {
  readonly type: "hourly";
  /** Per hour. */
  readonly rate: string;
  readonly states: readonly BillableDutyState[];
  /** Whose hours; everybody's when absent. */
  readonly roles?: readonly TenantRole[] | undefined;
  /** A person's time of a day is rounded up to whole steps of so many seconds; 1 for none. */
  readonly incrementSeconds: number;
}

/** G15: a project by milestones; a fixed fee is a project of one. */
export interface ProjectParams {
  readonly type: "project";
  readonly name: string;
  readonly milestones: readonly Milestone[];
}

export interface Milestone {
  readonly key: string;
  readonly name: string;
  readonly amount: string;
  /** Charged on this day, or, when null, when it is reported as reached. */
  readonly dueOn: LocalDate | null;
}

/** A price that is charged once, on a day. */
export interface SetupParams {
  readonly type: "setup";
  readonly name: string;
  readonly amount: string;
  readonly dueOn: LocalDate;
}

/** Numbers by the month, prorated by day. */
export interface NumberParams {
  readonly type: "number";
  readonly monthlyRate: string;
}

/** Messages sent. */
export interface MessageParams {
  readonly type: "message";
  readonly rate: string;
}

/** What the `params` column of a price component holds. */
export type PriceComponentParams =
  | SeatParams
  | PackageParams
  | PerCallParams
  | PerMinuteParams
  | CommissionParams
  | HourlyParams
  | ProjectParams
  | SetupParams
  | NumberParams
  | MessageParams;
export type PriceComponentType = PriceComponentParams["type"];

export const PRICE_COMPONENT_TYPES = [
  "seat",
  "package",
  "per_call",
  "per_minute",
  "commission",
  "hourly",
  "project",
  "setup",
  "number",
  "message",
] as const satisfies readonly PriceComponentType[];

/** The direction that a component prices, as its row stores it: null for what has none (a seat). */
export function directionOf(params: PriceComponentParams): Direction | null {
  return "direction" in params ? params.direction : null;
}
