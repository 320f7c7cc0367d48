import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lookupPrefix, prefixIndex } from "./prefix-index.ts";
import type { RateTable } from "./rate-table.ts";

function table(prefixes: readonly string[]): RateTable {
  return { id: "t", name: "t", rows: prefixes.map((prefix) => ({ prefix, destination: `to ${prefix}`, rate: "1" })) };
}

function destination(of: RateTable, phone: string): string | null {
  const index = prefixIndex(of);
  return index.groups[lookupPrefix(index, phone)]?.destination ?? null;
}

/** The plain way: the longest slice that a map holds. */
function plain(prefixes: readonly string[], phone: string): string | null {
  const map = new Map(prefixes.map((prefix) => [prefix.replace("+", ""), prefix]));
  const digits = /^\+?(\d*)/.exec(phone)?.[1] ?? "";
  for (let end = digits.length; end > 0; end--) {
    const prefix = map.get(digits.slice(0, end));
    if (prefix !== undefined) return `to ${prefix}`;
  }
  return null;
}

describe("the longest prefix", () => {
  const some = table(["1", "86", "+8613", "86138", "861380", "852", "49", "491512345", "999999999999999"]);
  it.each([
    ["+8613800138000", "to 861380"],
    ["8613800138000", "to 861380"],
    ["+8613912345678", "to +8613"],
    ["+862155555555", "to 86"],
    ["+861", "to 86"],
    ["+86", "to 86"],
    ["+8", null],
    ["+", null],
    ["", null],
    ["+12025550100", "to 1"],
    ["+3130123456", null],
    ["+4930123456", "to 49"],
    ["+491512345", "to 491512345"],
    ["+4915123456", "to 491512345"],
    ["+49151234", "to 49"],
    ["+4915123x5", "to 49"],
    ["+4915124456", "to 49"],
    ["+999999999999999", "to 999999999999999"],
    ["+99999999999999", null],
    ["+999999999999998", null],
    ["+86138-00", "to 86138"],
    ["abc", null],
  ])("of %s is %s", (phone, expected) => {
    expect(destination(some, phone)).toBe(expected);
  });

  it("is one group for prefixes of one destination and rate, however the rate is written", () => {
    const rows = [
      { prefix: "86", destination: "China", rate: "0.10" },
      { prefix: "852", destination: "China", rate: "0.1" },
      { prefix: "853", destination: "China", rate: "0.2" },
    ];
    expect(prefixIndex({ id: "t", name: "t", rows }).groups).toEqual([
      { destination: "China", rateMicros: 100_000n },
      { destination: "China", rateMicros: 200_000n },
    ]);
  });

  it("compiles a table once", () => {
    expect(prefixIndex(some)).toBe(prefixIndex(some));
  });

  it("refuses a prefix twice and a prefix that is none", () => {
    const code = (expected: string) => expect.objectContaining({ code: expected });
    expect(() => prefixIndex(table(["86", "+86"]))).toThrow(code("PREFIX_DUPLICATE"));
    expect(() => prefixIndex(table(["8x"]))).toThrow(code("PREFIX_INVALID"));
    expect(() => prefixIndex(table([""]))).toThrow(code("PREFIX_INVALID"));
  });

  it("is what a plain map finds, on any table and number", () => {
    // Few digits, so that prefixes lie within each other.
    const digits = (min: number, max: number) =>
      fc.array(fc.constantFrom("1", "2", "8", "9"), { minLength: min, maxLength: max }).map((all) => all.join(""));
    const prefixes = fc.uniqueArray(digits(1, 13), { maxLength: 60 });
    const phones = fc.array(
      fc.tuple(fc.constantFrom("+", ""), digits(0, 14), fc.constantFrom("", "x", " 1")).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(prefixes, phones, (rows, numbers) => {
        const of = table(rows);
        for (const number of numbers) expect(destination(of, number)).toBe(plain(rows, number));
      }),
      { numRuns: 300 },
    );
  });
});
