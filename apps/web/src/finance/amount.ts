import { parseAmount } from "@callbay/domain/money";

/** What a person types as an amount, made strict: "1,5" and "−3.20" are 1.5 and -3.20. */
export function tidyAmount(text: string): string {
  return text
    .trim()
    .replace(",", ".")
    .replace("−", "-")
    .replace(/^(-?)\./, "$10.");
}

/** An amount of the currency in minor units, or null when it is none. */
export function amountOf(text: string, currency: string): bigint | null {
  try {
    return parseAmount(tidyAmount(text), currency);
  } catch {
    return null;
  }
}
