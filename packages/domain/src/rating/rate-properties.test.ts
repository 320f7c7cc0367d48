import fc from "fast-check";
import { expect, it } from "vitest";
import { addDays, daysBetween } from "../days.ts";
import { arithmeticIn } from "./arithmetic-words.ts";
import { CHARGE_MESSAGE_KEYS } from "./message-keys.ts";
import { randomContract, randomUsage, SPAN } from "./random-contract.test-support.ts";
import { openPeriod, ratePeriod } from "./rate.ts";
import type { ChargedBefore, RatedContract, RatedPeriod, UsageFact } from "./types.ts";

/** Three ratings per case: seconds, on a machine that does other things too. */
const SLOW = 30_000;
const DAYS = daysBetween(SPAN.from, SPAN.to);
const json = (value: unknown): string => JSON.stringify(value, (_, one) => (typeof one === "bigint" ? `${one}` : one));
const sum = (rated: RatedPeriod): bigint => rated.charges.reduce((total, { amountMinor }) => total + amountMinor, 0n);
const beforeOf = (rated: RatedPeriod): ChargedBefore[] => [...rated.charges];
const factsOf = (list: readonly { readonly fact: UsageFact }[]): UsageFact[] => list.map(({ fact }) => fact);

it(
  "charges sum to the totals, and the taxes to theirs, in both tax modes",
  () => {
    fc.assert(
      fc.property(randomContract(), randomUsage(), (contract, usage) => {
        const rated = ratePeriod({ contract, usage: factsOf(usage), period: SPAN });
        expect(rated.taxMode === "inclusive" ? rated.totalMinor : rated.netMinor).toBe(sum(rated));
        expect(rated.netMinor + rated.taxMinor).toBe(rated.totalMinor);
        expect(rated.taxes.reduce((total, { netMinor }) => total + netMinor, 0n)).toBe(rated.netMinor);
        expect(rated.taxes.reduce((total, { taxMinor }) => total + taxMinor, 0n)).toBe(rated.taxMinor);
      }),
    );
  },
  SLOW,
);

it(
  "the order of usage changes nothing, and a replay is the same byte for byte",
  () => {
    fc.assert(
      fc.property(randomContract(), randomUsage(), fc.infiniteStream(fc.nat()), (contract, usage, keys) => {
        const given = json(ratePeriod({ contract, usage: factsOf(usage), period: SPAN }));
        const shuffled = [...usage, ...usage.slice(0, 3)]
          .map(({ fact }) => ({ fact, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key);
        expect(json(ratePeriod({ contract, usage: factsOf(shuffled), period: SPAN }))).toBe(given);
      }),
    );
  },
  SLOW,
);

it(
  "one fact at a time gives what all at once gives",
  () => {
    fc.assert(
      fc.property(randomContract(), randomUsage(), (contract, usage) => {
        const whole = ratePeriod({ contract, usage: factsOf(usage), period: SPAN });
        const open = openPeriod({ contract, period: SPAN });
        const behind = new Map<string, string[]>();
        for (const fact of factsOf(usage).sort((a, b) =>
          `${a.localDate} ${a.id}` < `${b.localDate} ${b.id}` ? -1 : 1,
        )) {
          for (const { key } of open.take(fact)) behind.set(key, [...(behind.get(key) ?? []), fact.id].sort());
        }
        const { charges, ...rest } = open.finish();
        expect(
          json({ ...rest, charges: charges.map((one) => ({ ...one, usageIds: behind.get(one.key) ?? [] })) }),
        ).toBe(json({ ...rest, charges: whole.charges }));
        expect(rest).toEqual({ ...whole, charges: undefined } satisfies object as never as typeof rest);
      }),
    );
  },
  SLOW,
);

it(
  "each fact stands behind a line of a component that is there, or is said to be unpriced",
  () => {
    fc.assert(
      fc.property(randomContract(), randomUsage(), (contract, usage) => {
        const open = openPeriod({ contract, period: SPAN });
        const named: { key: string; componentId: string }[] = [];
        let none = 0;
        for (const fact of factsOf(usage).sort((a, b) => (a.localDate < b.localDate ? -1 : 1))) {
          const taken = open.take(fact);
          named.push(...taken);
          if (taken.length === 0 && fact.kind !== "connected") none += 1;
        }
        const rated = open.finish();
        const lines = new Map(rated.charges.map((charge) => [charge.key, charge.componentId]));
        for (const { key, componentId } of named) expect(lines.get(key), key).toBe(componentId);
        expect(rated.unpricedCount).toBe(none);
        expect(rated.unpricedUsageIds).toHaveLength(none);
      }),
    );
  },
  SLOW,
);

it(
  "every line has a text, and Chinese arithmetic has no English word in it",
  () => {
    const known: readonly string[] = CHARGE_MESSAGE_KEYS;
    fc.assert(
      fc.property(randomContract(), randomUsage(), (contract, usage) => {
        for (const charge of ratePeriod({ contract, usage: factsOf(usage), period: SPAN }).charges) {
          expect(known).toContain(charge.description.key);
          expect(arithmeticIn(charge.arithmetic, "zh-CN"), charge.arithmetic).not.toMatch(/[a-z]{2,}/);
          expect(charge.periodFrom < charge.periodTo).toBe(true);
        }
      }),
    );
  },
  SLOW,
);

/** Bills the span in two parts, some of the first part's usage being reported only after its bill. */
function inTwo(contract: RatedContract, usage: ReturnType<typeof asRandom>, cut: string): [RatedPeriod, RatedPeriod] {
  const inTime = usage.filter(({ fact, late }) => fact.localDate < cut && !late);
  const first = ratePeriod({ contract, usage: factsOf(inTime), period: { from: SPAN.from, to: cut } });
  const rest = usage.filter((one) => !inTime.includes(one) || one.fact.kind === "connected");
  const second = ratePeriod({
    contract,
    usage: factsOf(rest),
    charged: factsOf(inTime).filter(({ kind }) => kind === "seat_day" || kind === "agent_time"),
    before: beforeOf(first),
    period: { from: cut, to: SPAN.to },
  });
  return [first, second];
}
const asRandom = (list: { readonly fact: UsageFact; readonly late: boolean }[]) => list;

it(
  "billed in two parts, with usage that comes late and an amendment, it costs the whole but for stated rounding",
  () => {
    fc.assert(
      fc.property(randomContract(), randomUsage(), fc.integer({ min: 1, max: DAYS - 1 }), (contract, usage, after) => {
        const cut = addDays(SPAN.from, after);
        const whole = ratePeriod({ contract, usage: factsOf(usage), period: SPAN });
        const parts = inTwo(contract, usage, cut);
        const lines = BigInt(whole.charges.length + parts[0].charges.length + parts[1].charges.length);
        const difference = sum(parts[0]) + sum(parts[1]) - sum(whole);
        expect(difference <= lines && difference >= -lines, `${difference} of ${sum(whole)}`).toBe(true);
      }),
      { numRuns: 200 },
    );
  },
  SLOW,
);

it(
  "where nothing is rounded per part, two bills cost the whole to the last minor unit",
  () => {
    const exact = randomContract().map((contract) => ({
      ...contract,
      versions: contract.versions.map((version) => ({
        ...version,
        adjustments: version.adjustments.filter((one) => one.type === "monthly_minimum"),
        components: version.components.filter(
          ({ params }) =>
            params.type !== "per_minute" &&
            (params.type !== "seat" || params.tiers?.length === 0) &&
            (params.type !== "per_call" || params.rates === undefined),
        ),
      })),
    }));
    fc.assert(
      fc.property(exact, randomUsage(), fc.integer({ min: 1, max: DAYS - 1 }), (contract, usage, after) => {
        const whole = ratePeriod({ contract, usage: factsOf(usage), period: SPAN });
        const [first, second] = inTwo(contract, usage, addDays(SPAN.from, after));
        expect(sum(first) + sum(second)).toBe(sum(whole));
      }),
      { numRuns: 200 },
    );
  },
  SLOW,
);

it(
  "more use never costs less, where no price falls with volume or success rate",
  () => {
    fc.assert(
      fc.property(randomContract({ monotone: true }), randomUsage(), randomUsage(8), (contract, usage, more) => {
        const added = more
          .map(({ fact }) => ({ ...fact, id: `more ${fact.id}` }))
          .filter(({ kind }) => kind !== "milestone");
        const less = ratePeriod({ contract, usage: factsOf(usage), period: SPAN });
        const all = ratePeriod({ contract, usage: [...factsOf(usage), ...added], period: SPAN });
        const roundings = BigInt(all.charges.filter(({ kind }) => kind === "discount").length);
        expect(sum(all) - sum(less) >= -roundings).toBe(true);
      }),
      { numRuns: 200 },
    );
  },
  SLOW,
);
