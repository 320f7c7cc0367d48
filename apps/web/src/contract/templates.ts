import { newPrice } from "./price-form.ts";
import type { PriceType } from "./prices/kind.ts";
import { NEW_TERMS, type TermsDraft } from "./terms-form.ts";

/** What contracts usually begin as: a form and its prices; the amounts are typed. */
export const TEMPLATES = {
  seats: { form: "SEAT", prices: ["seat"] },
  seatsAndCalls: { form: "SEAT", prices: ["seat", "per_call"] },
  seatsAndPackage: { form: "SEAT", prices: ["seat", "package"] },
  hours: { form: "FULL", prices: ["hourly"] },
  success: { form: "FULL", prices: ["commission", "per_call"] },
} as const satisfies Record<string, { form: "SEAT" | "FULL"; prices: readonly PriceType[] }>;

export type Template = keyof typeof TEMPLATES;
export const TEMPLATE_KEYS = Object.keys(TEMPLATES) as Template[];

/** A draft of the template's prices under the usual conditions. */
export function draftFrom(template: Template): TermsDraft {
  return { ...NEW_TERMS, prices: TEMPLATES[template].prices.map((type, index) => newPrice(type, index + 1)) };
}

/** What invoices of a client in this country are usually written in. */
const CURRENCY_OF: Readonly<Record<string, string>> = {
  ...{ CN: "CNY", HK: "HKD", MO: "MOP", TW: "TWD", SG: "SGD", JP: "JPY", KR: "KRW", MY: "MYR", TH: "THB", PH: "PHP" },
  ...{ GB: "GBP", US: "USD", CA: "CAD", AU: "AUD", NZ: "NZD", CH: "CHF", NO: "NOK", SE: "SEK", DK: "DKK", IN: "INR" },
  ...{ DE: "EUR", FR: "EUR", NL: "EUR", ES: "EUR", IT: "EUR", IE: "EUR", AT: "EUR", BE: "EUR", PT: "EUR", FI: "EUR" },
};

export function usualCurrency(country: string): string {
  return CURRENCY_OF[country] ?? "USD";
}
