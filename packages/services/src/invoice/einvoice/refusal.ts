import { CallbayError } from "@callbay/domain/errors";

/** A datum that an e-invoice needs and that is not there, with the place where a person fills it in. */
export interface MissingDatum {
  readonly party: "issuer" | "client" | "contract";
  readonly field: "name" | "country" | "taxNumber" | "endpoint" | "taxNote";
  /** legalEntity: the operator's companies; client: the client's billing details; contract: its terms. */
  readonly where: "legalEntity" | "client" | "contract";
}

const FIELDS: Readonly<Record<MissingDatum["field"], string>> = {
  name: "name",
  country: "country (ISO 3166, two letters)",
  taxNumber: "tax number",
  endpoint: "electronic address or e-mail",
  taxNote: "reason for charging no tax",
};
const WHERE: Readonly<Record<MissingDatum["where"], string>> = {
  legalEntity: "in the operator's legal entities",
  client: "in the client's billing details",
  contract: "in the contract's terms",
};

/** The refusal of an e-invoice that lacks data, each named with its place. */
export function dataMissing(missing: readonly MissingDatum[]): CallbayError {
  const named = missing.map(({ party, field, where }) => `${party}: ${FIELDS[field]} (${WHERE[where]})`).join("; ");
  return new CallbayError(
    "precondition",
    "EINVOICE_DATA_MISSING",
    `An e-invoice needs data that is not there: ${named}. Nothing was changed; fill it in and try again.`,
    { missing, fields: named },
  );
}

/** An invoice that is still being made has no number to be told by. */
export function notFinal(): CallbayError {
  return new CallbayError(
    "precondition",
    "EINVOICE_NOT_FINAL",
    "Only a finalised invoice can be an e-invoice. Nothing was changed; finalise it first.",
  );
}

/** EN 16931 writes amounts with two decimals at most, in the currencies that its list names. */
export function currencyRefused(currency: string): CallbayError {
  return new CallbayError(
    "precondition",
    "EINVOICE_CURRENCY",
    `An amount in ${currency} cannot be written in an e-invoice of EN 16931, which allows two decimals. Nothing was changed; send the PDF instead.`,
    { currency },
  );
}

/** Tax terms that the standard has no words for. */
export function taxRefused(reason: string, details: Readonly<Record<string, unknown>>): CallbayError {
  return new CallbayError(
    "precondition",
    "EINVOICE_TAX_TERMS",
    `The tax terms of this invoice cannot be written as an e-invoice: ${reason}. Nothing was changed; correct the contract's terms for later invoices, and send the PDF of this one.`,
    { reason, ...details },
  );
}

/** An invoice without a line is not one. */
export function noLines(): CallbayError {
  return new CallbayError(
    "precondition",
    "EINVOICE_NO_LINES",
    "This invoice has no lines, and an e-invoice needs one at least. Nothing was changed; send the PDF instead.",
  );
}
