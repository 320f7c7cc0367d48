import { exact } from "./decimal.ts";
import { type Document, each, isAllowance, type Rule, rule } from "./rule.ts";
import { all, type Element, one, says, textAt } from "./xml.ts";

const SELLER = "AccountingSupplierParty/Party";
const BUYER = "AccountingCustomerParty/Party";
const REPRESENTATIVE = "TaxRepresentativeParty";

const line = (id: string, asks: string, holds: (line: Element) => boolean): Rule =>
  rule(id, asks, ({ lines }) => each(lines, holds));
const head = (id: string, asks: string, path: string): Rule => rule(id, asks, ({ root }) => says(root, path));
const total = (id: string, asks: string, path: string): Rule =>
  rule(id, asks, ({ totals }) => totals !== undefined && says(totals, path));
const where = (
  id: string,
  asks: string,
  path: string,
  holds: (element: Element, document: Document) => boolean,
): Rule => rule(id, asks, (document) => each(all(document.root, path), (element) => holds(element, document)));

const notBefore = (period: Element): boolean => {
  const [from, to] = [textAt(period, "StartDate"), textAt(period, "EndDate")];
  return from === "" || to === "" || to >= from;
};
const notNegative = (element: Element, path: string): boolean => {
  const text = textAt(element, path);
  return text === "" || (exact(text) ?? -1n) >= 0n;
};
const vatCategory = (element: Element): boolean =>
  all(element, "TaxCategory").some((one) => textAt(one, "TaxScheme/ID").toUpperCase() === "VAT" && says(one, "ID"));
const reason = (element: Element): boolean =>
  says(element, "AllowanceChargeReason") || says(element, "AllowanceChargeReasonCode");
const ofLines = ({ lines }: Document, allowance: boolean): Element[] =>
  lines.flatMap((one) => all(one, "AllowanceCharge")).filter((one) => isAllowance(one) === allowance);

/** What must be there: BR-1 to BR-65. */
export const PRESENCE: readonly Rule[] = [
  head("BR-1", "a specification identifier (BT-24)", "CustomizationID"),
  head("BR-2", "an invoice number (BT-1)", "ID"),
  head("BR-3", "an issue date (BT-2)", "IssueDate"),
  rule("BR-4", "a type code (BT-3)", ({ root }) => says(root, "InvoiceTypeCode") || says(root, "CreditNoteTypeCode")),
  head("BR-5", "a currency (BT-5)", "DocumentCurrencyCode"),
  head("BR-6", "the seller's name (BT-27)", `${SELLER}/PartyLegalEntity/RegistrationName`),
  head("BR-7", "the buyer's name (BT-44)", `${BUYER}/PartyLegalEntity/RegistrationName`),
  rule("BR-8", "the seller's address (BG-5)", ({ root }) => one(root, `${SELLER}/PostalAddress`) !== undefined),
  where("BR-9", "the seller's country (BT-40)", `${SELLER}/PostalAddress`, (one) =>
    says(one, "Country/IdentificationCode"),
  ),
  rule("BR-10", "the buyer's address (BG-8)", ({ root }) => one(root, `${BUYER}/PostalAddress`) !== undefined),
  where("BR-11", "the buyer's country (BT-55)", `${BUYER}/PostalAddress`, (one) =>
    says(one, "Country/IdentificationCode"),
  ),
  total("BR-12", "the sum of lines (BT-106)", "LineExtensionAmount"),
  total("BR-13", "the total without VAT (BT-109)", "TaxExclusiveAmount"),
  total("BR-14", "the total with VAT (BT-112)", "TaxInclusiveAmount"),
  total("BR-15", "the amount due (BT-115)", "PayableAmount"),
  rule("BR-16", "at least one line (BG-25)", ({ lines }) => lines.length > 0),
  where("BR-17", "a payee other than the seller, with its name (BT-59)", "PayeeParty", (payee, { root }) => {
    const [name, id] = [textAt(payee, "PartyName/Name"), textAt(payee, "PartyIdentification/ID")];
    const seller = textAt(root, `${SELLER}/PartyName/Name`);
    const sellerIds = all(root, `${SELLER}/PartyIdentification/ID`).map(({ text }) => text);
    return name !== "" && name !== seller && (id === "" || !sellerIds.includes(id));
  }),
  where("BR-18", "the tax representative's name (BT-62)", REPRESENTATIVE, (one) => says(one, "PartyName/Name")),
  where(
    "BR-19",
    "the tax representative's address (BG-12)",
    REPRESENTATIVE,
    (rep) => one(rep, "PostalAddress") !== undefined,
  ),
  where("BR-20", "the tax representative's country (BT-69)", `${REPRESENTATIVE}/PostalAddress`, (one) =>
    says(one, "Country/IdentificationCode"),
  ),
  line("BR-21", "an identifier of each line (BT-126)", (one) => says(one, "ID")),
  line(
    "BR-22",
    "a quantity of each line (BT-129)",
    (one) => says(one, "InvoicedQuantity") || says(one, "CreditedQuantity"),
  ),
  line("BR-23", "a unit of each quantity (BT-130)", (of) => {
    const quantity = one(of, "InvoicedQuantity") ?? one(of, "CreditedQuantity");
    return !quantity || Boolean(quantity.attributes.unitCode);
  }),
  line("BR-24", "a net amount of each line (BT-131)", (one) => says(one, "LineExtensionAmount")),
  line("BR-25", "a name of each item (BT-153)", (one) => says(one, "Item/Name")),
  line("BR-26", "a net price of each item (BT-146)", (one) => says(one, "Price/PriceAmount")),
  line("BR-27", "no net price below zero", (one) => notNegative(one, "Price/PriceAmount")),
  line("BR-28", "no gross price below zero (BT-148)", (one) => notNegative(one, "Price/AllowanceCharge/BaseAmount")),
  where("BR-29", "a period that ends no earlier than it begins", "InvoicePeriod", notBefore),
  line("BR-30", "line periods that end no earlier than they begin", (one) =>
    each(all(one, "InvoicePeriod"), notBefore),
  ),
  rule("BR-31", "an amount of each allowance (BT-92)", ({ allowances }) =>
    each(allowances, (one) => says(one, "Amount")),
  ),
  rule("BR-32", "a VAT category of each allowance (BT-95)", ({ allowances }) => each(allowances, vatCategory)),
  rule("BR-33", "a reason of each allowance (BT-97, BT-98)", ({ allowances }) => each(allowances, reason)),
  rule("BR-36", "an amount of each charge (BT-99)", ({ charges }) => each(charges, (one) => says(one, "Amount"))),
  rule("BR-37", "a VAT category of each charge (BT-102)", ({ charges }) => each(charges, vatCategory)),
  rule("BR-38", "a reason of each charge (BT-104, BT-105)", ({ charges }) => each(charges, reason)),
  rule("BR-41", "an amount of each line allowance (BT-136)", (of) =>
    each(ofLines(of, true), (one) => says(one, "Amount")),
  ),
  rule("BR-42", "a reason of each line allowance (BT-139, BT-140)", (of) => each(ofLines(of, true), reason)),
  rule("BR-43", "an amount of each line charge (BT-141)", (of) =>
    each(ofLines(of, false), (one) => says(one, "Amount")),
  ),
  rule("BR-44", "a reason of each line charge (BT-144, BT-145)", (of) => each(ofLines(of, false), reason)),
  rule("BR-45", "a taxable amount of each VAT group (BT-116)", ({ breakdown }) =>
    each(breakdown, (one) => says(one, "TaxableAmount")),
  ),
  rule("BR-46", "a tax amount of each VAT group (BT-117)", ({ breakdown }) =>
    each(breakdown, (one) => says(one, "TaxAmount")),
  ),
  rule("BR-47", "a category of each VAT group (BT-118)", ({ breakdown }) => each(breakdown, vatCategory)),
  rule("BR-48", "a rate of each VAT group (BT-119), but for what is not subject to VAT", ({ breakdown }) =>
    each(breakdown, (one) => says(one, "TaxCategory/Percent") || textAt(one, "TaxCategory/ID") === "O"),
  ),
  where("BR-49", "a code of the means of payment (BT-81)", "PaymentMeans", (one) => says(one, "PaymentMeansCode")),
  where(
    "BR-50",
    "an account of a credit transfer (BT-84)",
    "PaymentMeans",
    (means) => !isTransfer(means) || each(all(means, "PayeeFinancialAccount"), (one) => says(one, "ID")),
  ),
  where(
    "BR-51",
    "no more of a card's number than its last digits (BT-87)",
    "PaymentMeans/CardAccount/PrimaryAccountNumberID",
    (one) => one.text.trim().length <= 10,
  ),
  where("BR-52", "a reference of each supporting document (BT-122)", "AdditionalDocumentReference", (one) =>
    says(one, "ID"),
  ),
  where(
    "BR-53",
    "the VAT total in the accounting currency where one is named (BT-6, BT-111)",
    "TaxCurrencyCode",
    (code, { root }) =>
      all(root, "TaxTotal/TaxAmount").some(({ attributes }) => attributes.currencyID === code.text.trim()),
  ),
  line("BR-54", "a name and a value of each item attribute (BT-160, BT-161)", (one) =>
    each(all(one, "Item/AdditionalItemProperty"), (attribute) => says(attribute, "Name") && says(attribute, "Value")),
  ),
  where("BR-55", "a number of each preceding invoice (BT-25)", "BillingReference", (one) =>
    says(one, "InvoiceDocumentReference/ID"),
  ),
  where("BR-56", "the tax representative's VAT number (BT-63)", REPRESENTATIVE, (of) =>
    all(of, "PartyTaxScheme").some(
      (one) => textAt(one, "TaxScheme/ID").toUpperCase() === "VAT" && says(one, "CompanyID"),
    ),
  ),
  where("BR-57", "the country of a delivery address (BT-80)", "Delivery/DeliveryLocation/Address", (one) =>
    says(one, "Country/IdentificationCode"),
  ),
  where(
    "BR-61",
    "an account where payment is by credit transfer",
    "PaymentMeans",
    (one) => !isTransfer(one) || says(one, "PayeeFinancialAccount/ID"),
  ),
  where("BR-62", "a scheme of the seller's electronic address (BT-34)", `${SELLER}/EndpointID`, ({ attributes }) =>
    Boolean(attributes.schemeID),
  ),
  where("BR-63", "a scheme of the buyer's electronic address (BT-49)", `${BUYER}/EndpointID`, ({ attributes }) =>
    Boolean(attributes.schemeID),
  ),
  line("BR-64", "a scheme of each standard item identifier (BT-157)", (of) =>
    each(all(of, "Item/StandardItemIdentification/ID"), ({ attributes }) => Boolean(attributes.schemeID)),
  ),
  line("BR-65", "a list of each item classification (BT-158)", (of) =>
    each(all(of, "Item/CommodityClassification/ItemClassificationCode"), ({ attributes }) =>
      Boolean(attributes.listID),
    ),
  ),
];

function isTransfer(means: Element): boolean {
  return ["30", "58"].includes(textAt(means, "PaymentMeansCode"));
}
