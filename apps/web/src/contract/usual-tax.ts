import { useState } from "react";
import type { TermsDraft } from "./terms-form.ts";

/**
 * Per cent on services of one company to another of the same country, as of 2026: the standard rate, in China that of
 * modern services. Countries with rates by state or by kind of service are left out: there nothing is usual.
 */
const WITHIN: Readonly<Record<string, string>> = {
  ...{ CN: "6", SG: "9", JP: "10", KR: "10", AU: "10", NZ: "15" },
  ...{ GB: "20", CH: "8.1", NO: "25", DE: "19", FR: "20", NL: "21", ES: "21", IT: "22", IE: "23", AT: "20" },
  ...{ BE: "21", PT: "23", FI: "25.5", SE: "25", DK: "25" },
};
/** They have no tax on turnover, wherever the client is. */
const WITHOUT: ReadonlySet<string> = new Set(["HK", "MO"]);

/**
 * The tax that a contract begins with, in per cent as it is typed; empty where nobody but the person who signs it can
 * know: abroad it depends on what is sold to whom.
 *
 * @param seller country of the company that invoices, ISO 3166-1 alpha-2; empty: not known
 * @param buyer country of the client
 */
export function usualTaxPercent(seller: string, buyer: string): string {
  if (WITHOUT.has(seller)) return "0";
  return seller === buyer ? (WITHIN[seller] ?? "") : "";
}

/** Terms that follow the usual tax until somebody types one. */
export function useTermsWithTax(
  start: () => TermsDraft,
  usual: string,
): readonly [terms: TermsDraft, change: (next: TermsDraft) => void] {
  const [draft, setDraft] = useState(start);
  const [isTyped, setIsTyped] = useState(false);
  const terms = isTyped ? draft : { ...draft, taxPercent: usual };
  const change = (next: TermsDraft): void => {
    if (next.taxPercent !== terms.taxPercent) setIsTyped(true);
    setDraft(next);
  };
  return [terms, change];
}
