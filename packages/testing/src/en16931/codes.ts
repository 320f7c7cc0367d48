import {
  ADDRESS_SCHEMES,
  COUNTRIES,
  CREDIT_NOTE_TYPES,
  CURRENCIES,
  EXEMPTIONS,
  INVOICE_TYPES,
  PAYMENT_MEANS,
  TAX_CATEGORIES,
  UNITS,
} from "./lists.ts";
import { each, type Rule, rule } from "./rule.ts";
import { all, anywhere, type Element, textAt } from "./xml.ts";

const ofList =
  (list: ReadonlySet<string>) =>
  ({ text }: Element): boolean =>
    list.has(text.trim());

/** Every element with this attribute, at any depth. */
function carrying(element: Element, attribute: string): Element[] {
  return element.children.flatMap((child) => [
    ...(child.attributes[attribute] === undefined ? [] : [child]),
    ...carrying(child, attribute),
  ]);
}

/** Which codes may stand where: BR-CL. */
export const CODES: readonly Rule[] = [
  rule("BR-CL-1", "a document type of UNCL 1001", ({ root }) =>
    root.name === "CreditNote"
      ? CREDIT_NOTE_TYPES.has(textAt(root, "CreditNoteTypeCode"))
      : INVOICE_TYPES.has(textAt(root, "InvoiceTypeCode")),
  ),
  rule("BR-CL-3", "currencies of ISO 4217 on amounts", ({ root }) =>
    each(carrying(root, "currencyID"), ({ attributes }) => CURRENCIES.has(attributes.currencyID ?? "")),
  ),
  rule("BR-CL-4", "an invoice currency of ISO 4217", ({ root }) =>
    each(all(root, "DocumentCurrencyCode"), ofList(CURRENCIES)),
  ),
  rule("BR-CL-5", "a tax currency of ISO 4217", ({ root }) => each(all(root, "TaxCurrencyCode"), ofList(CURRENCIES))),
  rule("BR-CL-14", "countries of ISO 3166-1", ({ root }) =>
    each(
      anywhere(root, "Country").flatMap((country) => all(country, "IdentificationCode")),
      ofList(COUNTRIES),
    ),
  ),
  rule("BR-CL-16", "means of payment of UNCL 4461", ({ root }) =>
    each(all(root, "PaymentMeans/PaymentMeansCode"), ofList(PAYMENT_MEANS)),
  ),
  rule("BR-CL-17", "categories of UNCL 5305 on allowances, charges and VAT groups", ({ root }) =>
    each(
      anywhere(root, "TaxCategory").flatMap((category) => all(category, "ID")),
      ofList(TAX_CATEGORIES),
    ),
  ),
  rule("BR-CL-18", "categories of UNCL 5305 on lines", ({ root }) =>
    each(
      anywhere(root, "ClassifiedTaxCategory").flatMap((category) => all(category, "ID")),
      ofList(TAX_CATEGORIES),
    ),
  ),
  rule("BR-CL-22", "exemption codes of the VATEX list", ({ root }) =>
    each(anywhere(root, "TaxExemptionReasonCode"), ({ text }) => EXEMPTIONS.has(text.trim().toUpperCase())),
  ),
  rule("BR-CL-23", "units of recommendation 20 or 21", ({ root }) =>
    each(carrying(root, "unitCode"), ({ attributes }) => UNITS.has(attributes.unitCode ?? "")),
  ),
  rule("BR-CL-25", "schemes of the EAS list on electronic addresses", ({ root }) =>
    each(anywhere(root, "EndpointID"), ({ attributes }) => ADDRESS_SCHEMES.has(attributes.schemeID ?? "")),
  ),
];
