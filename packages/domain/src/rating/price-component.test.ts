import { describe, expect, it } from "vitest";
import { explainComponent } from "./explain.ts";
import { parsePriceComponent } from "./price-component.ts";
import { directionOf, PRICE_COMPONENT_TYPES, type PriceComponentParams } from "./price-type.ts";
import { pricers } from "./pricers.ts";

const seat: PriceComponentParams = { type: "seat", monthlyRate: "80.00", minSeats: 10 };
const perCall: PriceComponentParams = { type: "per_call", rate: "0.125", baseFee: "0", direction: "outbound" };

describe("parsePriceComponent", () => {
  it.each([seat, perCall])("takes %j as it is", (params) => {
    expect(parsePriceComponent(JSON.parse(JSON.stringify(params)))).toEqual(params);
  });

  it.each([
    [{ ...seat, discount: 1 }, "discount"],
    [{ ...seat, monthlyRate: "-80" }, "monthlyRate"],
    [{ ...seat, monthlyRate: 80.5 }, "monthlyRate"],
    [{ ...seat, monthlyRate: undefined }, "monthlyRate"],
    [{ ...seat, minSeats: -1 }, "minSeats"],
    [{ ...seat, minSeats: 1.5 }, "minSeats"],
    [{ ...seat, minSeats: "10" }, "minSeats"],
    [{ ...perCall, direction: "sideways" }, "direction"],
    [{ ...perCall, baseFee: "1e3" }, "baseFee"],
    [{ ...perCall, type: "per_smile" }, "type"],
    [{}, "type"],
    [null, ""],
    ["seat", ""],
  ])("refuses %j and names %j", (json, path) => {
    expect(() => parsePriceComponent(json)).toThrow(
      expect.objectContaining({ code: "PRICE_COMPONENT_INVALID", details: expect.objectContaining({ path }) }),
    );
  });
});

it("each type has a pricer", () => expect(Object.keys(pricers).sort()).toEqual([...PRICE_COMPONENT_TYPES].sort()));

it("a seat has no direction, a call has", () => {
  expect(directionOf(seat)).toBeNull();
  expect(directionOf(perCall)).toBe("outbound");
});

describe("explainComponent", () => {
  it.each<[PriceComponentParams, string, Record<string, unknown>]>([
    [
      seat,
      "pricing.seat.minimum",
      {
        seats: 9,
        arithmetic: "270 leased + 30 to the minimum = 300 seat-days ÷ 30 days × 80.00 = 800.00",
        amount: "800.00",
      },
    ],
    [
      { ...seat, minSeats: 0 },
      "pricing.seat",
      { seats: 5, arithmetic: "150 seat-days ÷ 30 days × 80.00 = 400.00", amount: "400.00" },
    ],
    [{ ...seat, minSeats: 1 }, "pricing.seat.minimum", { seats: 1, amount: "80.00" }],
    [perCall, "pricing.perCall", { calls: 1000, arithmetic: "1000 calls × 0.125 = 125.00", amount: "125.00" }],
    [
      { ...perCall, baseFee: "50" },
      "pricing.perCall.base",
      { arithmetic: "30 days ÷ 30 days × 50.00 = 50.00; 1000 calls × 0.125 = 125.00", amount: "175.00" },
    ],
  ])("%j", (params, key, example) => {
    const explained = explainComponent(params, "CNY");
    expect(explained.sentence.key).toBe(key);
    expect(explained.example.values).toMatchObject(example);
  });
});
