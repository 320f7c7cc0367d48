import { type DayFact, DUTY_FACTS, type Fact, type FactSums } from "./facts.ts";
import { SWITCHED, type SwitchedTerm, type Switches } from "./switches.ts";

/** count: pieces; ms: milliseconds; share: 0–1; perHour: pieces in an hour. */
export type MetricUnit = "count" | "ms" | "share" | "perHour";

export type Term = Fact | DayFact | SwitchedTerm;

export interface Metric {
  readonly unit: MetricUnit;
  /** The sum of these… */
  readonly sum: readonly Term[];
  /** …divided by the sum of these; without them the sum alone. */
  readonly over?: readonly Term[];
  /** duty: only an agent's time, which belongs to no campaign; day: only days; call: any row. */
  readonly of: "call" | "duty" | "day";
  /** Which switches move it; `excludeInternal` and `excludedPrefixes` move all metrics of calls. */
  readonly switchedBy: readonly (keyof Switches)[];
}

const call = (unit: MetricUnit, sum: readonly Term[], over?: readonly Term[]): Metric => ({
  unit,
  sum,
  ...(over ? { over } : {}),
  of: "call",
  switchedBy: ["excludeInternal", "excludedPrefixes", ...own([...sum, ...(over ?? [])])],
});
const duty = (unit: MetricUnit, sum: readonly Term[], over?: readonly Term[]): Metric => ({
  unit,
  sum,
  ...(over ? { over } : {}),
  of: "duty",
  switchedBy: [],
});

function own(terms: readonly Term[]): (keyof Switches)[] {
  if (!terms.some((term) => term in SWITCHED)) return [];
  const starts = terms.some((term) => term === "calls" || term === "durationMs");
  return [...(starts ? (["startAtAnswer"] as const) : []), "minTalkMs"];
}

/** The one dictionary: every figure of every report, screen, file and mail is one of these. */
export const METRICS = {
  dials: call("count", ["dials"]),
  inbound: call("count", ["inbound"]),
  answered: call("count", ["answered"]),
  answerRate: call("share", ["answered"], ["dials", "inbound"]),
  calls: call("count", ["calls"]),
  duration: call("ms", ["durationMs"]),
  averageDuration: call("ms", ["durationMs"], ["calls"]),
  talk: call("ms", ["talkMs"]),
  conversations: call("count", ["conversations"]),
  averageTalk: call("ms", ["talkMs"], ["conversations"]),
  hold: call("ms", ["holdMs"]),
  reached: call("count", ["outAnswered", "outAbandoned"]),
  abandoned: call("count", ["outAbandoned"]),
  abandonedRate: call("share", ["outAbandoned"], ["outAnswered", "outAbandoned"]),
  machines: call("count", ["outMachine"]),
  busy: call("count", ["outBusy"]),
  noAnswer: call("count", ["outNoAnswer"]),
  otherEnds: call("count", ["outOther"]),
  disposed: call("count", ["disposed"]),
  successes: call("count", ["successes"]),
  rejected: call("count", ["rejected"]),
  successRate: call("share", ["successes"], ["joined"]),
  onDuty: duty("ms", DUTY_FACTS),
  ready: duty("ms", ["readyMs"]),
  previewing: duty("ms", ["previewingMs"]),
  talking: duty("ms", ["talkingMs"]),
  wrapup: duty("ms", ["wrapupMs"]),
  paused: duty("ms", ["pausedMs"]),
  occupancy: duty(
    "share",
    ["previewingMs", "talkingMs", "wrapupMs"],
    ["readyMs", "previewingMs", "talkingMs", "wrapupMs"],
  ),
  conversationsPerHour: duty("perHour", ["joined"], DUTY_FACTS),
  seatDays: { unit: "count", sum: ["seatDays"], of: "day", switchedBy: [] },
  dutyPerSeatDay: { unit: "ms", sum: DUTY_FACTS, over: ["seatDays"], of: "day", switchedBy: [] },
} as const satisfies Record<string, Metric>;
export type MetricKey = keyof typeof METRICS;
export const METRIC_KEYS = Object.keys(METRICS) as MetricKey[];

const MS_PER_HOUR = 3_600_000;

/** The facts that a metric adds up under these switches: what is divided, and by what. */
export function factsOf(key: MetricKey, switches: Switches): readonly (Fact | DayFact)[] {
  const { sum, over }: Metric = METRICS[key];
  return [...new Set([...sum, ...(over ?? [])].flatMap((term) => resolve(term, switches)))];
}

/** A metric's value; null where it divides by nothing. */
export function metricValue(key: MetricKey, sums: FactSums, switches: Switches): number | null {
  const { unit, sum, over }: Metric = METRICS[key];
  const total = (terms: readonly Term[]) =>
    terms.flatMap((term) => resolve(term, switches)).reduce((all, fact) => all + (sums[fact] ?? 0), 0);
  if (!over) return total(sum);
  const by = total(over);
  if (by === 0) return null;
  return (total(sum) / by) * (unit === "perHour" ? MS_PER_HOUR : 1);
}

function resolve(term: Term, switches: Switches): readonly (Fact | DayFact)[] {
  return term in SWITCHED ? SWITCHED[term as SwitchedTerm](switches) : [term as Fact | DayFact];
}
