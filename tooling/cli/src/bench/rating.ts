/**
 * Calls priced per second on one core, with a price list of 40,000 prefixes: the engine's pricer against the plain way,
 * a Map asked for the longest slice of the number first. All take the same million calls in turns, round by round, and
 * must come to the same totals.
 */
import { pricePerMinute } from "@callbay/domain/rating/per-minute";
import type { RateTable } from "@callbay/domain/rating/rate-table";
import type { UsageFact } from "@callbay/domain/rating/types";
import { type BenchContext, median, rounded } from "./figure.ts";
import { callMaker, october, PARAMS, priceList } from "./rating-data.ts";

const PREFIXES = 40_000;
const CALLS = 1_000_000;
const ROUNDS = 15;

/** Billed seconds × millionths of the rate, by destination: what all ways must agree on. */
type Totals = Map<string, bigint>;
type Way = (calls: readonly UsageFact[]) => Totals;

export async function run({ print, say }: BenchContext): Promise<void> {
  const table = priceList(PREFIXES);
  const make = callMaker(table);
  const calls = Array.from({ length: CALLS }, (_, i) => make(i, i / CALLS));
  const ways: readonly (readonly [name: string, way: Way])[] = [
    ["ours", ours(table)],
    ["plain Map, longest slice first, BigInt arithmetic per call", plainBigInt(table)],
    ["plain Map, longest slice first, Number arithmetic per call", plainNumber(table)],
  ];
  const seconds = ways.map((): number[] => []);
  let same = true;
  // The first round lets the compiler see all three and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const totals: Totals[] = [];
    for (const [index, [, way]] of ways.entries()) {
      const started = performance.now();
      totals.push(way(calls));
      if (round > 0) seconds[index]?.push((performance.now() - started) / 1000);
    }
    same &&= totals.every((one) => equal(one, totals[0] as Totals));
  }
  if (!same) say("  The totals differ: the figures below mean nothing.");
  const speeds = seconds.map((all) => CALLS / median(all));
  const speed = speeds[0] ?? 0;
  /** Of each round by itself: what else the machine did in it slowed all of them. */
  const ratioTo = (index: number): number =>
    median((seconds[index] ?? []).map((theirs, round) => theirs / (seconds[0]?.[round] ?? theirs)));
  for (const [index, [baselineName]] of ways.entries()) {
    if (index === 0) continue;
    const baseline = speeds[index] ?? 1;
    // The goal is set against BigInt, since sums of money in Numbers are not exact once they are large.
    const goal = index === 1 ? 4 : 1;
    const ratio = ratioTo(index);
    print({
      bench: "rating",
      figure: `calls priced per second, ${PREFIXES} prefixes`,
      unit: "calls/s",
      ours: Math.round(speed),
      baseline: Math.round(baseline),
      baselineName,
      ratio: rounded(ratio),
      goal: `ratio >= ${goal}, identical totals`,
      pass: same && ratio >= goal,
      n: CALLS,
    });
  }
}

function ours(table: RateTable): Way {
  const component = { id: "c", position: 0, params: PARAMS, direction: "outbound" } as const;
  return (calls) => {
    const pricing = pricePerMinute(component, october(table, "CNY"));
    for (const call of calls) pricing.take(call);
    return new Map(
      pricing.finish().map((line) => {
        const destination = String(line.description.values.destination ?? "other");
        return [destination, line.metered * line.unitPriceMicros];
      }),
    );
  };
}

/** Both plain ways stop at the longest prefix that the list has, and keep the sum beside the rate: no second lookup. */
function plainBigInt(table: RateTable): Way {
  const { longest, groups, map } = plainMap(table, (rate) => rate, 0n);
  const first = BigInt(PARAMS.increments.first);
  const next = BigInt(PARAMS.increments.next);
  return (calls) => {
    for (const group of groups) group.sum = 0n;
    const other = groups[0] as Group<bigint>;
    for (const call of calls) {
      if (call.kind !== "call" || call.direction !== PARAMS.direction) continue;
      const digits = (call.phone as string).slice(1);
      let group: Group<bigint> | undefined;
      for (let end = Math.min(longest, digits.length); end > 0; end--) {
        group = map.get(digits.slice(0, end));
        if (group !== undefined) break;
      }
      group ??= other;
      const talk = BigInt(Math.ceil((call.talkMs as number) / 1000));
      const billed = talk === 0n ? 0n : talk <= first ? first : first + ((talk - first + next - 1n) / next) * next;
      group.sum += billed * group.rate;
    }
    return new Map(groups.filter((group) => group.sum > 0n).map((group) => [group.destination, group.sum]));
  };
}

function plainNumber(table: RateTable): Way {
  const { longest, groups, map } = plainMap(table, Number, 0);
  const { first, next } = PARAMS.increments;
  return (calls) => {
    for (const group of groups) group.sum = 0;
    const other = groups[0] as Group<number>;
    for (const call of calls) {
      if (call.kind !== "call" || call.direction !== PARAMS.direction) continue;
      const digits = (call.phone as string).slice(1);
      let group: Group<number> | undefined;
      for (let end = Math.min(longest, digits.length); end > 0; end--) {
        group = map.get(digits.slice(0, end));
        if (group !== undefined) break;
      }
      group ??= other;
      const talk = Math.ceil((call.talkMs as number) / 1000);
      const billed = talk === 0 ? 0 : talk <= first ? first : first + Math.ceil((talk - first) / next) * next;
      group.sum += billed * group.rate;
    }
    return new Map(groups.filter((group) => group.sum > 0).map((group) => [group.destination, BigInt(group.sum)]));
  };
}

interface Group<T> {
  readonly destination: string;
  readonly rate: T;
  sum: T;
}

function plainMap<T>(table: RateTable, rateOf: (micros: bigint) => T, nothing: T) {
  const micros = (rate: string) => rateOf(BigInt(Math.round(Number(rate) * 1_000_000)));
  const groups: Group<T>[] = [{ destination: "other", rate: micros(PARAMS.rate), sum: nothing }];
  const byDestination = new Map<string, Group<T>>();
  const map = new Map<string, Group<T>>();
  let longest = 0;
  for (const row of table.rows) {
    let group = byDestination.get(row.destination);
    if (group === undefined) {
      group = { destination: row.destination, rate: micros(row.rate), sum: nothing };
      byDestination.set(row.destination, group);
      groups.push(group);
    }
    map.set(row.prefix, group);
    longest = Math.max(longest, row.prefix.length);
  }
  return { longest, groups, map };
}

function equal(a: Totals, b: Totals): boolean {
  return a.size === b.size && [...a].every(([destination, sum]) => b.get(destination) === sum);
}
