import { describe, expect, it } from "vitest";
import { type ComponentFigures, type InvoiceFigures, unusual } from "./unusual.ts";

const calls = (count: bigint, amountMinor: bigint): ComponentFigures => ({
  type: "per_call",
  direction: "outbound",
  amountMinor,
  usageMinor: amountMinor,
  quantityMicros: count * 1_000_000n,
});
const seats: ComponentFigures = {
  type: "seat",
  direction: null,
  amountMinor: 100n,
  usageMinor: 100n,
  quantityMicros: 31_000_000n,
};
const march: InvoiceFigures = { days: 31, totalMinor: 10_000n, components: [calls(100n, 8_500n)] };
const what = (now: Partial<InvoiceFigures>) =>
  unusual({ ...march, ...now }, march).map((one) => [one.what, one.componentType, one.changePpm]);

describe("what is unusual against the invoice before", () => {
  it.each<[string, Partial<InvoiceFigures>, unknown[]]>([
    ["nothing", {}, []],
    ["29 % more", { totalMinor: 12_900n }, []],
    ["30 % more", { totalMinor: 13_000n }, [["total", null, 300_000]]],
    ["30 % less", { totalMinor: 7_000n }, [["total", null, -300_000]]],
    ["the same per day in a short month", { totalMinor: 6_775n, days: 21, components: [calls(68n, 5_780n)] }, []],
    ["a price that came", { components: [calls(100n, 8_500n), seats] }, [["component_appeared", "seat", null]]],
    ["a price that went", { components: [] }, [["component_vanished", "per_call", null]]],
    ["half the calls", { components: [calls(50n, 4_250n)] }, [["quantity", "per_call", -500_000]]],
    ["dearer calls", { components: [calls(100n, 17_000n)] }, [["unit_price", "per_call", 1_000_000]]],
  ])("%s", (_name, now, expected) => {
    expect(what(now)).toEqual(expected);
  });

  it("compares nothing with an invoice of zero", () => {
    expect(unusual(march, { days: 31, totalMinor: 0n, components: [calls(0n, 0n)] })).toEqual([]);
  });
});
