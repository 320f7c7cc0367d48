import { describe, expect, it } from "vitest";
import { call, component, contract, version } from "./fixtures.test-support.ts";
import type { PackageParams } from "./price-type.ts";
import { ratePeriod } from "./rate.ts";
import type { RatedPeriod, UsageFact } from "./types.ts";

const MAY = { from: "2026-05-01", to: "2026-06-01" };
const JUNE = { from: "2026-06-01", to: "2026-07-01" };
const JULY = { from: "2026-07-01", to: "2026-08-01" };
const priced = (over: Partial<PackageParams> = {}, startsOn = "2026-05-01") =>
  contract(
    [
      version([
        component({
          type: "package",
          direction: "inbound",
          unit: "call",
          monthlyFee: "300",
          included: 100,
          overageRate: "2",
          rollOver: false,
          ...over,
        }),
      ]),
    ],
    { startsOn },
  );
const calls = (count: number, localDate: string, over: Partial<UsageFact> = {}): UsageFact[] =>
  Array.from({ length: count }, (_, index) =>
    call(`${localDate} ${String(index).padStart(4, "0")}`, localDate, { direction: "inbound", ...over }),
  );
const said = (rated: RatedPeriod) => rated.charges.map(({ description, arithmetic }) => [description.key, arithmetic]);
const FEE = ["charge.package.base", "30 days ÷ 30 days × 300.00 = 300.00"];

describe("calls in a package", () => {
  it.each([
    [0, []],
    [99, [["charge.package", "99 calls, none beyond 100 included = 0.00"]]],
    [100, [["charge.package", "100 calls, none beyond 100 included = 0.00"]]],
    [101, [["charge.package", "101 calls − 100 included = 1 calls × 2.00 = 2.00"]]],
  ])("%d", (count, lines) => {
    expect(said(ratePeriod({ contract: priced(), usage: calls(count, "2026-06-02"), period: JUNE }))).toEqual([
      FEE,
      ...lines,
    ]);
  });

  it("the fee and what it includes are prorated by the days in force", () => {
    const rated = ratePeriod({ contract: priced({}, "2026-06-16"), usage: calls(60, "2026-06-20"), period: JUNE });
    expect(said(rated)).toEqual([
      ["charge.package.base", "15 days ÷ 30 days × 300.00 = 150.00"],
      [
        "charge.package",
        "15 days ÷ 30 days × 100 = 50 calls included; 60 calls − 50 included = 10 calls × 2.00 = 20.00",
      ],
    ]);
  });

  it("a month billed in two parts has one allowance", () => {
    const first = ratePeriod({
      contract: priced(),
      usage: calls(90, "2026-06-02"),
      period: { from: "2026-06-01", to: "2026-06-16" },
    });
    const second = ratePeriod({
      contract: priced(),
      usage: [...calls(15, "2026-06-03"), ...calls(20, "2026-06-20")],
      before: first.charges,
      period: { from: "2026-06-16", to: "2026-07-01" },
    });
    expect(said(first)[1]).toEqual(["charge.package", "90 calls, none beyond 100 included = 0.00"]);
    expect(said(second).slice(1)).toEqual([
      ["charge.package", "125 calls − 100 included = 25 calls × 2.00 = 50.00 − 10.00 charged before = 40.00"],
      ["charge.package.late", "105 calls − 100 included = 5 calls × 2.00 = 10.00"],
    ]);
  });
});

describe("minutes in a package", () => {
  it("count each call's increments, whole minutes unless the contract says otherwise", () => {
    const usage = calls(10, "2026-06-02", { talkMs: 61_000 });
    const whole = ratePeriod({ contract: priced({ unit: "minute", included: 15 }), usage, period: JUNE });
    const six = ratePeriod({
      contract: priced({ unit: "minute", included: 5, increments: { first: 60, next: 6 } }),
      usage,
      period: JUNE,
    });
    expect(said(whole)[1]?.[1]).toBe("1200 seconds − 900 included = 300 seconds ÷ 60 × 2.00 = 10.00");
    expect(said(six)[1]?.[1]).toBe("660 seconds − 300 included = 360 seconds ÷ 60 × 2.00 = 12.00");
    expect(whole.charges[1]).toMatchObject({ unit: "minute", quantityMicros: 5_000_000n, metered: 1200n });
  });
});

describe("roll-over", () => {
  const rolling = priced({ rollOver: true });
  const may = ratePeriod({ contract: rolling, usage: calls(70, "2026-05-02"), period: MAY });

  it("leaves the month's unused calls for the next month", () => {
    const june = ratePeriod({ contract: rolling, usage: calls(140, "2026-06-02"), before: may.charges, period: JUNE });
    expect(said(june)[1]?.[1]).toBe("140 calls − 100 included − 30 rolled over = 10 calls × 2.00 = 20.00");
  });

  it("and no longer than that", () => {
    const june = ratePeriod({ contract: rolling, usage: calls(100, "2026-06-02"), before: may.charges, period: JUNE });
    const before = [...may.charges, ...june.charges];
    const july = ratePeriod({ contract: rolling, usage: calls(101, "2026-07-02"), before, period: JULY });
    expect(said(july)[1]?.[1]).toBe("101 calls − 100 included = 1 calls × 2.00 = 2.00");
  });

  it("is not there before the contract is", () => {
    const june = ratePeriod({
      contract: priced({ rollOver: true }, "2026-06-01"),
      usage: calls(101, "2026-06-02"),
      period: JUNE,
    });
    expect(said(june)[1]?.[1]).toBe("101 calls − 100 included = 1 calls × 2.00 = 2.00");
  });

  it("shrinks with late calls of the month before: what that costs is a line that says so", () => {
    const june = ratePeriod({ contract: rolling, usage: calls(130, "2026-06-02"), before: may.charges, period: JUNE });
    const july = ratePeriod({
      contract: rolling,
      usage: calls(10, "2026-05-30"),
      before: [...may.charges, ...june.charges],
      period: JULY,
    });
    expect(said(july).slice(1)).toEqual([
      ["charge.package.recount", "130 calls − 100 included − 20 rolled over = 10 calls × 2.00 = 20.00"],
      ["charge.package.late", "80 calls, none beyond 100 included = 0.00"],
    ]);
  });
});
