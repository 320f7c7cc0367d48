import { eachDay, type LocalMonth, monthPeriod } from "../days.ts";
import { CallbayError } from "../errors.ts";
import { parseAmount } from "../money.ts";
import { DIRECTIONS, type Direction } from "../values.ts";
import type { HourlyParams } from "./price-type.ts";
import type { RatedVersion, UsageFact } from "./types.ts";

type PerDirection = { readonly [D in Direction]?: number | undefined };

/** What a client is thought to use in one calendar month. What is left out is none, unless it says otherwise. */
export interface AssumedUsage {
  /** Seats on every day of the month. */
  readonly seats?: number | undefined;
  readonly calls?: PerDirection | undefined;
  /** Minutes of talk in all; without it the average below decides. */
  readonly minutes?: PerDirection | undefined;
  /** Of one call; 180 when left out. */
  readonly averageTalkSeconds?: number | undefined;
  /** Where calls go, in parts of all calls; the rest goes to destinations that no rate table holds. */
  readonly destinations?: readonly { readonly prefix: string; readonly share: number }[] | undefined;
  readonly successes?: PerDirection | undefined;
  /** Contacts reached; as many as calls when left out. */
  readonly connected?: PerDirection | undefined;
  /** Decimal amounts of one order, in the contract's currency. */
  readonly averageOrderValue?: string | undefined;
  readonly averageOrderCost?: string | undefined;
  /** Hours of agents in all, decimals allowed; worked in days of eight hours. */
  readonly agentHours?: number | undefined;
  readonly numbers?: number | undefined;
  readonly messages?: number | undefined;
}

const TALK_SECONDS = 180;
const WORKING_DAY_MS = 8 * 3_600_000;
/** Beyond it a figure is a slip of the keyboard, and days of work would fill the memory. */
const MOST = 1_000_000_000;
const MOST_HOURS = 1_000_000;

/**
 * The usage facts of a month as assumed, spread evenly over its days.
 *
 * @throws CallbayError ASSUMPTION_INVALID (`details.path` names the field), AMOUNT_INVALID.
 */
export function assumedFacts(
  version: RatedVersion,
  currency: string,
  assumed: AssumedUsage,
  month: LocalMonth,
): UsageFact[] {
  const { from, to } = monthPeriod(month);
  const days = eachDay(from, to);
  const facts: UsageFact[] = [];
  const add = (fact: Pick<UsageFact, "kind" | "localDate" | "quantity"> & Partial<UsageFact>): void => {
    if (fact.quantity <= 0n) return;
    facts.push({ id: String(facts.length).padStart(8, "0"), contractVersionId: version.id, direction: null, ...fact });
  };
  const spread = (total: number, of: Omit<UsageFact, "id" | "localDate" | "quantity" | "contractVersionId">): void => {
    days.forEach((localDate, index) => {
      const quantity = upTo(total, index + 1, days.length) - upTo(total, index, days.length);
      add({ ...of, localDate, quantity: BigInt(quantity) });
    });
  };
  const none = { direction: null };

  const seats = whole(assumed.seats, "seats");
  const numbers = whole(assumed.numbers, "numbers");
  for (const localDate of days) {
    add({ kind: "seat_day", localDate, quantity: BigInt(seats) });
    add({ kind: "number_day", localDate, quantity: BigInt(numbers) });
  }
  for (const direction of DIRECTIONS) {
    const talk = talkOf(assumed, direction);
    for (const { prefix, calls } of byDestination(assumed, talk.calls)) {
      spread(calls, {
        kind: "call",
        direction,
        talkMs: talk.talkMs,
        outcome: "answered",
        ...(prefix ? { phone: prefix } : {}),
      });
    }
    spread(whole(assumed.connected?.[direction] ?? talk.calls, `connected.${direction}`), {
      kind: "connected",
      direction,
    });
    spread(whole(assumed.successes?.[direction], `successes.${direction}`), {
      kind: "success",
      direction,
      ...orderOf(assumed, currency),
    });
  }
  spread(whole(assumed.messages, "messages"), { kind: "message", ...none });
  for (const fact of agentTime(version, assumed, days)) add(fact);
  return facts;
}

/** How much of a total the first `part` of `of` equal shares hold. */
function upTo(total: number, part: number, of: number): number {
  return Math.floor((total * part) / of);
}

function talkOf(assumed: AssumedUsage, direction: Direction): { calls: number; talkMs: number } {
  const average = whole(assumed.averageTalkSeconds ?? TALK_SECONDS, "averageTalkSeconds");
  const minutes = whole(assumed.minutes?.[direction], `minutes.${direction}`);
  const given = assumed.calls?.[direction];
  const calls =
    given === undefined && minutes > 0
      ? Math.ceil((minutes * 60) / Math.max(1, average))
      : whole(given, `calls.${direction}`);
  const talkMs = minutes > 0 && calls > 0 ? Math.round((minutes * 60_000) / calls) : average * 1000;
  return { calls, talkMs };
}

function byDestination(assumed: AssumedUsage, calls: number): { prefix: string | null; calls: number }[] {
  const destinations = assumed.destinations ?? [];
  const shares = destinations.reduce((sum, { share }) => sum + share, 0);
  if (destinations.some(({ share }) => !(share >= 0 && share <= 1)) || shares > 1 + 1e-9) {
    throw invalid("destinations", "Shares of destinations are 0 to 1, together no more than 1.");
  }
  let left = calls;
  const parts = destinations.map(({ prefix, share }) => {
    const part = Math.min(left, Math.round(calls * share));
    left -= part;
    return { prefix, calls: part };
  });
  return [...parts, { prefix: null, calls: left }];
}

function orderOf(assumed: AssumedUsage, currency: string): Partial<UsageFact> {
  if (assumed.averageOrderValue === undefined) return {};
  return {
    orderValueMinor: parseAmount(assumed.averageOrderValue, currency),
    orderCostMinor: parseAmount(assumed.averageOrderCost ?? "0", currency),
  };
}

/** One fact per working day of a person, in a state and role that each hourly price has; none is priced twice. */
function agentTime(
  version: RatedVersion,
  assumed: AssumedUsage,
  days: readonly string[],
): Pick<UsageFact, "kind" | "localDate" | "quantity" | "personId" | "role" | "dutyState">[] {
  const hours = assumed.agentHours ?? 0;
  if (!(hours >= 0 && hours <= MOST_HOURS)) throw invalid("agentHours", "Hours are not negative.");
  const covered: HourlyParams[] = [];
  return version.components.flatMap(({ params }) => {
    if (params.type !== "hourly" || covered.some((one) => overlaps(one, params))) return [];
    covered.push(params);
    const dutyState = params.states[0] ?? "talking";
    const role = params.roles?.[0] ?? "agent";
    const total = Math.round(hours * 3_600_000);
    return Array.from({ length: Math.ceil(total / WORKING_DAY_MS) }, (_, index) => ({
      kind: "agent_time" as const,
      localDate: days[index % days.length] ?? days[0] ?? "",
      quantity: BigInt(Math.min(WORKING_DAY_MS, total - index * WORKING_DAY_MS)),
      personId: `${covered.length} ${index}`,
      role,
      dutyState,
    }));
  });
}

function overlaps(a: HourlyParams, b: HourlyParams): boolean {
  const states = a.states.some((state) => b.states.includes(state));
  const [left, right] = [a.roles, b.roles];
  return states && (left === undefined || right === undefined || left.some((role) => right.includes(role)));
}

function whole(value: number | undefined, path: string): number {
  if (value === undefined) return 0;
  if (Number.isInteger(value) && value >= 0 && value <= MOST) return value;
  throw invalid(path, "An assumed quantity is a whole number, not negative.");
}

function invalid(path: string, message: string): CallbayError {
  return new CallbayError("invalid", "ASSUMPTION_INVALID", message, { path });
}
