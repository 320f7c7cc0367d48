/** Codes of UNCL 5305 that an EN 16931 invoice may carry: standard, zero, exempt, reverse charge, intra-community … */
export const TAX_CATEGORIES = ["S", "Z", "E", "AE", "K", "G", "O", "L", "M"] as const;
export type TaxCategory = (typeof TAX_CATEGORIES)[number];
