import { z } from "zod";
import { isLocalDate } from "../days.ts";
import { isRate } from "../money.ts";
import { parseWith } from "../parse.ts";
import { TENANT_ROLES } from "../permissions.ts";
import { DIRECTIONS, OUTCOMES } from "../values.ts";
import { BILLABLE_DUTY_STATES, type PriceComponentParams } from "./price-type.ts";

const rate = z.string().refine(isRate, "must be a decimal such as 0.125: not negative, at most 6 decimals");
const day = z.string().refine(isLocalDate, "must be a day such as 2026-03-09");
const ppm = z.int().min(0).max(1_000_000);
const direction = z.enum(DIRECTIONS);
const name = z.string().trim().min(1).max(120);
const increments = z.strictObject({ first: z.int().min(1).max(3_600), next: z.int().min(1).max(3_600) });
const tierMode = z.enum(["graduated", "volume"]);
const tiers = z
  .array(z.strictObject({ from: z.int().min(2).max(1_000_000_000), rate }))
  .max(20)
  .refine((list) => ascending(list.map((tier) => tier.from)), "must be in rising order, each once");

const commissionTier = z.strictObject({
  fromSuccessRatePpm: z.int().min(1).max(1_000_000),
  amount: rate.optional(),
  percentPpm: ppm.optional(),
});

const schema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("seat"),
    monthlyRate: rate,
    minSeats: z.int().min(0).max(100_000),
    tiers: tiers.optional(),
    tierMode: tierMode.optional(),
  }),
  z.strictObject({
    type: z.literal("package"),
    direction,
    unit: z.enum(["call", "minute"]),
    monthlyFee: rate,
    included: z.int().min(0).max(1_000_000_000),
    overageRate: rate,
    increments: increments.optional(),
    rollOver: z.boolean(),
  }),
  z.strictObject({
    type: z.literal("per_call"),
    rate,
    baseFee: rate,
    direction,
    minimumCharge: rate.optional(),
    tiers: tiers.optional(),
    tierMode: tierMode.optional(),
    rates: z
      .array(
        z
          .strictObject({
            rate,
            outcome: z.enum(OUTCOMES).optional(),
            disposition: z.string().min(1).max(80).optional(),
          })
          .refine(
            (one) => one.outcome !== undefined || one.disposition !== undefined,
            "names an outcome or a disposition",
          ),
      )
      .max(50)
      .optional(),
  }),
  z.strictObject({
    type: z.literal("per_minute"),
    direction,
    rate,
    increments,
    rateTableId: z.string().min(1).max(120).optional(),
    minimumPerCall: rate.optional(),
    baseFee: rate.optional(),
    minimumCharge: rate.optional(),
  }),
  z
    .strictObject({
      type: z.literal("commission"),
      direction: direction.nullable(),
      basis: z.enum(["fixed", "order_value", "margin"]),
      amount: rate.optional(),
      percentPpm: ppm.optional(),
      tiers: z
        .array(commissionTier)
        .max(20)
        .refine((list) => ascending(list.map((tier) => tier.fromSuccessRatePpm)), "must be in rising order, each once")
        .optional(),
      bonus: z.strictObject({ fromSuccesses: z.int().min(1).max(1_000_000), amount: rate }).optional(),
      clawbackDays: z.int().min(0).max(3_650),
    })
    .superRefine((value, context) => {
      const wanted = value.basis === "fixed" ? "amount" : "percentPpm";
      const other = wanted === "amount" ? "percentPpm" : "amount";
      const check = (of: { amount?: unknown; percentPpm?: unknown }, path: (string | number)[]): void => {
        if (of[wanted] === undefined)
          context.addIssue({ code: "custom", path: [...path, wanted], message: `is needed with basis ${value.basis}` });
        if (of[other] !== undefined)
          context.addIssue({
            code: "custom",
            path: [...path, other],
            message: `does not go with basis ${value.basis}`,
          });
      };
      check(value, []);
      value.tiers?.forEach((tier, index) => {
        check(tier, ["tiers", index]);
      });
    }),
  z.strictObject({
    type: z.literal("hourly"),
    rate,
    states: z.array(z.enum(BILLABLE_DUTY_STATES)).min(1).max(4),
    roles: z.array(z.enum(TENANT_ROLES)).min(1).max(6).optional(),
    incrementSeconds: z.int().min(1).max(86_400),
  }),
  z.strictObject({
    type: z.literal("project"),
    name,
    milestones: z
      .array(z.strictObject({ key: z.string().regex(/^[a-z0-9_-]{1,40}$/), name, amount: rate, dueOn: day.nullable() }))
      .min(1)
      .max(100)
      .refine((list) => new Set(list.map((one) => one.key)).size === list.length, "must have each key once"),
  }),
  z.strictObject({ type: z.literal("setup"), name, amount: rate, dueOn: day }),
  z.strictObject({ type: z.literal("number"), monthlyRate: rate }),
  z.strictObject({ type: z.literal("message"), rate }),
]);

function ascending(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value > (values[index - 1] ?? value));
}

/**
 * Parses a price component's parameters from outside or from the database.
 *
 * @throws CallbayError PRICE_COMPONENT_INVALID; `details.path` names the field: unknown, missing, negative or a float.
 */
export function parsePriceComponent(json: unknown): PriceComponentParams {
  return parseWith(schema, json, "PRICE_COMPONENT_INVALID", "price component");
}
