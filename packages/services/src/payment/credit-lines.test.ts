import fc from "fast-check";
import { expect, test } from "vitest";
import { type CreditableLine, linesOf } from "./credit-lines.ts";

const line = (chargeId: string, restMinor: bigint, taxRatePpm = 60_000): CreditableLine => ({
  chargeId,
  restMinor,
  taxRatePpm,
  creditedMinor: 0n,
});

test("an amount with tax is spread over the lines by what is left of each", () => {
  expect(linesOf([line("a", 100_00n), line("b", 300_00n)], 106_00n, false, 0n)).toEqual({
    lines: [
      { chargeId: "a", amountMinor: 25_00n },
      { chargeId: "b", amountMinor: 75_00n },
    ],
    totalMinor: 106_00n,
  });
});

test("where tax leaves no such amount it is the next one below, and never more than is left", () => {
  // 25 × 1.06 = 26.5 → 27, 24 × 1.06 = 25.44 → 25: no net comes to 26.
  expect(linesOf([line("a", 1_000n)], 26n, false, 0n)).toEqual({
    lines: [{ chargeId: "a", amountMinor: 24n }],
    totalMinor: 25n,
  });
  const part = fc.record({ rest: fc.bigInt(0n, 1_000_000n), tax: fc.constantFrom(0, 60_000, 190_000) });
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 6 }),
      fc.bigInt(0n, 3_000_000n),
      fc.boolean(),
      (parts, wanted, inclusive) => {
        const lines = parts.map(({ rest, tax }, i) => line(String(i), rest, tax));
        const chosen = linesOf(lines, wanted, inclusive, 0n);
        expect(chosen.totalMinor).toBeLessThanOrEqual(wanted);
        for (const { chargeId, amountMinor } of chosen.lines) {
          expect(amountMinor).toBeGreaterThan(0n);
          expect(amountMinor).toBeLessThanOrEqual(lines[Number(chargeId)]?.restMinor ?? 0n);
        }
        const all = lines.reduce((sum, { restMinor }) => sum + restMinor, 0n);
        const taken = chosen.lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
        // One minor unit and its tax, by each rate, at most; unless everything is taken.
        if (taken < all) expect(wanted - chosen.totalMinor).toBeLessThanOrEqual(3n);
      },
    ),
  );
});
