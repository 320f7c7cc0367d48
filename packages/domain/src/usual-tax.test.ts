import { expect, it } from "vitest";
import { usualTaxPpm } from "./usual-tax.ts";

it.each([
  ["CN", "CN", 60_000],
  ["DE", "DE", 190_000],
  ["FI", "FI", 255_000],
  // No tax on turnover at all.
  ["HK", "HK", 0],
  ["HK", "CN", 0],
  // Abroad, by state, or not known: to be typed.
  ["CN", "HK", null],
  ["DE", "FR", null],
  ["US", "US", null],
  ["", "", null],
])("the tax of a company in %j that invoices a client in %j is %j parts per million", (seller, buyer, ppm) => {
  expect(usualTaxPpm(seller, buyer)).toBe(ppm);
});
