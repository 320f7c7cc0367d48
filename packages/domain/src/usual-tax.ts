/**
 * Parts per million of tax on services of one company to another of the same country, as of 2026: the standard rate, in
 * China that of modern services. Countries with rates by state or by kind of service are left out: there nothing is
 * usual.
 */
const WITHIN: Readonly<Record<string, number>> = {
  ...{ CN: 60_000, SG: 90_000, JP: 100_000, KR: 100_000, AU: 100_000, NZ: 150_000 },
  ...{ GB: 200_000, CH: 81_000, NO: 250_000, DE: 190_000, FR: 200_000, NL: 210_000, ES: 210_000, IT: 220_000 },
  ...{ IE: 230_000, AT: 200_000, BE: 210_000, PT: 230_000, FI: 255_000, SE: 250_000, DK: 250_000 },
};
/** They have no tax on turnover, wherever the client is. */
const WITHOUT: ReadonlySet<string> = new Set(["HK", "MO"]);

/**
 * The tax that a contract begins with, in parts per million; null where nobody but the person who signs it can know:
 * abroad it depends on what is sold to whom.
 *
 * @param seller country of the company that invoices, ISO 3166-1 alpha-2; empty: not known
 * @param buyer country of the client
 */
export function usualTaxPpm(seller: string, buyer: string): number | null {
  if (WITHOUT.has(seller)) return 0;
  return seller === buyer ? (WITHIN[seller] ?? null) : null;
}
