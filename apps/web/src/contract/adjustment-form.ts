import type { Adjustment } from "@callbay/domain/rating/adjustment";
import type { PriceComponentType } from "@callbay/domain/rating/price-type";
import { ppmToPercent } from "../lib/decimal.ts";
import type { FieldReader } from "./field-reader.ts";

/** A discount as it is being typed. */
export interface DiscountDraft {
  readonly id: number;
  readonly name: string;
  readonly by: "percent" | "amount";
  readonly value: string;
  /** Empty: on all prices. */
  readonly on: readonly PriceComponentType[];
}

/** What follows the prices, as it is being typed. */
export interface AdjustmentsDraft {
  readonly discounts: readonly DiscountDraft[];
  /** Empty: none. */
  readonly monthlyMinimum: string;
}

export const NO_ADJUSTMENTS: AdjustmentsDraft = { discounts: [], monthlyMinimum: "" };

export function newDiscount(id: number): DiscountDraft {
  return { id, name: "", by: "percent", value: "", on: [] };
}

export function adjustmentsDraftOf(adjustments: readonly Adjustment[]): AdjustmentsDraft {
  const discounts = adjustments.flatMap((one) => (one.type === "discount" ? [one] : []));
  const minimum = adjustments.find((one) => one.type === "monthly_minimum");
  return {
    discounts: discounts.map((one, index) => ({
      id: index + 1,
      name: one.name,
      by: one.percentPpm === undefined ? "amount" : "percent",
      value: one.percentPpm === undefined ? (one.amount ?? "") : ppmToPercent(one.percentPpm),
      on: one.on ?? [],
    })),
    monthlyMinimum: minimum?.amount ?? "",
  };
}

export function readAdjustments(draft: AdjustmentsDraft, fields: FieldReader): Adjustment[] {
  const discounts = draft.discounts.map((one, index): Adjustment => {
    const at = fields.within("discounts").within(index);
    const name = at.text("name", one.name);
    const on = one.on.length > 0 ? { on: one.on } : {};
    if (one.by === "amount") return { type: "discount", name, amount: at.rate("value", one.value), ...on };
    const percentPpm = at.percent("value", one.value);
    if (percentPpm === 0) at.say("value", "percent");
    return { type: "discount", name, percentPpm, ...on };
  });
  const amount = fields.optionalRate("monthlyMinimum", draft.monthlyMinimum);
  return amount === undefined ? discounts : [...discounts, { type: "monthly_minimum", amount }];
}
