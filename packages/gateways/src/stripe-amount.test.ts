import { CallbayError } from "@callbay/domain/errors";
import { describe, expect, test } from "vitest";
import { fromStripeAmount, toStripeAmount } from "./stripe-amount.ts";

describe("amounts as Stripe counts them", () => {
  test.each<[bigint, string, number]>([
    [1_234n, "EUR", 1_234],
    [1_234n, "JPY", 1_234],
    [1_234n, "ISK", 123_400],
    [7n, "UGX", 700],
    [500n, "MGA", 5],
    [1_230n, "KWD", 1_230],
    [999_999_999_999n, "CNY", 999_999_999_999],
  ])("%s %s is %s, and back", (minor, currency, stripe) => {
    expect(toStripeAmount(minor, currency)).toBe(stripe);
    expect(fromStripeAmount(stripe, currency.toLowerCase())).toEqual({ amountMinor: minor, currency });
  });

  test.each<[string, bigint, string]>([
    ["three decimals that do not end in 0", 1_234n, "KWD"],
    ["a hundredth of an ariary", 501n, "MGA"],
    ["nothing", 0n, "EUR"],
    ["less than nothing", -1n, "EUR"],
    ["thirteen digits", 1_000_000_000_000n, "EUR"],
  ])("refuses %s", (_what, minor, currency) => {
    const attempt = () => toStripeAmount(minor, currency);
    expect(attempt).toThrow(CallbayError);
    expect(attempt).toThrow(expect.objectContaining({ code: "AMOUNT_NOT_CHARGEABLE" }));
  });
});
