import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { invoiceTotals, remainingTotals, taxesThatSumTo } from "./invoice-totals.ts";

const line = fc.record({
  taxRatePpm: fc.constantFrom(0, 60_000, 190_000),
  amountMinor: fc.bigInt({ min: -1_000_000n, max: 1_000_000n }),
});

describe("totals of an invoice", () => {
  it.each([
    [[{ taxRatePpm: 60_000, amountMinor: 136_700n }], false, [136_700n, 8_202n, 144_902n]],
    [[{ taxRatePpm: 190_000, amountMinor: 119_00n }], true, [100_00n, 19_00n, 119_00n]],
    // 0.5 is rounded away from zero, on either side of it.
    [[{ taxRatePpm: 60_000, amountMinor: 25n }], false, [25n, 2n, 27n]],
    [[{ taxRatePpm: 60_000, amountMinor: -25n }], false, [-25n, -2n, -27n]],
    [
      [
        { taxRatePpm: 60_000, amountMinor: 25n },
        { taxRatePpm: 60_000, amountMinor: 25n },
        { taxRatePpm: 0, amountMinor: 1n },
      ],
      false,
      [51n, 3n, 54n],
    ],
    [[], false, [0n, 0n, 0n]],
  ])("case %#", (lines, inclusive, expected) => {
    const { netMinor, taxMinor, totalMinor } = invoiceTotals(lines, inclusive);
    expect([netMinor, taxMinor, totalMinor]).toEqual(expected);
  });

  it("are mirrored exactly by a credit note of everything", () => {
    fc.assert(
      fc.property(fc.array(line), fc.boolean(), (lines, inclusive) => {
        const all = invoiceTotals(lines, inclusive);
        const mirror = invoiceTotals(
          lines.map((one) => ({ ...one, amountMinor: -one.amountMinor })),
          inclusive,
        );
        expect([mirror.netMinor, mirror.taxMinor]).toEqual([-all.netMinor, -all.taxMinor]);
        const sum = lines.reduce((total, one) => total + one.amountMinor, 0n);
        expect(inclusive ? all.totalMinor : all.netMinor).toBe(sum);
      }),
    );
  });

  it("credited part by part come to the same as at once", () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), fc.boolean(), (lines, inclusive) => {
        const notes: { netMinor: bigint; taxMinor: bigint }[] = [];
        for (let count = 1; count <= lines.length; count++) {
          const own = remainingTotals(invoiceTotals(lines.slice(0, count), inclusive), notes);
          notes.push(own);
          const ofLine = invoiceTotals(lines.slice(count - 1, count), inclusive);
          const printed = taxesThatSumTo(ofLine, own);
          expect(printed.reduce((sum, one) => sum + one.taxMinor, 0n)).toBe(own.taxMinor);
          expect(printed.reduce((sum, one) => sum + one.netMinor, 0n)).toBe(own.netMinor);
        }
        const whole = invoiceTotals(lines, inclusive);
        expect(notes.reduce((sum, one) => sum + one.taxMinor, 0n)).toBe(whole.taxMinor);
        expect(notes.reduce((sum, one) => sum + one.netMinor, 0n)).toBe(whole.netMinor);
      }),
    );
  });
});
