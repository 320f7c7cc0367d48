import { CODES } from "./codes.ts";
import { DECIMALS } from "./decimals.ts";
import { PRESENCE } from "./presence.ts";
import { type Document, isAllowance, type Rule } from "./rule.ts";
import { CONDITIONS } from "./totals.ts";
import { VAT } from "./vat.ts";
import { all, one, parseXml } from "./xml.ts";

/**
 * The business rules of EN 16931-1:2017 as far as they speak of what UBL 2.1 can say, each written from the standard
 * and not from any validator. Left out are the categories that Callbay never uses (G, K, L, M, B).
 */
export const RULES: readonly Rule[] = [...PRESENCE, ...CONDITIONS, ...VAT, ...DECIMALS, ...CODES];

/** The rules that a UBL Invoice or CreditNote breaks, as "BR-2: an invoice number (BT-1)"; none when it is sound. */
export function brokenRules(xml: string): string[] {
  const document = documentOf(xml);
  return RULES.filter(({ holds }) => !holds(document)).map(({ id, asks }) => `${id}: ${asks}`);
}

function documentOf(xml: string): Document {
  const root = parseXml(xml);
  const both = all(root, "AllowanceCharge");
  return {
    root,
    lines: [...all(root, "InvoiceLine"), ...all(root, "CreditNoteLine")],
    allowances: both.filter(isAllowance),
    charges: both.filter((element) => !isAllowance(element)),
    breakdown: all(root, "TaxTotal/TaxSubtotal"),
    totals: one(root, "LegalMonetaryTotal"),
  };
}
