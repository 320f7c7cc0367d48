import type { Invoice } from "@e-invoice-eu/core";
import type { Parties, Party } from "../parties.ts";
import { ADDRESS_SCHEMES, COUNTRIES } from "./codes.ts";
import type { TaxGroup } from "./figures.ts";
import type { MissingDatum } from "./refusal.ts";
import type { TaxCategory } from "./tax.ts";

type Ubl = Invoice["ubl:Invoice"];
type Seller = Ubl["cac:AccountingSupplierParty"]["cac:Party"];
type Buyer = Ubl["cac:AccountingCustomerParty"]["cac:Party"];

export interface ElectronicAddress {
  readonly scheme: string;
  readonly id: string;
}

/** Where e-invoices reach a company: its own address, else its e-mail. */
export function electronicAddress({ endpointScheme, endpointId, email }: Party): ElectronicAddress | null {
  if (endpointScheme && endpointId && ADDRESS_SCHEMES.has(endpointScheme)) {
    return { scheme: endpointScheme, id: endpointId };
  }
  return email ? { scheme: "EM", id: email } : null;
}

/** What both companies, and the contract's tax terms, leave open that the standard asks for. */
export function missingOf({ issuer, client }: Parties, groups: readonly TaxGroup[]): MissingDatum[] {
  const missing: MissingDatum[] = [];
  for (const [party, of, where] of [
    ["issuer", issuer, "legalEntity"],
    ["client", client, "client"],
  ] as const) {
    if (of.name.trim() === "") missing.push({ party, field: "name", where });
    if (!COUNTRIES.has(of.country)) missing.push({ party, field: "country", where });
    if (!electronicAddress(of)) missing.push({ party, field: "endpoint", where });
  }
  if (!issuer.taxNumber) missing.push({ party: "issuer", field: "taxNumber", where: "legalEntity" });
  if (!client.taxNumber && groups.some(({ category }) => category === "AE")) {
    missing.push({ party: "client", field: "taxNumber", where: "client" });
  }
  if (groups.some(({ category, note }) => category === "E" && note.trim() === "")) {
    missing.push({ party: "contract", field: "taxNote", where: "contract" });
  }
  return missing;
}

/** BG-4. @param categories those of the document: what is not subject to VAT names nobody's VAT number (BR-O-2). */
export function sellerOf(party: Parties["issuer"], categories: ReadonlySet<TaxCategory>): Seller {
  const vat = categories.has("O") ? null : vatNumber(party);
  const taxNumber = party.taxNumber ?? "";
  return {
    ...endpointOf<Seller>(party),
    "cac:PartyName": { "cbc:Name": party.name },
    "cac:PostalAddress": addressOf<Seller>(party),
    "cac:PartyTaxScheme": [
      vat
        ? { "cbc:CompanyID": vat, "cac:TaxScheme": { "cbc:ID": "VAT" } }
        : { "cbc:CompanyID": taxNumber, "cac:TaxScheme": { "cbc:ID": "TAX" } },
    ],
    "cac:PartyLegalEntity": {
      "cbc:RegistrationName": party.name,
      ...(vat ? {} : { "cbc:CompanyID": taxNumber }),
    },
    ...(party.email ? { "cac:Contact": { "cbc:Name": party.name, "cbc:ElectronicMail": party.email } } : {}),
  };
}

/** BG-7. */
export function buyerOf(party: Parties["client"], categories: ReadonlySet<TaxCategory>): Buyer {
  const vat = categories.has("O") ? null : vatNumber(party);
  return {
    ...endpointOf<Buyer>(party),
    "cac:PartyName": { "cbc:Name": party.shortName || party.name },
    "cac:PostalAddress": addressOf<Buyer>(party),
    ...(vat ? { "cac:PartyTaxScheme": { "cbc:CompanyID": vat, "cac:TaxScheme": { "cbc:ID": "VAT" } } } : {}),
    "cac:PartyLegalEntity": {
      "cbc:RegistrationName": party.name,
      ...(!vat && party.taxNumber ? { "cbc:CompanyID": party.taxNumber } : {}),
    },
    ...(party.email ? { "cac:Contact": { "cbc:ElectronicMail": party.email } } : {}),
  };
}

/** A tax number is a VAT identifier when it begins with its country (BR-CO-9); Greece writes EL. */
export function vatNumber({ taxNumber, country }: Party): string | null {
  const number = (taxNumber ?? "").replace(/\s/g, "").toUpperCase();
  const prefix = country === "GR" ? "EL" : country;
  return prefix !== "" && number.startsWith(prefix) && number.length > 2 ? number : null;
}

function endpointOf<P extends Seller | Buyer>(party: Party): Pick<P, "cbc:EndpointID" | "cbc:EndpointID@schemeID"> {
  const address = electronicAddress(party);
  const endpoint = address ? { "cbc:EndpointID": address.id, "cbc:EndpointID@schemeID": address.scheme } : {};
  // The scheme is one of the list: `electronicAddress` takes no other.
  return endpoint as Pick<P, "cbc:EndpointID" | "cbc:EndpointID@schemeID">;
}

function addressOf<P extends Seller | Buyer>(party: Party): P["cac:PostalAddress"] {
  const [street, more, ...rest] = party.addressLines;
  return {
    ...(street ? { "cbc:StreetName": street } : {}),
    ...(more ? { "cbc:AdditionalStreetName": more } : {}),
    ...(party.city ? { "cbc:CityName": party.city } : {}),
    ...(party.postalCode ? { "cbc:PostalZone": party.postalCode } : {}),
    ...(rest.length > 0 ? { "cac:AddressLine": { "cbc:Line": rest.join(", ") } } : {}),
    // A country of the list: `missingOf` has refused any other.
    "cac:Country": { "cbc:IdentificationCode": party.country },
  } as P["cac:PostalAddress"];
}
