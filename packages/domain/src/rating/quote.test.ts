import { describe, expect, it } from "vitest";
import { component, contract, version } from "./fixtures.test-support.ts";
import type { PriceComponentParams } from "./price-type.ts";
import { type AssumedUsage, quote } from "./quote.ts";

const quoted = (params: PriceComponentParams[], assumed: AssumedUsage, month?: string) =>
  quote(contract([version(params.map((one, index) => component(one, index)))]), assumed, month);

describe("a month as assumed", () => {
  it.each<[PriceComponentParams, AssumedUsage, string]>([
    [{ type: "seat", monthlyRate: "80", minSeats: 0 }, { seats: 12 }, "360 seat-days ÷ 30 days × 80.00 = 960.00"],
    [
      { type: "per_call", rate: "0.5", baseFee: "0", direction: "inbound" },
      { calls: { inbound: 1001, outbound: 7 } },
      "1001 calls × 0.50 = 500.50",
    ],
    [
      { type: "per_minute", rate: "0.6", direction: "outbound", increments: { first: 60, next: 6 } },
      { calls: { outbound: 100 }, averageTalkSeconds: 61 },
      "6600 s ÷ 60 s × 0.60 = 66.00",
    ],
    [
      { type: "per_minute", rate: "0.6", direction: "outbound", increments: { first: 1, next: 1 } },
      { minutes: { outbound: 300 }, averageTalkSeconds: 180 },
      "18000 s ÷ 60 s × 0.60 = 180.00",
    ],
    [
      { type: "commission", direction: "outbound", basis: "fixed", amount: "12", clawbackDays: 0 },
      { successes: { outbound: 31 } },
      "31 successes × 12.00 = 372.00",
    ],
    [
      { type: "commission", direction: null, basis: "margin", percentPpm: 100_000, clawbackDays: 0 },
      { successes: { outbound: 10 }, averageOrderValue: "200", averageOrderCost: "150" },
      "500.00 of margin × 10 % = 50.00",
    ],
    [
      { type: "hourly", rate: "30", states: ["ready", "talking"], incrementSeconds: 1 },
      { agentHours: 100.5 },
      "361800 s ÷ 3600 s × 30.00 = 3015.00",
    ],
    [{ type: "number", monthlyRate: "15" }, { numbers: 2 }, "60 number-days ÷ 30 days × 15.00 = 30.00"],
    [{ type: "message", rate: "0.05" }, { messages: 77 }, "77 messages × 0.05 = 3.85"],
  ])("%j of %j", (params, assumed, arithmetic) => {
    const { monthly, once } = quoted([params], assumed);
    expect(monthly.charges.map((one) => one.arithmetic.replace(/^.*; /, ""))).toEqual([arithmetic]);
    expect(once.charges).toEqual([]);
  });

  it("has the days of the month asked for", () => {
    const { monthly } = quoted([{ type: "seat", monthlyRate: "31", minSeats: 0 }], { seats: 1 }, "2026-02");
    expect(monthly.charges[0]?.arithmetic).toBe("28 seat-days ÷ 28 days × 31.00 = 31.00");
  });

  it("says apart what comes once, whenever it is due, percentages taken off it too", () => {
    const terms = version(
      [
        component({ type: "setup", name: "Set-up", amount: "500", dueOn: "2027-03-01" }, 0),
        component({ type: "project", name: "P", milestones: [{ key: "a", name: "A", amount: "100", dueOn: null }] }, 1),
        component({ type: "message", rate: "1" }, 2),
      ],
      {
        adjustments: [
          { type: "discount", name: "Partner", percentPpm: 100_000 },
          { type: "monthly_minimum", amount: "50" },
        ],
      },
    );
    const { monthly, once } = quote(contract([terms]), { messages: 10 });
    expect([monthly.netMinor, once.netMinor]).toEqual([5_000n, 54_000n]);
  });

  it("a second hourly price for the same state does not double the hours", () => {
    const { monthly } = quoted(
      [
        { type: "hourly", rate: "30", states: ["talking"], incrementSeconds: 1 },
        { type: "hourly", rate: "10", states: ["ready"], incrementSeconds: 1 },
      ],
      { agentHours: 8 },
    );
    expect(monthly.charges.map((one) => one.amountMinor)).toEqual([24_000n, 8_000n]);
  });

  it("sends shares of calls to destinations of a price list", () => {
    const rows = [{ prefix: "86", destination: "China", rate: "0.1" }];
    const { monthly } = quote(
      contract(
        [
          version([
            component({
              type: "per_minute",
              rate: "1",
              direction: "outbound",
              increments: { first: 60, next: 60 },
              rateTableId: "t",
            }),
          ]),
        ],
        { rateTables: new Map([["t", { id: "t", name: "T", rows }]]) },
      ),
      { calls: { outbound: 100 }, averageTalkSeconds: 60, destinations: [{ prefix: "+86", share: 0.75 }] },
    );
    expect(monthly.charges.map((one) => one.amountMinor)).toEqual([750n, 2_500n]);
  });
});

it.each<[AssumedUsage, string]>([
  [{ seats: -1 }, "seats"],
  [{ calls: { inbound: 1.5 } }, "calls.inbound"],
  [{ messages: Number.NaN }, "messages"],
  [{ agentHours: -1 }, "agentHours"],
  [{ calls: { outbound: 1 }, destinations: [{ prefix: "86", share: 2 }] }, "destinations"],
])("refuses %j and names %s", (assumed, path) => {
  const terms: PriceComponentParams[] = [{ type: "hourly", rate: "1", states: ["talking"], incrementSeconds: 1 }];
  expect(() => quoted(terms, assumed)).toThrow(
    expect.objectContaining({ code: "ASSUMPTION_INVALID", details: expect.objectContaining({ path }) }),
  );
});
