import { describe, expect, it } from "vitest";
import { explain, NEW_TERMS, newPrice, problemsOf, type TermsDraft, termsOf } from "./terms-form.ts";

const good: TermsDraft = {
  ...NEW_TERMS,
  excludedPrefixes: "10086, +4420",
  prices: [
    { id: 1, type: "seat", monthlyRate: "80", minSeats: "10" },
    { id: 2, type: "per_call", rate: "0,125", baseFee: "", direction: "outbound" },
  ],
};
const wrong = (draft: TermsDraft): string[] =>
  Object.entries(problemsOf(draft)).flatMap(([field, problem]) => (problem ? [`${field}: ${problem}`] : []));

it("takes what people type and sends strict terms", () => {
  expect(wrong(good)).toEqual([]);
  expect(termsOf(good)).toEqual({
    minTalkMs: 10_000,
    recordingRequired: false,
    taxRatePpm: 60_000,
    paymentTermDays: 30,
    excludedPrefixes: ["10086", "+4420"],
    components: [
      { type: "seat", params: { monthlyRate: "80", minSeats: 10 } },
      { type: "per_call", params: { rate: "0.125", baseFee: "0", direction: "outbound" } },
    ],
  });
});

it.each<[Partial<TermsDraft>, string]>([
  [{ minTalkSeconds: "" }, "minTalkSeconds: number"],
  [{ taxPercent: "six" }, "taxPercent: percent"],
  [{ paymentTermDays: "366" }, "paymentTermDays: number"],
  [{ excludedPrefixes: "10086 abc" }, "excludedPrefixes: prefix"],
  [{ prices: [] }, "prices: needed"],
  [{ prices: [newPrice("seat", 7)] }, "price.7.monthlyRate: rate"],
])("names what is wrong in %j", (change, problem) => {
  expect(wrong({ ...good, ...change })).toEqual([problem]);
});

describe("explain", () => {
  it("waits until the price is complete", () => expect(explain(newPrice("per_call", 1), "CNY")).toBeNull());
  it("says the price and works it out", () => {
    expect(good.prices.map((price) => explain(price, "CNY")?.example.values.amount)).toEqual(["800.00", "125.00"]);
  });
});
