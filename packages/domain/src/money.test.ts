import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  amountText,
  CURRENCIES,
  currencyExponent,
  formatAmount,
  formatRate,
  microsToMinor,
  parseAmount,
  parseRate,
  roundHalfAwayFromZero,
  taxOf,
} from "./money.ts";

const code = (expected: string) => expect.objectContaining({ code: expected });

describe("currencyExponent", () => {
  it.each([
    ["CNY", 2],
    ["JPY", 0],
    ["KWD", 3],
    ["USD", 2],
  ])("%s has %i decimals", (currency, exponent) => expect(currencyExponent(currency)).toBe(exponent));

  it.each(["cny", "", "XXX", "ABC", "EURO"])("refuses %j", (currency) => {
    expect(() => currencyExponent(currency)).toThrow(code("CURRENCY_UNKNOWN"));
  });

  it("names each currency once", () => expect(new Set(CURRENCIES).size).toBe(CURRENCIES.length));
});

describe("parseRate", () => {
  it.each([
    ["0.125", 125_000n],
    ["80", 80_000_000n],
    ["80.00", 80_000_000n],
    ["0.000001", 1n],
    ["0", 0n],
    ["999999999999.999999", 999_999_999_999_999_999n],
  ])("%s is %s micros", (text, micros) => expect(parseRate(text)).toBe(micros));

  it.each(["", "-1", "+1", "1e3", "0.0000001", ".5", "5.", "01", "1,000", " 1", "1 ", "NaN", "１", "1.2.3"])(
    "refuses %j",
    (text) => expect(() => parseRate(text)).toThrow(code("RATE_INVALID")),
  );

  it("refuses a float, whose digits are gone already", () => {
    const fromJson: { rate: string } = JSON.parse('{"rate":0.1}');
    expect(() => parseRate(fromJson.rate)).toThrow(code("RATE_INVALID"));
  });

  it("comes back from formatRate unchanged", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 17n), fc.integer({ min: 0, max: 6 }), (micros, decimals) => {
        expect(parseRate(formatRate(micros, decimals))).toBe(micros);
      }),
    );
  });
});

it.each([
  [80_000_000n, 2, "80.00"],
  [80_000_000n, 0, "80"],
  [125_000n, 2, "0.125"],
  [100_000n, 2, "0.10"],
  [1n, 2, "0.000001"],
  [-2_500_000n, 2, "-2.50"],
])("formatRate(%s, %i) is %s", (micros, decimals, text) => expect(formatRate(micros, decimals)).toBe(text));

describe("roundHalfAwayFromZero", () => {
  it.each([
    [1n, 2n, 1n],
    [-1n, 2n, -1n],
    [1n, -2n, -1n],
    [-1n, -2n, 1n],
    [3n, 2n, 2n],
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
    [-2n, 3n, -1n],
    [0n, 7n, 0n],
  ])("%s ÷ %s is %s", (n, d, rounded) => expect(roundHalfAwayFromZero(n, d)).toBe(rounded));

  it("refuses to divide by zero", () => {
    expect(() => roundHalfAwayFromZero(1n, 0n)).toThrow(code("DIVISION_BY_ZERO"));
  });

  it("is never more than a half away, and symmetric", () => {
    fc.assert(
      fc.property(
        fc.bigInt(),
        fc.bigInt().filter((d) => d !== 0n),
        (n, d) => {
          const rounded = roundHalfAwayFromZero(n, d);
          const distance = 2n * (rounded * d - n);
          expect(distance * distance <= d * d).toBe(true);
          expect(roundHalfAwayFromZero(-n, d)).toBe(-rounded);
        },
      ),
    );
  });
});

it.each([
  [125_000n, "CNY", 1n, 13n],
  [124_999n, "CNY", 1n, 12n],
  [125_000n, "JPY", 1n, 0n],
  [500_000n, "JPY", 1n, 1n],
  [125_000n, "KWD", 1n, 125n],
  [80_000_000n, "CNY", 3n, 2667n],
])("microsToMinor(%s, %s, %s) is %s", (micros, currency, divisor, minor) => {
  expect(microsToMinor(micros, currency, divisor)).toBe(minor);
});

describe("parseAmount", () => {
  it.each([
    ["12.34", "CNY", 1234n],
    ["12.3", "CNY", 1230n],
    ["12", "CNY", 1200n],
    ["-0.05", "CNY", -5n],
    ["1234", "JPY", 1234n],
    ["1.234", "KWD", 1234n],
  ])("%s %s is %s", (text, currency, minor) => expect(parseAmount(text, currency)).toBe(minor));

  it.each([
    ["12.345", "CNY"],
    ["1.5", "JPY"],
    ["", "CNY"],
    ["1,5", "CNY"],
    ["--1", "CNY"],
    ["1.", "CNY"],
  ])("refuses %j %s", (text, currency) => {
    expect(() => parseAmount(text, currency)).toThrow(code("AMOUNT_INVALID"));
  });

  it("comes back from amountText unchanged", () => {
    const amount = fc.bigInt(-(10n ** 14n), 10n ** 14n);
    fc.assert(
      fc.property(amount, fc.constantFrom("JPY", "CNY", "KWD"), (minor, currency) => {
        expect(parseAmount(amountText(minor, currency), currency)).toBe(minor);
      }),
    );
  });
});

it.each([
  [123_456n, "CNY", "zh-CN", "¥1,234.56"],
  [-5n, "USD", "en-US", "-$0.05"],
  [1234n, "JPY", "en-US", "¥1,234"],
  [900_719_925_474_099_312n, "USD", "en-US", "$9,007,199,254,740,993.12"],
])("formatAmount(%s %s, %s) is %s", (minor, currency, locale, text) => {
  expect(formatAmount(minor, currency, locale)).toBe(text);
});

describe("taxOf", () => {
  it.each([
    [10_000n, 60_000, 600n],
    [1n, 500_000, 1n],
    [-1n, 500_000, -1n],
    [8n, 60_000, 0n],
    [9n, 60_000, 1n],
    [10_000n, 0, 0n],
  ])("of %s at %i ppm is %s", (net, ppm, tax) => expect(taxOf(net, ppm)).toBe(tax));

  it.each([-1, 1_000_001, 0.5, Number.NaN])("refuses %d ppm", (ppm) => {
    expect(() => taxOf(1n, ppm)).toThrow(code("TAX_RATE_INVALID"));
  });
});
