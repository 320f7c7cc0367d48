/**
 * Is every charge exact? Ten million calls in three months of contract terms, priced by the engine and by a reference
 * that does everything in BigInt fractions and finds prefixes in a Map; each line must agree in amount and quantity.
 */
import { pricePerMinute } from "@callbay/domain/rating/per-minute";
import type { PerMinuteParams } from "@callbay/domain/rating/price-type";
import type { RateTable } from "@callbay/domain/rating/rate-table";
import type { UsageFact } from "@callbay/domain/rating/types";
import type { BenchContext } from "./figure.ts";
import { callMaker, october, PARAMS, priceList } from "./rating-data.ts";

const CALLS = 10_000_000;

const TERMS: readonly { readonly currency: string; readonly decimals: number; readonly params: PerMinuteParams }[] = [
  { currency: "CNY", decimals: 2, params: { ...PARAMS, increments: { first: 60, next: 60 } } },
  { currency: "KWD", decimals: 3, params: { ...PARAMS, increments: { first: 60, next: 6 }, minimumPerCall: "0.35" } },
  { currency: "JPY", decimals: 0, params: { ...PARAMS, increments: { first: 1, next: 1 }, rate: "999999.999999" } },
];

export async function run({ print, say }: BenchContext): Promise<void> {
  const table = priceList(40_000);
  let done = 0;
  let lines = 0;
  let difference = 0n;
  for (const [index, terms] of TERMS.entries()) {
    const count = index === TERMS.length - 1 ? CALLS - done : Math.floor(CALLS / TERMS.length);
    const component = { id: "c", position: 0, params: terms.params, direction: "outbound" } as const;
    const pricing = pricePerMinute(component, october(table, terms.currency));
    const reference = referenceOf(table, terms);
    const make = callMaker(table, 100 + index);
    for (let i = 0; i < count; i++) {
      const call = make(i, i / count);
      pricing.take(call);
      reference.take(call);
    }
    const expected = reference.finish();
    for (const line of pricing.finish()) {
      const destination = String(line.description.values.destination ?? "other");
      difference += distance(line.amountMinor, expected.get(destination)?.amountMinor ?? 0n);
      difference += distance(line.metered, expected.get(destination)?.seconds ?? 0n);
      expected.delete(destination);
      lines += 1;
    }
    for (const { amountMinor, seconds } of expected.values()) difference += amountMinor + seconds;
    done += count;
    say(`  … ${done} calls, ${lines} lines`);
  }
  print({
    bench: "rating",
    figure: "difference from the reference, all lines",
    unit: "minor units and seconds",
    ours: Number(difference),
    baseline: 0,
    baselineName: "BigInt fractions per call, prefixes in a Map",
    ratio: null,
    goal: "difference = 0",
    pass: difference === 0n && lines > 0,
    n: done,
  });
}

function distance(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a;
}

interface Expected {
  readonly rate: bigint;
  /** Millionths × 60. */
  exact: bigint;
  seconds: bigint;
}

function referenceOf(table: RateTable, { params, decimals }: (typeof TERMS)[number]) {
  const micros = (decimal: string): bigint => {
    const [whole = "0", fraction = ""] = decimal.split(".");
    return BigInt(whole + fraction.padEnd(6, "0"));
  };
  const groups = new Map<string, Expected>([["other", { rate: micros(params.rate), exact: 0n, seconds: 0n }]]);
  const map = new Map<string, string>();
  for (const { prefix, destination, rate } of table.rows) {
    map.set(prefix, destination);
    if (!groups.has(destination)) groups.set(destination, { rate: micros(rate), exact: 0n, seconds: 0n });
  }
  const minimum = 60n * micros(params.minimumPerCall ?? "0");
  const first = BigInt(params.increments.first);
  const next = BigInt(params.increments.next);
  return {
    take({ phone = "", talkMs = 0 }: UsageFact): void {
      let destination = "other";
      for (let end = phone.length; end > 1; end--) {
        const found = map.get(phone.slice(1, end));
        if (found === undefined) continue;
        destination = found;
        break;
      }
      const group = groups.get(destination);
      if (group === undefined || talkMs === 0) return;
      const talk = (BigInt(talkMs) + 999n) / 1000n;
      const seconds = talk <= first ? first : first + ((talk - first + next - 1n) / next) * next;
      const timed = seconds * group.rate;
      group.exact += timed > minimum ? timed : minimum;
      group.seconds += seconds;
    },
    finish(): Map<string, { amountMinor: bigint; seconds: bigint }> {
      const unit = 60n * 10n ** BigInt(6 - decimals);
      return new Map(
        [...groups]
          .filter(([, group]) => group.seconds > 0n)
          .map(([name, group]) => [
            name,
            { amountMinor: (2n * group.exact + unit) / (2n * unit), seconds: group.seconds },
          ]),
      );
    },
  };
}
