import { describe, expect, it } from "vitest";
import { explain, newPrice } from "./price-form.ts";
import type { PriceDraft, PriceType } from "./prices/kind.ts";
import { KINDS } from "./prices/kinds.ts";
import { NEW_TERMS, problemsOf, type TermsDraft, termsOf } from "./terms-form.ts";

function price<T extends PriceType>(type: T, id: number, values: Partial<(typeof KINDS)[T]["empty"]>): PriceDraft {
  return { id, type, values: { ...KINDS[type].empty, ...values } } as PriceDraft;
}

const good: TermsDraft = {
  ...NEW_TERMS,
  taxPercent: "6",
  excludedPrefixes: "10086, +4420",
  prices: [
    price("seat", 1, { monthlyRate: "80", minSeats: "10" }),
    price("per_call", 2, { rate: "0,125", baseFee: "" }),
  ],
};
const wrong = (draft: TermsDraft): string[] =>
  Object.entries(problemsOf(draft)).map(([field, problem]) => `${field}: ${problem}`);

it("takes what people type and sends strict terms", () => {
  expect(wrong(good)).toEqual([]);
  expect(termsOf(good)).toEqual({
    minTalkMs: 10_000,
    recordingRequired: false,
    taxMode: "exclusive",
    taxRatePpm: 60_000,
    taxCategory: null,
    taxNote: "",
    paymentTermDays: 30,
    reviewDays: 5,
    autoCharge: false,
    excludedPrefixes: ["10086", "+4420"],
    components: [
      { type: "seat", params: { monthlyRate: "80", minSeats: 10 } },
      { type: "per_call", params: { rate: "0.125", baseFee: "0", direction: "outbound" } },
    ],
    adjustments: [],
  });
});

it.each<[Partial<TermsDraft>, string]>([
  [{ minTalkSeconds: "" }, "minTalkSeconds: number"],
  [{ taxPercent: "six" }, "taxPercent: percent"],
  [{ taxPercent: NEW_TERMS.taxPercent }, "taxPercent: percent"],
  [{ paymentTermDays: "366" }, "paymentTermDays: number"],
  [{ reviewDays: "-1" }, "reviewDays: number"],
  [{ excludedPrefixes: "10086 abc" }, "excludedPrefixes: prefix"],
  [{ monthlyMinimum: "a lot" }, "monthlyMinimum: rate"],
  [{ discounts: [{ id: 3, name: "Launch", by: "percent", value: "0", on: [] }] }, "discounts.0.value: percent"],
  [{ prices: [] }, "prices: needed"],
  [{ prices: [newPrice("seat", 7)] }, "prices.7.monthlyRate: rate"],
  [
    {
      prices: [
        price("per_call", 4, {
          rate: "1",
          tiers: [
            { id: 1, from: "100", rate: "0.9" },
            { id: 2, from: "100", rate: "0.8" },
          ],
        }),
      ],
    },
    "prices.4.tiers.1.from: rising",
  ],
  [{ prices: [price("hourly", 2, { rate: "45", states: [] })] }, "prices.2.states: choose"],
])("names what is wrong in %j", (change, problem) => {
  expect(wrong({ ...good, ...change })).toEqual([problem]);
});

describe("every type of price", () => {
  const typed: readonly PriceDraft[] = [
    price("seat", 1, { monthlyRate: "80", tiers: [{ id: 1, from: "51", rate: "70" }], tierMode: "volume" }),
    price("package", 2, { monthlyFee: "2000", included: "5000", overageRate: "0.5", unit: "minute", rollOver: true }),
    price("per_call", 3, {
      rate: "1",
      minimumCharge: "300",
      rates: [{ id: 1, outcome: "machine", disposition: "", rate: "0.2" }],
    }),
    price("per_minute", 4, { rate: "0.3", increments: "own", first: "30", next: "6", minimumPerCall: "0.1" }),
    price("commission", 5, {
      basis: "margin",
      commission: "8",
      tiers: [{ id: 1, fromPercent: "12.5", commission: "10" }],
      bonusFrom: "100",
      bonusAmount: "500",
    }),
    price("hourly", 6, { rate: "45", step: "own", ownStep: "600", roles: ["agent"] }),
    price("project", 7, { name: "Survey", milestones: [{ id: 1, key: "m1", name: "Report", amount: "9", dueOn: "" }] }),
    price("setup", 8, { name: "Set-up", amount: "500", dueOn: "2026-10-01" }),
    price("number", 9, { monthlyRate: "12" }),
    price("message", 10, { rate: "0.05" }),
  ];
  it.each(typed)("$type is typed, read, and shown again as it was", (draft) => {
    expect(wrong({ ...good, prices: [draft] })).toEqual([]);
    const { components } = termsOf({ ...good, prices: [draft] });
    expect(again(draft, components[0]?.params ?? {})).toEqual(draft.values);
  });
  function again(draft: PriceDraft, params: object): unknown {
    const kind = KINDS[draft.type] as { valuesOf: (params: object) => unknown };
    return kind.valuesOf({ type: draft.type, ...params });
  }
});

describe("explain", () => {
  it("waits until the price is complete", () => expect(explain(newPrice("per_call", 1), "CNY")).toBeNull());
  it("says the price and works it out", () => {
    expect(good.prices.map((one) => explain(one, "CNY")?.example.values.amount)).toEqual(["800.00", "125.00"]);
  });
});
