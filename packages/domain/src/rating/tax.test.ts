import { describe, expect, it } from "vitest";
import { call, component, contract, version } from "./fixtures.test-support.ts";
import { ratePeriod } from "./rate.ts";
import { taxWithin } from "./tax.ts";
import type { TaxMode } from "./types.ts";

const JUNE = { from: "2026-06-01", to: "2026-07-01" };
const perCall = (position = 0) =>
  component({ type: "per_call", rate: "1", baseFee: "0", direction: "outbound" }, position);
const calls = (count: number, over = {}) =>
  call(`calls ${JSON.stringify(over)}`, "2026-06-02", { quantity: BigInt(count), ...over });

it.each([
  [10_600n, 60_000, 600n],
  [10_000n, 60_000, 566n],
  [-10_000n, 60_000, -566n],
  [1n, 60_000, 0n],
  [10_000n, 0, 0n],
])("%d contains at %d ppm %d", (gross, ppm, tax) => expect(taxWithin(gross, ppm)).toBe(tax));

describe("a month of 100.00", () => {
  it.each<[TaxMode, string, bigint[]]>([
    ["exclusive", "CNY", [10_000n, 600n, 10_600n]],
    ["inclusive", "CNY", [9_434n, 566n, 10_000n]],
    ["inclusive", "JPY", [94n, 6n, 100n]],
    ["exclusive", "KWD", [100_000n, 6_000n, 106_000n]],
  ])("%s in %s", (taxMode, currency, sums) => {
    const priced = contract([version([perCall()], { taxRatePpm: 60_000, taxMode })], { currency });
    const rated = ratePeriod({ contract: priced, usage: [calls(100)], period: JUNE });
    expect([rated.netMinor, rated.taxMinor, rated.totalMinor]).toEqual(sums);
    expect(rated.taxMode).toBe(taxMode);
    expect(rated.taxes).toEqual([{ ratePpm: 60_000, netMinor: sums[0], taxMinor: sums[1] }]);
  });
});

describe("usage of terms with another tax mode that comes late", () => {
  const two = (before: TaxMode, after: TaxMode) =>
    contract([
      version([perCall(0)], { taxRatePpm: 60_000, taxMode: before }),
      version([perCall(1)], { id: "v2", version: 2, effectiveFrom: "2026-06-01", taxRatePpm: 60_000, taxMode: after }),
    ]);
  const usage = [
    call("late", "2026-05-30", { quantity: 100n }),
    call("now", "2026-06-02", { quantity: 100n, contractVersionId: "v2" }),
  ];

  it("has its tax added where prices now contain it", () => {
    const rated = ratePeriod({ contract: two("exclusive", "inclusive"), usage, period: JUNE });
    expect(rated.charges.map((one) => [one.kind, one.arithmetic])).toEqual([
      ["usage", "100 calls × 1.00 = 100.00"],
      ["adjustment", "100.00 × 6 % = 6.00"],
      ["usage", "100 calls × 1.00 = 100.00"],
    ]);
    expect([rated.taxMode, rated.totalMinor]).toEqual(["inclusive", 20_600n]);
  });

  it("has its tax taken off where prices are now without it", () => {
    const rated = ratePeriod({ contract: two("inclusive", "exclusive"), usage, period: JUNE });
    expect(rated.charges[1]).toMatchObject({ amountMinor: -566n, arithmetic: "tax of 6 % within 100.00 = -5.66" });
    expect([rated.taxMode, rated.netMinor, rated.totalMinor]).toEqual(["exclusive", 19_434n, 20_600n]);
  });
});
