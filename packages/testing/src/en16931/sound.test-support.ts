export type SoundCategory = "S" | "Z" | "E" | "AE" | "O";

const VAT = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>";

/**
 * A sound UBL invoice with something in every place that a rule speaks of, all of one VAT category: a line charge and
 * allowance, a negative line, a document charge and allowance, payee, tax representative, delivery, card, attachment.
 */
export function soundInvoice(code: SoundCategory): string {
  const percent = code === "O" ? "" : `<cbc:Percent>${code === "S" ? "19" : "0"}</cbc:Percent>`;
  const category = `<cbc:ID>${code}</cbc:ID>${percent}${VAT}`;
  const tax = code === "S" ? "15.96" : "0.00";
  const total = code === "S" ? "99.96" : "84.00";
  const payable = code === "S" ? "90.04" : "74.08";
  const reason = ["E", "AE", "O"].includes(code) ? "<cbc:TaxExemptionReason>As agreed</cbc:TaxExemptionReason>" : "";
  const vat = (number: string): string =>
    code === "O" ? "" : `<cac:PartyTaxScheme><cbc:CompanyID>${number}</cbc:CompanyID>${VAT}</cac:PartyTaxScheme>`;
  const representative =
    code === "O"
      ? ""
      : `<cac:TaxRepresentativeParty><cac:PartyName><cbc:Name>Rep AG</cbc:Name></cac:PartyName>${address("DE")}${vat("DE222")}</cac:TaxRepresentativeParty>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>INV-1</cbc:ID><cbc:IssueDate>2026-04-01</cbc:IssueDate>
<cbc:DueDate>2026-05-01</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cbc:TaxCurrencyCode>DKK</cbc:TaxCurrencyCode>
<cac:InvoicePeriod><cbc:StartDate>2026-03-01</cbc:StartDate><cbc:EndDate>2026-03-31</cbc:EndDate></cac:InvoicePeriod>
<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>INV-0</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>
<cac:AdditionalDocumentReference><cbc:ID>DOC-1</cbc:ID></cac:AdditionalDocumentReference>
<cac:AccountingSupplierParty><cac:Party><cbc:EndpointID schemeID="9930">DE111</cbc:EndpointID><cac:PartyName><cbc:Name>Seller</cbc:Name></cac:PartyName>${address("DE")}${vat("DE111")}<cac:PartyLegalEntity><cbc:RegistrationName>Seller GmbH</cbc:RegistrationName><cbc:CompanyID>HRB 1</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cbc:EndpointID schemeID="EM">a@b.example</cbc:EndpointID>${address("FR")}${vat("FR333")}<cac:PartyLegalEntity><cbc:RegistrationName>Buyer SAS</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
<cac:PayeeParty><cac:PartyName><cbc:Name>Factor AG</cbc:Name></cac:PartyName></cac:PayeeParty>${representative}
<cac:Delivery><cac:DeliveryLocation>${address("FR", "Address")}</cac:DeliveryLocation></cac:Delivery>
<cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cac:CardAccount><cbc:PrimaryAccountNumberID>123456</cbc:PrimaryAccountNumberID><cbc:NetworkID>VISA</cbc:NetworkID></cac:CardAccount><cac:PayeeFinancialAccount><cbc:ID>DE02120300000000202051</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReason>Loyalty</cbc:AllowanceChargeReason><cbc:Amount currencyID="EUR">10.00</cbc:Amount><cbc:BaseAmount currencyID="EUR">100.00</cbc:BaseAmount><cac:TaxCategory>${category}</cac:TaxCategory></cac:AllowanceCharge>
<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:AllowanceChargeReason>Haste</cbc:AllowanceChargeReason><cbc:Amount currencyID="EUR">4.00</cbc:Amount><cbc:BaseAmount currencyID="EUR">40.00</cbc:BaseAmount><cac:TaxCategory>${category}</cac:TaxCategory></cac:AllowanceCharge>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">${tax}</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">84.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">${tax}</cbc:TaxAmount><cac:TaxCategory><cbc:ID>${code}</cbc:ID>${percent}${reason}${VAT}</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:TaxTotal><cbc:TaxAmount currencyID="DKK">119.00</cbc:TaxAmount></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">90.00</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="EUR">84.00</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">${total}</cbc:TaxInclusiveAmount><cbc:AllowanceTotalAmount currencyID="EUR">10.00</cbc:AllowanceTotalAmount><cbc:ChargeTotalAmount currencyID="EUR">4.00</cbc:ChargeTotalAmount><cbc:PrepaidAmount currencyID="EUR">9.96</cbc:PrepaidAmount><cbc:PayableRoundingAmount currencyID="EUR">0.04</cbc:PayableRoundingAmount><cbc:PayableAmount currencyID="EUR">${payable}</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="HUR">10</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="EUR">98.00</cbc:LineExtensionAmount><cac:InvoicePeriod><cbc:StartDate>2026-03-01</cbc:StartDate><cbc:EndDate>2026-03-31</cbc:EndDate></cac:InvoicePeriod>
<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReason>Volume</cbc:AllowanceChargeReason><cbc:Amount currencyID="EUR">5.00</cbc:Amount><cbc:BaseAmount currencyID="EUR">50.00</cbc:BaseAmount></cac:AllowanceCharge>
<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:AllowanceChargeReason>Night</cbc:AllowanceChargeReason><cbc:Amount currencyID="EUR">3.00</cbc:Amount><cbc:BaseAmount currencyID="EUR">30.00</cbc:BaseAmount></cac:AllowanceCharge>
<cac:Item><cbc:Name>Hours</cbc:Name><cac:StandardItemIdentification><cbc:ID schemeID="0160">1</cbc:ID></cac:StandardItemIdentification><cac:CommodityClassification><cbc:ItemClassificationCode listID="STI">2</cbc:ItemClassificationCode></cac:CommodityClassification><cac:ClassifiedTaxCategory>${category}</cac:ClassifiedTaxCategory><cac:AdditionalItemProperty><cbc:Name>Team</cbc:Name><cbc:Value>One</cbc:Value></cac:AdditionalItemProperty></cac:Item>
<cac:Price><cbc:PriceAmount currencyID="EUR">10.00</cbc:PriceAmount><cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount currencyID="EUR">0</cbc:Amount><cbc:BaseAmount currencyID="EUR">10.00</cbc:BaseAmount></cac:AllowanceCharge></cac:Price></cac:InvoiceLine>
<cac:InvoiceLine><cbc:ID>2</cbc:ID><cbc:InvoicedQuantity unitCode="C62">-1</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="EUR">-8.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Taken back</cbc:Name><cac:ClassifiedTaxCategory>${category}</cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount currencyID="EUR">8.00</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
</Invoice>`;
}

function address(country: string, name = "PostalAddress"): string {
  return `<cac:${name}><cac:Country><cbc:IdentificationCode>${country}</cbc:IdentificationCode></cac:Country></cac:${name}>`;
}
