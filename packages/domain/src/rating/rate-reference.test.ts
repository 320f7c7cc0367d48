import fc from "fast-check";
import { expect, it } from "vitest";
import { addDays, eachDay } from "../days.ts";
import { call, component, contract, seatDay, version } from "./fixtures.test-support.ts";
import { ratePeriod } from "./rate.ts";

const JUNE = { from: "2026-06-01", to: "2026-07-01" };

/** Half away from zero, written anew: what is tested must not check itself. */
function rounded(numerator: bigint, denominator: bigint): bigint {
  const whole = numerator / denominator;
  return (numerator % denominator) * 2n >= denominator ? whole + 1n : whole;
}

const micros = fc.bigInt(0n, 500_000_000n);
const text = (value: bigint): string => `${value / 1_000_000n}.${String(value % 1_000_000n).padStart(6, "0")}`;
const steps = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 2, max: 40 }), micros), { selector: ([from]) => from, maxLength: 3 })
  .map((list) => list.sort(([a], [b]) => a - b));

it("calls in tiers cost what counting them one by one gives", () => {
  fc.assert(
    fc.property(micros, steps, fc.boolean(), fc.nat(60), (base, tiers, byVolume, count) => {
      const rateOf = (piece: number): bigint => tiers.findLast(([from]) => piece >= from)?.[1] ?? base;
      const rates = Array.from({ length: count }, (_, index) => rateOf(byVolume ? count : index + 1));
      const groups = [base, ...tiers.map(([, one]) => one)].map((_, index) => {
        const from = index === 0 ? 1 : (tiers[index - 1]?.[0] ?? 1);
        const to = tiers[index]?.[0] ?? Number.POSITIVE_INFINITY;
        return rates.filter((_rate, at) => (byVolume ? index === 0 : at + 1 >= from && at + 1 < to));
      });
      const expected = groups.reduce(
        (sum, own) => sum + rounded(own.reduce((a, b) => a + b, 0n) * 100n, 1_000_000n),
        0n,
      );
      const priced = contract([
        version([
          component({
            type: "per_call",
            rate: text(base),
            baseFee: "0",
            direction: "outbound",
            tiers: tiers.map(([from, one]) => ({ from, rate: text(one) })),
            tierMode: byVolume ? "volume" : "graduated",
          }),
        ]),
      ]);
      const usage = Array.from({ length: count }, (_, index) => call(`c${index}`, addDays(JUNE.from, index % 30)));
      expect(ratePeriod({ contract: priced, usage, period: JUNE }).netMinor).toBe(expected);
    }),
  );
});

it("seats with a minimum cost what counting every day gives", () => {
  const days = eachDay(JUNE.from, JUNE.to);
  fc.assert(
    fc.property(micros, fc.nat(6), fc.array(fc.nat(8), { minLength: 30, maxLength: 30 }), (rate, minSeats, counts) => {
      const seatDays = counts.reduce((sum, count) => sum + BigInt(Math.max(count, minSeats)), 0n);
      const priced = contract([version([component({ type: "seat", monthlyRate: text(rate), minSeats })])]);
      const usage = days.flatMap((date, index) =>
        Array.from({ length: counts[index] ?? 0 }, (_, seat) => seatDay(`${date} ${seat}`, date)),
      );
      expect(ratePeriod({ contract: priced, usage, period: JUNE }).netMinor).toBe(
        rounded(seatDays * rate * 100n, 30n * 1_000_000n),
      );
    }),
  );
});
