import fc from "fast-check";
import { expect, it } from "vitest";
import { shareByCampaign } from "./campaign-share.ts";

it.each<[bigint, Record<string, bigint>, Record<string, bigint>]>([
  [100n, { a: 1n, b: 1n }, { a: 50n, b: 50n }],
  [100n, { a: 1n, b: 1n, c: 1n }, { a: 34n, b: 33n, c: 33n }],
  [-100n, { a: 1n, b: 2n }, { a: -33n, b: -67n }],
  [5n, { a: 0n, b: 3n }, { b: 5n }],
  [0n, { a: 1n }, { a: 0n }],
])("%d over %o is %o", (amount, usage, shares) => {
  const given = Object.entries(usage).map(([campaignId, quantity]) => ({ campaignId, quantity }));
  expect(Object.fromEntries(shareByCampaign(amount, given).map((one) => [one.campaignId, one.amountMinor]))).toEqual(
    shares,
  );
});

it("what no campaign used stays with none, and comes last", () => {
  expect(shareByCampaign(7n, [])).toEqual([{ campaignId: null, amountMinor: 7n }]);
  const usage = [
    { campaignId: null, quantity: 1n },
    { campaignId: "a", quantity: 1n },
  ];
  expect(shareByCampaign(3n, usage)).toEqual([
    { campaignId: "a", amountMinor: 2n },
    { campaignId: null, amountMinor: 1n },
  ]);
});

it("sums exactly, is less than a unit from each exact share, and does not depend on the order", () => {
  const usage = fc.array(
    fc.record({ campaignId: fc.constantFrom("a", "b", "c", null), quantity: fc.bigInt(0n, 1_000_000n) }),
  );
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 12n), 10n ** 12n), usage, (amount, list) => {
      const shares = shareByCampaign(amount, list);
      expect(shares.reduce((sum, one) => sum + one.amountMinor, 0n)).toBe(amount);
      expect(shareByCampaign(amount, [...list].reverse())).toEqual(shares);
      const total = list.reduce((sum, one) => sum + one.quantity, 0n);
      for (const { campaignId, amountMinor } of total === 0n ? [] : shares) {
        const own = list.filter((one) => one.campaignId === campaignId).reduce((sum, one) => sum + one.quantity, 0n);
        const off = amountMinor * total - amount * own;
        expect(off < total && off > -total).toBe(true);
      }
    }),
  );
});
