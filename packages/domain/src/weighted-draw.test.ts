import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawByWeight, spreadOf } from "./weighted-draw.ts";

const weights = (...list: number[]) => list.map((weight, index) => ({ id: String(index), weight }));

describe("drawByWeight", () => {
  it.each([
    [weights(1, 1), 10, [5, 5]],
    [weights(3, 1), 8, [6, 2]],
    [weights(1), 7, [7]],
    [[], 7, []],
    [weights(2, 5), 0, [0, 0]],
  ])("shares %j over %i: %j", (lists, count, shares) => expect(drawByWeight(lists, count, 0)).toEqual(shares));

  it("gives each list its share rounded down or up, and all of them together the count", () => {
    const lists = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 12 });
    const at = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(lists, fc.nat(400), at, (given, count, from) => {
        const drawn = drawByWeight(weights(...given), count, from);
        const total = given.reduce((sum, one) => sum + one, 0);
        expect(drawn.reduce((sum, one) => sum + one, 0)).toBe(count);
        for (const [i, own] of drawn.entries()) {
          const exact = (count * (given[i] ?? 0)) / total;
          expect(own).toBeGreaterThanOrEqual(Math.floor(exact - 1e-9));
          expect(own).toBeLessThanOrEqual(Math.ceil(exact + 1e-9));
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("draws one at a time from the lightest list too, in proportion over many ticks", () => {
    const drawn = [0, 0, 0];
    for (let tick = 0; tick < 20_000; tick++)
      drawByWeight(weights(90, 9, 1), 1, spreadOf(`campaign:${tick}`)).forEach((own, i) => {
        drawn[i] = (drawn[i] ?? 0) + own;
      });
    const [heavy = 0, middle = 0, light = 0] = drawn;
    expect(Math.abs(heavy - 18_000)).toBeLessThan(300);
    expect(Math.abs(middle - 1_800)).toBeLessThan(200);
    expect(Math.abs(light - 200)).toBeLessThan(70);
  });
});
