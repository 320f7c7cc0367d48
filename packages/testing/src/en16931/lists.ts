import { CURRENCIES as ISO_4217 } from "@callbay/domain/currency";
import { invoiceSchema } from "@e-invoice-eu/core";
import { z } from "zod";

const { codeLists } = z
  .object({ $defs: z.object({ codeLists: z.record(z.string(), z.object({ enum: z.array(z.string()) })) }) })
  .parse(invoiceSchema).$defs;
const list = (name: string): ReadonlySet<string> => new Set(codeLists[name]?.enum);

/** Codes that the standard allows, by where they stand. */
export const CURRENCIES: ReadonlySet<string> = new Set(ISO_4217);
export const COUNTRIES = list("ISO3166");
export const UNITS = list("UNECERec20");
export const PAYMENT_MEANS = list("UNCL4461");
export const ADDRESS_SCHEMES = list("eas");
export const EXEMPTIONS = list("vatex");
export const INVOICE_TYPES = list("UNCL1001-inv");
export const CREDIT_NOTE_TYPES = list("UNCL1001-cn");
/** UNCL 5305 as EN 16931 uses it. */
export const TAX_CATEGORIES: ReadonlySet<string> = new Set(["AE", "L", "M", "E", "S", "Z", "G", "O", "K", "B"]);
