import { startOfLocalDay } from "@callbay/domain/day-start";
import { addDays, isLocalDate } from "@callbay/domain/days";
import { OUTCOMES, type Outcome } from "@callbay/domain/values";

/** Lengths that people ask for; the ends in milliseconds, the second not included. */
const LENGTHS = {
  short: [0, 30_000],
  middle: [30_000, 180_000],
  long: [180_000, 600_000],
  longest: [600_000, null],
} as const satisfies Record<string, readonly [number, number | null]>;
export type LengthKey = keyof typeof LENGTHS;
export const LENGTH_KEYS = Object.keys(LENGTHS) as LengthKey[];

/** What the address of a page says of the calls, or recordings, that are wanted. Days are the workspace's. */
export interface CallFilters {
  readonly number: string | null;
  readonly campaignId: string | null;
  readonly dispositionId: string | null;
  readonly membershipId: string | null;
  readonly outcome: Outcome | null;
  readonly length: LengthKey | null;
  readonly from: string | null;
  /** The last day, included. */
  readonly to: string | null;
}
export type FilterKey = keyof CallFilters;

export const NO_FILTERS: CallFilters = {
  ...{ number: null, campaignId: null, dispositionId: null, membershipId: null },
  ...{ outcome: null, length: null, from: null, to: null },
};

/** Under which name each stands in an address. */
const NAMES = {
  number: "number",
  campaignId: "campaign",
  dispositionId: "disposition",
  membershipId: "agent",
  outcome: "outcome",
  length: "length",
  from: "from",
  to: "to",
} as const satisfies Record<FilterKey, string>;

/** Reads an address; what cannot be meant counts as not said. */
export function readFilters(search: { get(name: string): string | null }): CallFilters {
  const day = (name: string): string | null => {
    const value = search.get(name);
    return value && isLocalDate(value) ? value : null;
  };
  return {
    number: search.get(NAMES.number),
    campaignId: search.get(NAMES.campaignId),
    dispositionId: search.get(NAMES.dispositionId),
    membershipId: search.get(NAMES.membershipId),
    outcome: OUTCOMES.find((one) => one === search.get(NAMES.outcome)) ?? null,
    length: LENGTH_KEYS.find((one) => one === search.get(NAMES.length)) ?? null,
    from: day(NAMES.from),
    to: day(NAMES.to),
  };
}

/** The part of an address that says these filters, and what else is open on the page. */
export function writeFilters(filters: CallFilters, open: Readonly<Record<string, string | null | undefined>>): string {
  const next = new URLSearchParams();
  for (const [key, name] of Object.entries(NAMES)) {
    const value = filters[key as FilterKey];
    if (value) next.set(name, value);
  }
  for (const [name, value] of Object.entries(open)) if (value) next.set(name, value);
  return next.size > 0 ? `?${next}` : "";
}

/** What both lists are asked for: whose, and when, in instants of the workspace's zone. */
export function placeAndTime({ campaignId, membershipId, from, to }: CallFilters, zone: string) {
  return {
    ...(campaignId ? { campaignId } : {}),
    ...(membershipId ? { membershipId } : {}),
    ...(from ? { from: startOfLocalDay(from, zone) } : {}),
    ...(to ? { to: startOfLocalDay(addDays(to, 1), zone) } : {}),
  };
}

/** How long recordings are to be, as the search is asked. */
export function lengthLimits(length: LengthKey | null): { longerThanMs?: number; shorterThanMs?: number } {
  const [least, most] = length ? LENGTHS[length] : [0, null];
  return { ...(least > 0 ? { longerThanMs: least } : {}), ...(most === null ? {} : { shorterThanMs: most }) };
}
