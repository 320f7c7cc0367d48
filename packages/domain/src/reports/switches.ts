import type { Fact } from "./facts.ts";

/** The switches of a report, with the defaults that a tenant starts with. */
export interface Switches {
  /** Calls between the tenant's own people are left out of counts and durations. */
  readonly excludeInternal: boolean;
  /** A call begins with its answer: unanswered ones are not counted as calls, and ringing is no duration. */
  readonly startAtAnswer: boolean;
  /** Numbers that begin so are left out, E.164 with the plus: information lines, for one. */
  readonly excludedPrefixes: readonly string[];
  /** Calls with less talk time are left out of calls and durations; 0 leaves none out. */
  readonly minTalkMs: number;
}

export const DEFAULT_SWITCHES: Switches = {
  excludeInternal: true,
  startAtAnswer: true,
  excludedPrefixes: [],
  minTalkMs: 10_000,
};

/** What the tenant keeps for all its reports: rollups count by these. */
export interface StoredSwitches {
  readonly minTalkMs: number;
  readonly excludedPrefixes: readonly string[];
}

/** Terms whose fact the switches choose. */
export const SWITCHED = {
  calls: ({ startAtAnswer, minTalkMs }: Switches): readonly Fact[] =>
    minTalkMs > 0 ? ["long"] : startAtAnswer ? ["answered"] : ["dials", "inbound"],
  durationMs: ({ startAtAnswer, minTalkMs }: Switches): readonly Fact[] =>
    minTalkMs > 0 ? [startAtAnswer ? "longAnsweredMs" : "longLineMs"] : [startAtAnswer ? "answeredMs" : "lineMs"],
  talkMs: ({ minTalkMs }: Switches): readonly Fact[] => [minTalkMs > 0 ? "longTalkMs" : "talkMs"],
  conversations: ({ minTalkMs }: Switches): readonly Fact[] => [minTalkMs > 0 ? "longJoined" : "joined"],
} as const;
export type SwitchedTerm = keyof typeof SWITCHED;

/**
 * Can rollups answer under these switches? They know each call's talk time against the stored minimum and its number
 * against the stored prefixes, nothing finer; other values are asked of the calls themselves.
 */
export function isRolled(asked: Switches, stored: StoredSwitches): boolean {
  const minimum = asked.minTalkMs === 0 || asked.minTalkMs === stored.minTalkMs;
  return minimum && (asked.excludedPrefixes.length === 0 || samePrefixes(asked, stored));
}

function samePrefixes(a: Pick<StoredSwitches, "excludedPrefixes">, b: Pick<StoredSwitches, "excludedPrefixes">) {
  const sorted = (of: typeof a) => [...new Set(of.excludedPrefixes)].sort().join(" ");
  return sorted(a) === sorted(b);
}
