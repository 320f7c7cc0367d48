import { paymentReference } from "@callbay/domain/bank/reference";
import { addDays, localDate } from "@callbay/domain/calendar";
import { currencyExponent } from "@callbay/domain/currency";
import { amountText } from "@callbay/domain/money";
import type { Invoice } from "@e-invoice-eu/core";
import { documentLocale, lineText } from "../line-text.ts";
import type { InvoiceView } from "../load.ts";
import { CURRENCIES, unitCode } from "./codes.ts";
import { type BilledCharge, type Figures, figuresOf, type NetLine, type TaxGroup } from "./figures.ts";
import { buyerOf, missingOf, sellerOf } from "./party.ts";
import { decimal, lineArithmetic } from "./quantity.ts";
import { currencyRefused, dataMissing, notFinal, taxRefused } from "./refusal.ts";
import { exemptionOf, type TaxCategory } from "./tax.ts";

type Ubl = Invoice["ubl:Invoice"];
type Line = Ubl["cac:InvoiceLine"][number];
type Currency = Ubl["cbc:DocumentCurrencyCode"];

/** What of an invoice an e-invoice is made from; `loadInvoice` answers it. */
export type BilledInvoice = Pick<
  InvoiceView,
  | "kind"
  | "number"
  | "issuedAt"
  | "dueOn"
  | "periodFrom"
  | "periodTo"
  | "currency"
  | "taxInclusive"
  | "netMinor"
  | "taxMinor"
  | "totalMinor"
  | "corrects"
  | "parties"
> & { readonly charges: readonly BilledCharge[] };

const INVOICE = "380";
const CREDIT_NOTE = "381";
const VAT = { "cac:TaxScheme": { "cbc:ID": "VAT" } } as const;

/**
 * An invoice in the words of EN 16931 (UBL's names; the library writes CII from the same). Every figure is the printed
 * invoice's own; a credit note's are positive.
 *
 * @throws CallbayError EINVOICE_NOT_FINAL, EINVOICE_CURRENCY, EINVOICE_DATA_MISSING, EINVOICE_TAX_TERMS,
 * EINVOICE_NO_LINES.
 * Source: EN 16931-1:2017, business terms (BT) and groups (BG) as noted.
 */
export function eInvoiceOf(invoice: BilledInvoice): Invoice {
  const { number, issuedAt, currency, parties, kind } = invoice;
  if (number === null || issuedAt === null) throw notFinal();
  if (currencyExponent(currency) > 2 || !CURRENCIES.has(currency)) throw currencyRefused(currency);
  const figures = figuresOf(invoice);
  const missing = missingOf(parties, figures.groups);
  if (missing.length > 0) throw dataMissing(missing);
  const categories = new Set(figures.groups.map(({ category }) => category));
  if (categories.has("O") && categories.size > 1) {
    throw taxRefused("what is not subject to VAT stands beside what is", { categories: [...categories] });
  }
  if (!figures.groups.every((group) => taxFollows(group, currency))) {
    throw taxRefused("the tax is too far from its rate by the rounding of earlier credit notes", { currency });
  }
  const total = kind === "credit_note" ? -invoice.totalMinor : invoice.totalMinor;
  if (figures.totalMinor !== total) {
    throw new Error(`E-invoice ${number}: lines give ${figures.totalMinor}, the invoice says ${total}`);
  }
  // The list above holds it.
  const code = currency as Currency;
  const [first, ...rest] = figures.lines.map((line, i) => lineOf(line, i, invoice, code));
  if (!first) throw new Error(`E-invoice ${number} has no line`);
  const document: Ubl = {
    "cbc:ID": number,
    "cbc:IssueDate": localDate(issuedAt, parties.timezone),
    ...(invoice.dueOn && kind === "invoice" ? { "cbc:DueDate": invoice.dueOn } : {}),
    "cbc:InvoiceTypeCode": kind === "credit_note" ? CREDIT_NOTE : INVOICE,
    ...(invoice.taxInclusive ? { "cbc:Note": [INCLUSIVE_NOTE] } : {}),
    "cbc:DocumentCurrencyCode": code,
    "cbc:BuyerReference": parties.contract.reference,
    "cac:InvoicePeriod": { "cbc:StartDate": invoice.periodFrom, "cbc:EndDate": addDays(invoice.periodTo, -1) },
    ...precedingOf(invoice),
    "cac:ContractDocumentReference": { "cbc:ID": parties.contract.reference },
    "cac:AccountingSupplierParty": { "cac:Party": sellerOf(parties.issuer, categories) },
    "cac:AccountingCustomerParty": { "cac:Party": buyerOf(parties.client, categories) },
    ...(kind === "invoice" ? { "cac:PaymentMeans": [paymentMeansOf(invoice, number)] } : {}),
    "cac:PaymentTerms": { "cbc:Note": termsOf(invoice) },
    ...(figures.allowances.length > 0
      ? { "cac:AllowanceCharge": figures.allowances.map((one) => allowanceOf(one, invoice, code)) }
      : {}),
    "cac:TaxTotal": [taxTotalOf(figures, code)],
    "cac:LegalMonetaryTotal": totalsOf(figures, code),
    "cac:InvoiceLine": [first, ...rest],
  };
  return { "ubl:Invoice": document };
}

/** Less than one of the currency from the rate (BR-CO-17 as it is validated): only yen, in parts, may come to more. */
function taxFollows({ ratePpm, netMinor, taxMinor }: TaxGroup, currency: string): boolean {
  const one = 10n ** BigInt(currencyExponent(currency)) * 1_000_000n;
  const difference = taxMinor * 1_000_000n - netMinor * BigInt(ratePpm);
  return difference < one && -difference < one;
}

const INCLUSIVE_NOTE =
  "The prices agreed contain the tax. Here each line stands without it; the total with tax is the amount agreed.";

/** BG-3. */
function precedingOf({ corrects, parties }: BilledInvoice): Pick<Ubl, "cac:BillingReference"> {
  if (!corrects?.number) return {};
  const issued = corrects.issuedAt ? { "cbc:IssueDate": localDate(corrects.issuedAt, parties.timezone) } : {};
  return { "cac:BillingReference": [{ "cac:InvoiceDocumentReference": { "cbc:ID": corrects.number, ...issued } }] };
}

/** BG-16: SEPA in euro, any other credit transfer else; without an account number it stays open. */
function paymentMeansOf(invoice: BilledInvoice, number: string): NonNullable<Ubl["cac:PaymentMeans"]>[number] {
  const { issuer } = invoice.parties;
  const reference = { "cbc:PaymentID": paymentReference(number) };
  if (!issuer.iban) return { "cbc:PaymentMeansCode": "1", ...reference };
  return {
    "cbc:PaymentMeansCode": invoice.currency === "EUR" ? "58" : "30",
    ...reference,
    "cac:PayeeFinancialAccount": {
      "cbc:ID": issuer.iban.replace(/\s/g, ""),
      "cbc:Name": issuer.name,
      ...(issuer.bic ? { "cac:FinancialInstitutionBranch": { "cbc:ID": issuer.bic } } : {}),
    },
  };
}

/** BT-20. */
function termsOf({ kind, dueOn, parties, corrects }: BilledInvoice): string {
  if (kind === "credit_note") {
    return corrects?.number ? `Credited to you. Corrects invoice ${corrects.number}.` : "Credited to you.";
  }
  const due = dueOn ? `Payable by ${dueOn}, ` : "Payable ";
  const bank = parties.issuer.bankDetails ? ` ${parties.issuer.bankDetails}` : "";
  return `${due}${parties.paymentTermDays} days after the date of issue.${bank}`;
}

function lineOf(line: NetLine, index: number, invoice: BilledInvoice, currency: Currency): Line {
  const { charge } = line;
  const locale = documentLocale(invoice.parties.locale);
  const how = lineArithmetic(line, invoice.currency, currencyExponent(invoice.currency));
  const unit = unitCode(how.unit);
  const price = {
    "cbc:PriceAmount": decimal(how.priceMicros),
    "cbc:PriceAmount@currencyID": currency,
    ...(how.baseMicros === null
      ? {}
      : { "cbc:BaseQuantity": decimal(how.baseMicros), "cbc:BaseQuantity@unitCode": unit }),
  };
  return {
    "cbc:ID": String(index + 1),
    ...(charge.arithmetic ? { "cbc:Note": charge.arithmetic } : {}),
    "cbc:InvoicedQuantity": decimal(how.quantityMicros),
    "cbc:InvoicedQuantity@unitCode": unit,
    "cbc:LineExtensionAmount": amountText(line.netMinor, invoice.currency),
    "cbc:LineExtensionAmount@currencyID": currency,
    ...linePeriodOf(charge, invoice),
    "cac:Item": {
      "cbc:Description": lineText(charge.description, locale === "en" ? "zh-CN" : "en"),
      "cbc:Name": lineText(charge.description, locale),
      "cac:ClassifiedTaxCategory": categoryOf(line.category, charge.taxRatePpm),
    },
    "cac:Price": price,
  } as Line;
}

/** BG-26; a line of an earlier month says so in its words, for networks take no line from outside the period. */
function linePeriodOf(charge: BilledCharge, invoice: BilledInvoice): Pick<Line, "cac:InvoicePeriod"> {
  if (charge.periodFrom < invoice.periodFrom || charge.periodTo > invoice.periodTo) return {};
  if (charge.periodFrom >= charge.periodTo) return {};
  return { "cac:InvoicePeriod": { "cbc:StartDate": charge.periodFrom, "cbc:EndDate": addDays(charge.periodTo, -1) } };
}

/** BG-20. */
function allowanceOf(
  { charge, category, netMinor }: NetLine,
  invoice: BilledInvoice,
  currency: Currency,
): NonNullable<Ubl["cac:AllowanceCharge"]>[number] {
  return {
    "cbc:ChargeIndicator": "false",
    "cbc:AllowanceChargeReason": lineText(charge.description, documentLocale(invoice.parties.locale)),
    "cbc:Amount": amountText(netMinor, invoice.currency),
    "cbc:Amount@currencyID": currency,
    "cac:TaxCategory": categoryOf(category, charge.taxRatePpm),
  };
}

/** A category with its rate, which "not subject to VAT" has none of (BR-O-5). */
function categoryOf(category: TaxCategory, ratePpm: number) {
  return { "cbc:ID": category, ...(category === "O" ? {} : { "cbc:Percent": percent(ratePpm) }), ...VAT };
}

/** BG-23. */
function taxTotalOf(figures: Figures, currency: Currency): Ubl["cac:TaxTotal"][0] {
  return {
    "cbc:TaxAmount": amountText(figures.taxMinor, currency),
    "cbc:TaxAmount@currencyID": currency,
    "cac:TaxSubtotal": figures.groups.map((group) => subtotalOf(group, currency)),
  };
}

function subtotalOf({ category, ratePpm, netMinor, taxMinor, note }: TaxGroup, currency: Currency) {
  const exemption = exemptionOf(category, note);
  return {
    "cbc:TaxableAmount": amountText(netMinor, currency),
    "cbc:TaxableAmount@currencyID": currency,
    "cbc:TaxAmount": amountText(taxMinor, currency),
    "cbc:TaxAmount@currencyID": currency,
    "cac:TaxCategory": {
      "cbc:ID": category,
      ...(category === "O" ? {} : { "cbc:Percent": percent(ratePpm) }),
      ...(exemption?.code ? { "cbc:TaxExemptionReasonCode": exemption.code } : {}),
      ...(exemption ? { "cbc:TaxExemptionReason": exemption.text } : {}),
      ...VAT,
    } as NonNullable<Ubl["cac:TaxTotal"][0]["cac:TaxSubtotal"]>[number]["cac:TaxCategory"],
  };
}

/** BG-22. */
function totalsOf(figures: Figures, currency: Currency): Ubl["cac:LegalMonetaryTotal"] {
  return {
    "cbc:LineExtensionAmount": amountText(figures.lineSumMinor, currency),
    "cbc:LineExtensionAmount@currencyID": currency,
    "cbc:TaxExclusiveAmount": amountText(figures.netMinor, currency),
    "cbc:TaxExclusiveAmount@currencyID": currency,
    "cbc:TaxInclusiveAmount": amountText(figures.totalMinor, currency),
    "cbc:TaxInclusiveAmount@currencyID": currency,
    ...(figures.allowances.length > 0
      ? {
          "cbc:AllowanceTotalAmount": amountText(figures.allowanceSumMinor, currency),
          "cbc:AllowanceTotalAmount@currencyID": currency,
        }
      : {}),
    "cbc:PayableAmount": amountText(figures.totalMinor, currency),
    "cbc:PayableAmount@currencyID": currency,
  };
}

/** 60000 ppm → "6". */
function percent(ratePpm: number): string {
  return decimal(BigInt(ratePpm) * 100n);
}
