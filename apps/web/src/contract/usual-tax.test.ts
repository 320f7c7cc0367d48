import { expect, it } from "vitest";
import { percentToPpm } from "../lib/decimal.ts";
import { usualTaxPercent } from "./usual-tax.ts";

it.each([
  ["CN", "CN", "6"],
  ["DE", "DE", "19"],
  ["FI", "FI", "25.5"],
  // No tax on turnover at all.
  ["HK", "HK", "0"],
  ["HK", "CN", "0"],
  // Abroad, by state, or not known: to be typed.
  ["CN", "HK", ""],
  ["DE", "FR", ""],
  ["US", "US", ""],
  ["", "", ""],
])("the tax of a company in %j that invoices a client in %j is %j", (seller, buyer, percent) => {
  expect(usualTaxPercent(seller, buyer)).toBe(percent);
  if (percent) expect(percentToPpm(percent)).not.toBeNull();
});
