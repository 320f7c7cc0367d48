import { cents, exact, figure, ONE, sum, times } from "./decimal.ts";
import { COUNTRIES } from "./lists.ts";
import { type Document, each, isAllowance, type Rule, rule } from "./rule.ts";
import { all, anywhere, type Element, says, textAt } from "./xml.ts";

const SELLER = "AccountingSupplierParty/Party";

const amount = (element: Element | undefined, path: string): bigint => (element ? figure(textAt(element, path)) : 0n);
const amounts = (elements: readonly Element[], path: string): bigint => sum(elements.map((one) => amount(one, path)));
const reasoned = (one: Element): boolean =>
  says(one, "AllowanceChargeReason") || says(one, "AllowanceChargeReasonCode");
const ofLines = ({ lines }: Document, allowance: boolean): Element[] =>
  lines.flatMap((one) => all(one, "AllowanceCharge")).filter((one) => isAllowance(one) === allowance);
const isVat = (element: Element): boolean => textAt(element, "TaxScheme/ID").toUpperCase() === "VAT";

/** The VAT total in the invoice's own currency (BT-110). */
function vatTotal({ root }: Document): Element | undefined {
  const currency = textAt(root, "DocumentCurrencyCode");
  return all(root, "TaxTotal/TaxAmount").find(({ attributes }) => attributes.currencyID === currency);
}

/** What must agree: BR-CO-3 to BR-CO-26. */
export const CONDITIONS: readonly Rule[] = [
  rule(
    "BR-CO-3",
    "a tax point date (BT-7) or a code for it (BT-8), not both",
    ({ root }) => !(says(root, "TaxPointDate") && says(root, "InvoicePeriod/DescriptionCode")),
  ),
  rule("BR-CO-4", "a VAT category of each line (BT-151)", ({ lines }) =>
    each(lines, (line) => all(line, "Item/ClassifiedTaxCategory").some((one) => isVat(one) && says(one, "ID"))),
  ),
  rule("BR-CO-9", "VAT numbers that begin with a country (BT-31, BT-48, BT-63)", ({ root }) =>
    each(anywhere(root, "PartyTaxScheme").filter(isVat), (one) => {
      const prefix = textAt(one, "CompanyID").slice(0, 2);
      return prefix === "EL" || COUNTRIES.has(prefix);
    }),
  ),
  rule(
    "BR-CO-10",
    "BT-106 = the sum of line amounts",
    ({ lines, totals }) => amount(totals, "LineExtensionAmount") === amounts(lines, "LineExtensionAmount"),
  ),
  rule(
    "BR-CO-11",
    "BT-107 = the sum of allowances",
    ({ allowances, totals }) => amount(totals, "AllowanceTotalAmount") === amounts(allowances, "Amount"),
  ),
  rule(
    "BR-CO-12",
    "BT-108 = the sum of charges",
    ({ charges, totals }) => amount(totals, "ChargeTotalAmount") === amounts(charges, "Amount"),
  ),
  rule(
    "BR-CO-13",
    "BT-109 = BT-106 − BT-107 + BT-108",
    ({ totals }) =>
      amount(totals, "TaxExclusiveAmount") ===
      amount(totals, "LineExtensionAmount") -
        amount(totals, "AllowanceTotalAmount") +
        amount(totals, "ChargeTotalAmount"),
  ),
  rule("BR-CO-14", "BT-110 = the sum of the tax of all groups", ({ root }) =>
    each(all(root, "TaxTotal"), (one) => {
      const groups = all(one, "TaxSubtotal");
      return groups.length === 0 || amount(one, "TaxAmount") === amounts(groups, "TaxAmount");
    }),
  ),
  rule("BR-CO-15", "BT-112 = BT-109 + BT-110", (document) => {
    const tax = figure(vatTotal(document)?.text.trim() ?? "");
    return amount(document.totals, "TaxInclusiveAmount") === amount(document.totals, "TaxExclusiveAmount") + tax;
  }),
  rule(
    "BR-CO-16",
    "BT-115 = BT-112 − BT-113 + BT-114",
    ({ totals }) =>
      amount(totals, "PayableAmount") ===
      amount(totals, "TaxInclusiveAmount") - amount(totals, "PrepaidAmount") + amount(totals, "PayableRoundingAmount"),
  ),
  rule("BR-CO-17", "BT-117 = BT-116 × BT-119, to two decimals; less than one is left to rounding", ({ breakdown }) =>
    each(breakdown, (group) => taxAgrees(group)),
  ),
  rule("BR-CO-18", "at least one VAT group (BG-23)", ({ breakdown }) => breakdown.length > 0),
  rule("BR-CO-19", "a beginning or an end of a period (BG-14)", ({ root }) =>
    each(
      all(root, "InvoicePeriod"),
      (one) => says(one, "StartDate") || says(one, "EndDate") || says(one, "DescriptionCode"),
    ),
  ),
  rule("BR-CO-20", "a beginning or an end of each line period (BG-26)", ({ lines }) =>
    each(
      lines.flatMap((line) => all(line, "InvoicePeriod")),
      (one) => says(one, "StartDate") || says(one, "EndDate"),
    ),
  ),
  rule("BR-CO-21", "an allowance's reason, as text or code", ({ allowances }) => each(allowances, reasoned)),
  rule("BR-CO-22", "a charge's reason, as text or code", ({ charges }) => each(charges, reasoned)),
  rule("BR-CO-23", "a line allowance's reason, as text or code", (document) => each(ofLines(document, true), reasoned)),
  rule("BR-CO-24", "a line charge's reason, as text or code", (document) => each(ofLines(document, false), reasoned)),
  rule(
    "BR-CO-25",
    "a due date (BT-9) or terms (BT-20) where something is due",
    ({ root, totals }) =>
      amount(totals, "PayableAmount") <= 0n ||
      says(root, "DueDate") ||
      says(root, "PaymentMeans/PaymentDueDate") ||
      says(root, "PaymentTerms/Note"),
  ),
  rule(
    "BR-CO-26",
    "a number that names the seller (BT-29, BT-30 or BT-31)",
    ({ root }) =>
      all(root, `${SELLER}/PartyTaxScheme`).some((one) => isVat(one) && says(one, "CompanyID")) ||
      all(root, `${SELLER}/PartyIdentification/ID`).some((one) => one.attributes.schemeID !== "SEPA") ||
      says(root, `${SELLER}/PartyLegalEntity/CompanyID`),
  ),
];

/**
 * Does a group's tax follow from its amount and rate? Less than one of the currency apart, as CEN's own validation
 * allows: a tax that prices contain, or one that several credit notes share, is rounded once, elsewhere.
 */
export function taxAgrees(group: Element): boolean {
  const percent = exact(textAt(group, "TaxCategory/Percent")) ?? 0n;
  const expected = cents(times(amount(group, "TaxableAmount"), percent) / 100n);
  const difference = amount(group, "TaxAmount") - expected;
  return difference < ONE && -difference < ONE;
}
