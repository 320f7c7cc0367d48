import type { PerMinuteParams } from "@callbay/domain/rating/price-type";
import type { RateTable } from "@callbay/domain/rating/rate-table";
import type { PricerInput, UsageFact } from "@callbay/domain/rating/types";

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function randomness(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A price list as carriers publish it: 200 country codes of one to three digits, below each some hundred area and
 * mobile prefixes of up to five digits more, in about 1,400 destinations; a prefix may lie within another.
 */
export function priceList(prefixes: number, seed = 1): RateTable {
  const random = randomness(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const countries = Array.from({ length: 200 }, (_, i) =>
    i < 2 ? ["1", "7"][i] : String(20 + i * 4 + below(4)),
  ) as string[];
  const rows = new Map<string, RateTable["rows"][number]>();
  const rateOf = (name: string) => {
    let hash = 7;
    for (const character of name) hash = (hash * 31 + character.charCodeAt(0)) % 900_001;
    return (0.005 + hash / 1_000_000).toFixed(6);
  };
  while (rows.size < prefixes) {
    const country = countries[below(countries.length)] ?? "1";
    const length = below(6);
    const prefix = country + Array.from({ length }, () => below(10)).join("");
    const destination = `Country ${country} network ${length === 0 ? 0 : below(7)}`;
    if (!rows.has(prefix)) rows.set(prefix, { prefix, destination, rate: rateOf(destination) });
  }
  return { id: "prices", name: "Prices", rows: [...rows.values()] };
}

/**
 * Calls one after the other: nine of ten to a destination of the list, the others anywhere. `when` (0 to 1) places a call
 * in October; the engine is fed by day.
 */
export function callMaker(table: RateTable, seed = 2): (index: number, when: number) => UsageFact {
  const random = randomness(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const days = Array.from({ length: 31 }, (_, i) => `2026-10-${String(i + 1).padStart(2, "0")}`);
  return (index, when) => {
    const prefix = random() < 0.9 ? (table.rows[below(table.rows.length)]?.prefix ?? "") : String(1 + below(9));
    let phone = `+${prefix}`;
    while (phone.length < 12 + (index & 1)) phone += below(10);
    return {
      id: String(index),
      kind: "call",
      localDate: days[Math.floor(when * days.length)] ?? "",
      contractVersionId: "v1",
      direction: "outbound",
      quantity: 1n,
      // Flat, as a phone number that was read from a file or a database is.
      phone: Buffer.from(phone).toString("latin1"),
      talkMs: below(8) === 0 ? below(10_000) : 10_000 + below(600_000),
    };
  };
}

export const PARAMS: PerMinuteParams = {
  type: "per_minute",
  direction: "outbound",
  rate: "0.25",
  increments: { first: 60, next: 6 },
  rateTableId: "prices",
};

/** What the pricer is given for a whole October. */
export function october(table: RateTable, currency: string): PricerInput {
  const period = { from: "2026-10-01", to: "2026-11-01" };
  return {
    currency,
    contractVersionId: "v1",
    period,
    inForce: period,
    versionForce: period,
    before: [],
    charged: [],
    rateTables: new Map([[table.id, table]]),
  };
}
