import { usualTaxPpm } from "@callbay/domain/usual-tax";
import { useState } from "react";
import { ppmToPercent } from "../lib/decimal.ts";
import type { TermsDraft } from "./terms-form.ts";

/**
 * Terms whose tax is the usual one, or empty where there is none, until somebody types another.
 *
 * @param seller country of the company that invoices, as far as it is known
 * @param buyer country of the client
 */
export function useTermsWithTax(
  start: () => TermsDraft,
  { seller = "", buyer = "" }: { readonly seller: string | undefined; readonly buyer: string | undefined },
): readonly [terms: TermsDraft, change: (next: TermsDraft) => void] {
  const [draft, setDraft] = useState(start);
  const [isTyped, setIsTyped] = useState(false);
  const ppm = usualTaxPpm(seller, buyer);
  const terms = isTyped ? draft : { ...draft, taxPercent: ppm === null ? "" : ppmToPercent(ppm) };
  const change = (next: TermsDraft): void => {
    if (next.taxPercent !== terms.taxPercent) setIsTyped(true);
    setDraft(next);
  };
  return [terms, change];
}
