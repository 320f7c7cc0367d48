import { CallbayError } from "./errors.ts";

/**
 * ISO 4217 active codes by the number of decimals of their minor unit. A table, not Intl: an invoice must not change
 * because a newer ICU thinks differently of a currency.
 */
const CODES_BY_EXPONENT: ReadonlyArray<readonly [number, string]> = [
  [0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"],
  [
    2,
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC " +
      "CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR " +
      "JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD " +
      "NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN " +
      "SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG",
  ],
  [3, "BHD IQD JOD KWD LYD OMR TND"],
];

const EXPONENTS: ReadonlyMap<string, number> = new Map(
  CODES_BY_EXPONENT.flatMap(([exponent, codes]) => codes.split(" ").map((code) => [code, exponent] as const)),
);

/** All currency codes that a contract may name, sorted. */
export const CURRENCIES: readonly string[] = [...EXPONENTS.keys()].sort();

/**
 * Decimals of a currency's minor unit: 0 for JPY, 2 for CNY, 3 for KWD.
 *
 * @param code ISO 4217, upper case.
 * @throws CallbayError CURRENCY_UNKNOWN.
 */
export function currencyExponent(code: string): number {
  const exponent = EXPONENTS.get(code);
  if (exponent === undefined) {
    throw new CallbayError("invalid", "CURRENCY_UNKNOWN", `"${code}" is not a currency of ISO 4217.`, {
      currency: code,
    });
  }
  return exponent;
}
