import { taxRefused } from "./refusal.ts";

/** UNCL 5305, as far as we use it: standard rate, zero rate, exempt, reverse charge, not subject to VAT. */
export const TAX_CATEGORIES = ["S", "Z", "E", "AE", "O"] as const;
export type TaxCategory = (typeof TAX_CATEGORIES)[number];

/** What the standard wants said where no tax is charged and the contract does not say it in its own words. */
const REASONS: Readonly<Partial<Record<TaxCategory, { readonly code: string; readonly text: string }>>> = {
  AE: { code: "VATEX-EU-AE", text: "Reverse charge" },
  O: { code: "VATEX-EU-O", text: "Not subject to VAT" },
};

interface TaxTerms {
  readonly taxRatePpm: number;
  readonly taxCategory: string | null;
}

/**
 * The VAT category of a charge's terms: as the contract says, else standard with a rate and zero rate without.
 *
 * @throws CallbayError EINVOICE_TAX_TERMS for a rate in a category that has none.
 */
export function taxCategoryOf({ taxRatePpm, taxCategory }: TaxTerms): TaxCategory {
  const stated = TAX_CATEGORIES.find((one) => one === taxCategory);
  if (taxCategory !== null && stated === undefined) {
    throw taxRefused(`the category ${taxCategory} is none of S, Z, E, AE and O`, { taxCategory });
  }
  if (taxRatePpm > 0 && stated !== undefined && stated !== "S") {
    throw taxRefused(`the category ${stated} allows no tax, and a rate is set`, { taxCategory, taxRatePpm });
  }
  if (taxRatePpm > 0) return "S";
  return stated === undefined || stated === "S" ? "Z" : stated;
}

/** Why no tax is charged: the contract's words before the standard's; null where a reason has no place. */
export function exemptionOf(
  category: TaxCategory,
  note: string,
): { readonly code?: string; readonly text: string } | null {
  if (category === "S" || category === "Z") return null;
  const usual = REASONS[category];
  return { ...(usual ? { code: usual.code } : {}), text: note || (usual?.text ?? "") };
}
