import { type SoundCategory, soundInvoice } from "./sound.test-support.ts";

/** A sound invoice, broken in one place. */
export interface Mutation {
  /** The rule that it must break. */
  readonly rule: string;
  readonly xml: string;
}

type Change = (xml: string) => string;

/** Takes out the `nth` element of this name, with what it holds. */
const without =
  (name: string, nth = 0): Change =>
  (xml) =>
    replaceNth(xml, name, nth, () => "");
/** Writes another text into the `nth` element of this name. */
const saying =
  (name: string, text: string, nth = 0): Change =>
  (xml) =>
    replaceNth(xml, name, nth, (element) => element.replace(/^(<[^>]*>)[\s\S]*(<\/[^>]*>)$/, `$1${text}$2`));
/** Changes only what the `nth` element of this name holds. */
const within =
  (name: string, change: Change, nth = 0): Change =>
  (xml) =>
    replaceNth(xml, name, nth, change);
const literal =
  (from: string, to: string): Change =>
  (xml) =>
    xml.replace(from, to);
const both =
  (...changes: readonly Change[]): Change =>
  (xml) =>
    changes.reduce((text, change) => change(text), xml);

/** Elements of one name do not nest in these documents, but for AllowanceCharge, which is addressed by its holder. */
function replaceNth(xml: string, name: string, nth: number, replace: Change): string {
  let count = -1;
  const pattern = new RegExp(`<${name}(?:\\s[^>]*)?>[\\s\\S]*?</${name}>`, "g");
  const result = xml.replace(pattern, (element) => {
    count += 1;
    return count === nth ? replace(element) : element;
  });
  if (result === xml) throw new Error(`Nothing changed at ${name} ${nth}`);
  return result;
}

const SELLER = "cac:AccountingSupplierParty";
const BUYER = "cac:AccountingCustomerParty";
const REP = "cac:TaxRepresentativeParty";
const LINE = "cac:InvoiceLine";
const TOTALS = "cac:LegalMonetaryTotal";
const GROUP = "cac:TaxSubtotal";
/** The n-th of all: document allowance, document charge, line allowance, line charge. */
const ALLOWANCE = (change: Change): Change => within("cac:AllowanceCharge", change, 0);
const CHARGE = (change: Change): Change => within("cac:AllowanceCharge", change, 1);
const LINE_ALLOWANCE = (change: Change): Change => within("cac:AllowanceCharge", change, 2);
const LINE_CHARGE = (change: Change): Change => within("cac:AllowanceCharge", change, 3);
const THREE = (text: string): string => `${text}1`;

const STANDARD: readonly (readonly [string, Change])[] = [
  ["BR-1", without("cbc:CustomizationID")],
  ["BR-2", without("cbc:ID")],
  ["BR-3", without("cbc:IssueDate")],
  ["BR-4", without("cbc:InvoiceTypeCode")],
  ["BR-5", without("cbc:DocumentCurrencyCode")],
  ["BR-6", within(SELLER, without("cbc:RegistrationName"))],
  ["BR-7", within(BUYER, without("cbc:RegistrationName"))],
  ["BR-8", within(SELLER, without("cac:PostalAddress"))],
  ["BR-9", within(SELLER, without("cbc:IdentificationCode"))],
  ["BR-10", within(BUYER, without("cac:PostalAddress"))],
  ["BR-11", within(BUYER, without("cbc:IdentificationCode"))],
  ["BR-12", within(TOTALS, without("cbc:LineExtensionAmount"))],
  ["BR-13", within(TOTALS, without("cbc:TaxExclusiveAmount"))],
  ["BR-14", within(TOTALS, without("cbc:TaxInclusiveAmount"))],
  ["BR-15", within(TOTALS, without("cbc:PayableAmount"))],
  ["BR-16", both(without(LINE), without(LINE))],
  ["BR-17", within("cac:PayeeParty", saying("cbc:Name", "Seller"))],
  ["BR-18", within(REP, without("cac:PartyName"))],
  ["BR-19", within(REP, without("cac:PostalAddress"))],
  ["BR-20", within(REP, without("cbc:IdentificationCode"))],
  ["BR-21", within(LINE, without("cbc:ID"))],
  ["BR-22", within(LINE, without("cbc:InvoicedQuantity"))],
  ["BR-23", within(LINE, literal(' unitCode="HUR"', ""))],
  ["BR-24", within(LINE, without("cbc:LineExtensionAmount"))],
  ["BR-25", within(LINE, without("cbc:Name"))],
  ["BR-26", within(LINE, without("cbc:PriceAmount"))],
  ["BR-27", within(LINE, saying("cbc:PriceAmount", "-10.00"))],
  ["BR-28", within("cac:Price", saying("cbc:BaseAmount", "-10.00"))],
  ["BR-29", within("cac:InvoicePeriod", saying("cbc:EndDate", "2026-02-28"))],
  ["BR-30", within("cac:InvoicePeriod", saying("cbc:EndDate", "2026-02-28"), 1)],
  ["BR-31", ALLOWANCE(without("cbc:Amount"))],
  ["BR-32", ALLOWANCE(without("cac:TaxCategory"))],
  ["BR-33", ALLOWANCE(without("cbc:AllowanceChargeReason"))],
  ["BR-36", CHARGE(without("cbc:Amount"))],
  ["BR-37", CHARGE(without("cac:TaxCategory"))],
  ["BR-38", CHARGE(without("cbc:AllowanceChargeReason"))],
  ["BR-41", LINE_ALLOWANCE(without("cbc:Amount"))],
  ["BR-42", LINE_ALLOWANCE(without("cbc:AllowanceChargeReason"))],
  ["BR-43", LINE_CHARGE(without("cbc:Amount"))],
  ["BR-44", LINE_CHARGE(without("cbc:AllowanceChargeReason"))],
  ["BR-45", within(GROUP, without("cbc:TaxableAmount"))],
  ["BR-46", within(GROUP, without("cbc:TaxAmount"))],
  ["BR-47", within(GROUP, without("cbc:ID"))],
  ["BR-48", within(GROUP, without("cbc:Percent"))],
  ["BR-49", without("cbc:PaymentMeansCode")],
  ["BR-50", within("cac:PayeeFinancialAccount", saying("cbc:ID", ""))],
  ["BR-51", saying("cbc:PrimaryAccountNumberID", "4111111111111111")],
  ["BR-52", within("cac:AdditionalDocumentReference", without("cbc:ID"))],
  ["BR-53", without("cac:TaxTotal", 1)],
  ["BR-54", within("cac:AdditionalItemProperty", without("cbc:Value"))],
  ["BR-55", within("cac:BillingReference", without("cbc:ID"))],
  ["BR-56", within(REP, without("cac:PartyTaxScheme"))],
  ["BR-57", within("cac:Delivery", without("cbc:IdentificationCode"))],
  ["BR-61", without("cac:PayeeFinancialAccount")],
  ["BR-62", within(SELLER, literal(' schemeID="9930"', ""))],
  ["BR-63", within(BUYER, literal(' schemeID="EM"', ""))],
  ["BR-64", within("cac:StandardItemIdentification", literal(' schemeID="0160"', ""))],
  ["BR-65", within("cac:CommodityClassification", literal(' listID="STI"', ""))],
  [
    "BR-CO-3",
    both(
      literal(
        "<cbc:DocumentCurrencyCode>",
        "<cbc:TaxPointDate>2026-04-01</cbc:TaxPointDate><cbc:DocumentCurrencyCode>",
      ),
      within(
        "cac:InvoicePeriod",
        literal("</cbc:EndDate>", "</cbc:EndDate><cbc:DescriptionCode>35</cbc:DescriptionCode>"),
      ),
    ),
  ],
  ["BR-CO-4", within(LINE, without("cac:ClassifiedTaxCategory"))],
  ["BR-CO-9", within(BUYER, saying("cbc:CompanyID", "12345"))],
  ["BR-CO-10", within(TOTALS, saying("cbc:LineExtensionAmount", "90.01"))],
  ["BR-CO-11", within(TOTALS, saying("cbc:AllowanceTotalAmount", "10.01"))],
  ["BR-CO-12", within(TOTALS, saying("cbc:ChargeTotalAmount", "4.01"))],
  ["BR-CO-13", within(TOTALS, saying("cbc:TaxExclusiveAmount", "84.01"))],
  ["BR-CO-14", within("cac:TaxTotal", saying("cbc:TaxAmount", "15.97"))],
  ["BR-CO-15", within(TOTALS, saying("cbc:TaxInclusiveAmount", "99.97"))],
  ["BR-CO-16", within(TOTALS, saying("cbc:PayableAmount", "90.05"))],
  ["BR-CO-17", within(GROUP, saying("cbc:TaxAmount", "18.00"))],
  ["BR-CO-18", without(GROUP)],
  ["BR-CO-19", saying("cac:InvoicePeriod", "")],
  ["BR-CO-20", saying("cac:InvoicePeriod", "", 1)],
  ["BR-CO-21", ALLOWANCE(without("cbc:AllowanceChargeReason"))],
  ["BR-CO-22", CHARGE(without("cbc:AllowanceChargeReason"))],
  ["BR-CO-23", LINE_ALLOWANCE(without("cbc:AllowanceChargeReason"))],
  ["BR-CO-24", LINE_CHARGE(without("cbc:AllowanceChargeReason"))],
  ["BR-CO-25", without("cbc:DueDate")],
  ["BR-CO-26", within(SELLER, both(without("cac:PartyTaxScheme"), without("cbc:CompanyID")))],
  ["BR-DEC-1", ALLOWANCE(within("cbc:Amount", literal("10.00", "10.000")))],
  ["BR-DEC-2", ALLOWANCE(within("cbc:BaseAmount", literal("100.00", "100.000")))],
  ["BR-DEC-5", CHARGE(within("cbc:Amount", literal("4.00", "4.000")))],
  ["BR-DEC-6", CHARGE(within("cbc:BaseAmount", literal("40.00", "40.000")))],
  ["BR-DEC-9", within(TOTALS, saying("cbc:LineExtensionAmount", THREE("90.00")))],
  ["BR-DEC-10", within(TOTALS, saying("cbc:AllowanceTotalAmount", THREE("10.00")))],
  ["BR-DEC-11", within(TOTALS, saying("cbc:ChargeTotalAmount", THREE("4.00")))],
  ["BR-DEC-12", within(TOTALS, saying("cbc:TaxExclusiveAmount", THREE("84.00")))],
  ["BR-DEC-13", within("cac:TaxTotal", saying("cbc:TaxAmount", THREE("15.96")))],
  ["BR-DEC-14", within(TOTALS, saying("cbc:TaxInclusiveAmount", THREE("99.96")))],
  ["BR-DEC-15", within("cac:TaxTotal", saying("cbc:TaxAmount", THREE("119.00")), 1)],
  ["BR-DEC-16", within(TOTALS, saying("cbc:PrepaidAmount", THREE("9.96")))],
  ["BR-DEC-17", within(TOTALS, saying("cbc:PayableRoundingAmount", THREE("0.04")))],
  ["BR-DEC-18", within(TOTALS, saying("cbc:PayableAmount", THREE("90.04")))],
  ["BR-DEC-19", within(GROUP, saying("cbc:TaxableAmount", THREE("84.00")))],
  ["BR-DEC-20", within(GROUP, saying("cbc:TaxAmount", THREE("15.96")))],
  ["BR-DEC-23", within(LINE, saying("cbc:LineExtensionAmount", THREE("98.00")))],
  ["BR-DEC-24", LINE_ALLOWANCE(saying("cbc:Amount", "5.000"))],
  ["BR-DEC-25", LINE_ALLOWANCE(saying("cbc:BaseAmount", "50.000"))],
  ["BR-DEC-27", LINE_CHARGE(saying("cbc:Amount", "3.000"))],
  ["BR-DEC-28", LINE_CHARGE(saying("cbc:BaseAmount", "30.000"))],
  ["BR-CL-1", saying("cbc:InvoiceTypeCode", "999")],
  ["BR-CL-3", within(TOTALS, literal('currencyID="EUR"', 'currencyID="EURO"'))],
  ["BR-CL-4", saying("cbc:DocumentCurrencyCode", "EURO")],
  ["BR-CL-5", saying("cbc:TaxCurrencyCode", "KR")],
  ["BR-CL-14", within(BUYER, saying("cbc:IdentificationCode", "XX"))],
  ["BR-CL-16", saying("cbc:PaymentMeansCode", "999")],
  ["BR-CL-17", within(GROUP, saying("cbc:ID", "X"))],
  ["BR-CL-18", within("cac:ClassifiedTaxCategory", saying("cbc:ID", "X"))],
  [
    "BR-CL-22",
    within(
      GROUP,
      literal("<cac:TaxScheme>", "<cbc:TaxExemptionReasonCode>VATEX-NONE</cbc:TaxExemptionReasonCode><cac:TaxScheme>"),
    ),
  ],
  ["BR-CL-23", literal('unitCode="HUR"', 'unitCode="hours"')],
  ["BR-CL-25", literal('schemeID="9930"', 'schemeID="0000"')],
];

/** Takes everything of a category out of the lines, allowances or charges but one kind, and gives the rest another. */
function ofCategory(code: SoundCategory): readonly (readonly [string, Change])[] {
  const id = (number: number): string => `BR-${code}-${number}`;
  const rate = code === "S" ? "0" : "19";
  const wrongRate: Change =
    code === "O"
      ? literal("<cac:TaxScheme>", "<cbc:Percent>0</cbc:Percent><cac:TaxScheme>")
      : saying("cbc:Percent", rate);
  const numbersWrong: Change =
    code === "O"
      ? within(
          SELLER,
          literal(
            "<cac:PartyLegalEntity>",
            `<cac:PartyTaxScheme><cbc:CompanyID>DE1</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity>`,
          ),
        )
      : both(within(SELLER, without("cac:PartyTaxScheme")), without(REP));
  const reason = "<cbc:TaxExemptionReason>Why not</cbc:TaxExemptionReason><cac:TaxScheme>";
  return [
    [id(1), within(GROUP, saying("cbc:ID", code === "Z" ? "E" : "Z"))],
    [id(2), numbersWrong],
    [id(3), numbersWrong],
    [id(4), numbersWrong],
    [id(5), within("cac:ClassifiedTaxCategory", wrongRate)],
    [id(6), ALLOWANCE(within("cac:TaxCategory", wrongRate))],
    [id(7), CHARGE(within("cac:TaxCategory", wrongRate))],
    [id(8), within(GROUP, saying("cbc:TaxableAmount", "90.00"))],
    [id(9), within(GROUP, saying("cbc:TaxAmount", "18.00"))],
    [
      id(10),
      within(
        GROUP,
        code === "S" || code === "Z" ? literal("<cac:TaxScheme>", reason) : without("cbc:TaxExemptionReason"),
      ),
    ],
  ];
}

const NOT_SUBJECT: readonly (readonly [string, Change])[] = [
  [
    "BR-O-11",
    literal(
      "</cac:TaxSubtotal>",
      '</cac:TaxSubtotal><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">0.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">0.00</cbc:TaxAmount><cac:TaxCategory><cbc:ID>Z</cbc:ID><cbc:Percent>0</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>',
    ),
  ],
  ["BR-O-12", within("cac:ClassifiedTaxCategory", saying("cbc:ID", "Z"))],
  ["BR-O-13", ALLOWANCE(within("cac:TaxCategory", saying("cbc:ID", "Z")))],
  ["BR-O-14", CHARGE(within("cac:TaxCategory", saying("cbc:ID", "Z")))],
];

const made = (code: SoundCategory, list: readonly (readonly [string, Change])[]): Mutation[] =>
  list.map(([rule, change]) => ({ rule, xml: change(soundInvoice(code)) }));

/** For each rule at least one document that breaks it, and is sound but for what the same damage breaks. */
export const MUTATIONS: readonly Mutation[] = [
  ...made("S", STANDARD),
  ...(["S", "Z", "E", "AE", "O"] as const).flatMap((code) => made(code, ofCategory(code))),
  // Reverse charge asks for the buyer's number too.
  ...made("AE", [["BR-AE-2", within(BUYER, without("cac:PartyTaxScheme"))]]),
  ...made("O", NOT_SUBJECT),
];
