import { invoiceSchema } from "@e-invoice-eu/core";
import { z } from "zod";

const { codeLists } = z
  .object({ $defs: z.object({ codeLists: z.record(z.string(), z.object({ enum: z.array(z.string()) })) }) })
  .parse(invoiceSchema).$defs;

const listed = (list: string): ReadonlySet<string> => new Set(codeLists[list]?.enum);

/** The code lists that EN 16931 names, as the maintained library carries them. */
export const COUNTRIES = listed("ISO3166");
export const CURRENCIES = listed("ISO4217");
/** Schemes of electronic addresses (EAS). */
export const ADDRESS_SCHEMES = listed("eas");

/** UN/ECE recommendation 20: what our units are called there. A piece without a unit of its own is C62, "one". */
const UNITS: Readonly<Record<string, string>> = {
  seat_day: "DAY",
  seat_month: "MON",
  month: "MON",
  number_month: "MON",
  minute: "MIN",
  hour: "HUR",
  call: "C62",
  success: "C62",
  item: "C62",
  message: "C62",
  amount: "C62",
};

/** The unit code of a charge's unit. */
export function unitCode(unit: string): string {
  return UNITS[unit] ?? "C62";
}
