import { expect, it } from "vitest";
import { groupedAmounts, groupedDecimal, groupedText } from "./grouped.ts";

it.each([
  ["1350.00", "1,350.00"],
  ["-1234567.5", "-1,234,567.5"],
  ["999", "999"],
  // Digits never pass through a float.
  ["12345678901234567890.12", "12,345,678,901,234,567,890.12"],
  ["MT-DESK-1", "MT-DESK-1"],
])("the decimal %s is shown as %s", (text, shown) => {
  expect(groupedDecimal(text, "en")).toBe(shown);
  expect(groupedDecimal(text, "zh-CN")).toBe(shown);
});

it.each([
  ["10 seats × 1350.00 = 13500.00", "10 seats × 1,350.00 = 13,500.00"],
  ["1 to 1000 1350.00, from 1001 1250.5", "1 to 1,000 1,350.00, from 1,001 1,250.5"],
  ["12000 通 × 0.85 = 10200.00", "12,000 通 × 0.85 = 10,200.00"],
  // Days, prefixes and numbers of documents are no amounts.
  ["+4420 0.12, +8610 0.2", "+4420 0.12, +8610 0.2"],
  ["HLS-2026-000001 of 2026-10-03", "HLS-2026-000001 of 2026-10-03"],
])("the calculation %s is shown as %s", (text, shown) => {
  expect(groupedText(text, "en")).toBe(shown);
});

it("a year in the name of a milestone stays a year", () => {
  expect(groupedAmounts("Launch 2026 7500.00, Fair 2027 12000.50", "en")).toBe(
    "Launch 2026 7,500.00, Fair 2027 12,000.50",
  );
});
