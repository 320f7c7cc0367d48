import { z } from "zod";
import { isRate } from "../money.ts";
import { parseWith } from "../parse.ts";
import { PRICE_COMPONENT_TYPES, type PriceComponentType } from "./price-type.ts";

/** Takes a part, or an amount per calendar month, off what the components charge. */
export interface DiscountAdjustment {
  readonly type: "discount";
  readonly name: string;
  /** Parts per million of the charges it is on; or */
  readonly percentPpm?: number | undefined;
  /** an amount per calendar month, a decimal string, prorated by the days of force, never more than those charges. */
  readonly amount?: string | undefined;
  /** Whose charges; of all components when absent. */
  readonly on?: readonly PriceComponentType[] | undefined;
}

/** A floor under everything that the components charge for a calendar month, after discounts. */
export interface MonthlyMinimumAdjustment {
  readonly type: "monthly_minimum";
  readonly amount: string;
}

/**
 * What follows the prices of a version. The order is fixed, whatever the order of the list: components (with their own
 * minimums), discounts in the order of the list, monthly minimum, credits, tax.
 */
export type Adjustment = DiscountAdjustment | MonthlyMinimumAdjustment;

const rate = z.string().refine(isRate, "must be a decimal such as 0.125: not negative, at most 6 decimals");

const schema = z
  .array(
    z.discriminatedUnion("type", [
      z
        .strictObject({
          type: z.literal("discount"),
          name: z.string().trim().min(1).max(120),
          percentPpm: z.int().min(1).max(1_000_000).optional(),
          amount: rate.optional(),
          on: z.array(z.enum(PRICE_COMPONENT_TYPES)).min(1).optional(),
        })
        .refine((one) => (one.percentPpm === undefined) !== (one.amount === undefined), "is a percentage or an amount"),
      z.strictObject({ type: z.literal("monthly_minimum"), amount: rate }),
    ]),
  )
  .max(20)
  .refine((list) => list.filter((one) => one.type === "monthly_minimum").length < 2, "has one monthly minimum at most");

/** Parses the adjustments of a version. @throws CallbayError ADJUSTMENT_INVALID; `details.path` names the field. */
export function parseAdjustments(json: unknown): Adjustment[] {
  return parseWith(schema, json, "ADJUSTMENT_INVALID", "adjustment");
}
