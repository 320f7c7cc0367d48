/**
 * What every figure of a report is made of: sums and counts that may be added up over any rows. Calls are counted in the
 * quarter of an hour that they started in, once they have ended; an agent's time in each quarter that it covers.
 */
export const COUNT_FACTS = [
  /** Rows behind the figures: calls and slices of duty. */
  "rows",
  "dials",
  "inbound",
  "answered",
  /** Joined to an agent. */
  "joined",
  /** Calls with at least the minimum of talk time. */
  "long",
  "longJoined",
  /** By what the network said. */
  "outAnswered",
  "outAbandoned",
  "outMachine",
  "outBusy",
  "outNoAnswer",
  "outOther",
  "disposed",
  /** Successes that stand, and those that were rejected. */
  "successes",
  "rejected",
] as const;

export const TIME_FACTS = [
  /** From the answer to the end. */
  "answeredMs",
  /** From the start to the end. */
  "lineMs",
  "talkMs",
  "holdMs",
  "longAnsweredMs",
  "longLineMs",
  "longTalkMs",
] as const;

/** Milliseconds of a duty session by state. */
export const DUTY_FACTS = ["connectingMs", "readyMs", "previewingMs", "talkingMs", "wrapupMs", "pausedMs"] as const;

export const FACTS = [...COUNT_FACTS, ...TIME_FACTS, ...DUTY_FACTS] as const;
export type Fact = (typeof FACTS)[number];

/** Facts of the days alone, which no call or duty has. */
export type DayFact = "seatDays";

/** Sums by fact; one that was not asked for is absent. */
export type FactSums = Readonly<Partial<Record<Fact | DayFact, number>>>;

/** Sums added up, fact by fact. */
export function addFacts(sums: readonly FactSums[]): FactSums {
  const total: Partial<Record<Fact | DayFact, number>> = {};
  for (const sum of sums)
    for (const [fact, value] of Object.entries(sum) as [Fact | DayFact, number][])
      total[fact] = (total[fact] ?? 0) + value;
  return total;
}
