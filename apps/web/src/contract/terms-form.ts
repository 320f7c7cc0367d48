import type { RouterInputs } from "@callbay/api/router";
import { isRate } from "@callbay/domain/money";
import { type ComponentExplanation, explainComponent } from "@callbay/domain/rating/explain";
import type { PriceComponentParams } from "@callbay/domain/rating/price-component";
import { percentToPpm, ppmToPercent, tidyRate, wholeNumber } from "../lib/decimal.ts";
import type { ContractVersionView } from "./terms-view.tsx";

export type TermsInput = RouterInputs["operator"]["contracts"]["create"]["terms"];

/** A price as it is being typed. `id` tells rows apart while they move. */
export type PriceDraft =
  | { readonly id: number; readonly type: "seat"; readonly monthlyRate: string; readonly minSeats: string }
  | {
      readonly id: number;
      readonly type: "per_call";
      readonly rate: string;
      readonly baseFee: string;
      readonly direction: "inbound" | "outbound";
    };

/** The terms as they are being typed. */
export interface TermsDraft {
  readonly minTalkSeconds: string;
  readonly recordingRequired: boolean;
  readonly taxPercent: string;
  readonly paymentTermDays: string;
  readonly excludedPrefixes: string;
  readonly prices: readonly PriceDraft[];
}

export type TermsProblems = Readonly<Record<string, "number" | "percent" | "rate" | "prefix" | "needed" | undefined>>;

export const NEW_TERMS: TermsDraft = {
  minTalkSeconds: "10",
  recordingRequired: false,
  taxPercent: "6",
  paymentTermDays: "30",
  excludedPrefixes: "",
  prices: [
    { id: 1, type: "seat", monthlyRate: "", minSeats: "0" },
    { id: 2, type: "per_call", rate: "", baseFee: "0", direction: "outbound" },
  ],
};

export function newPrice(type: PriceDraft["type"], id: number): PriceDraft {
  return type === "seat"
    ? { id, type, monthlyRate: "", minSeats: "0" }
    : { id, type, rate: "", baseFee: "0", direction: "outbound" };
}

/** The terms of a version as a draft to amend. */
export function draftOf(version: ContractVersionView): TermsDraft {
  return {
    minTalkSeconds: String(version.minTalkMs / 1000),
    recordingRequired: version.recordingRequired,
    taxPercent: ppmToPercent(version.taxRatePpm),
    paymentTermDays: String(version.paymentTermDays),
    excludedPrefixes: version.excludedPrefixes.join(", "),
    prices: version.components.map(({ params }, index): PriceDraft => {
      const id = index + 1;
      return params.type === "seat"
        ? { id, type: "seat", monthlyRate: params.monthlyRate, minSeats: String(params.minSeats) }
        : { id, type: "per_call", rate: params.rate, baseFee: params.baseFee, direction: params.direction };
    }),
  };
}

function prefixesOf(text: string): string[] {
  return text.split(/[\s,;，；、]+/).filter(Boolean);
}

function paramsOf(price: PriceDraft): PriceComponentParams {
  return price.type === "seat"
    ? { type: "seat", monthlyRate: tidyRate(price.monthlyRate), minSeats: wholeNumber(price.minSeats, 100_000) ?? 0 }
    : {
        type: "per_call",
        rate: tidyRate(price.rate),
        baseFee: tidyRate(price.baseFee || "0"),
        direction: price.direction,
      };
}

/** What is wrong with what is typed, by field; prices as `price.<id>.<field>`. */
export function problemsOf(draft: TermsDraft): TermsProblems {
  const prices = draft.prices.flatMap((price): [string, TermsProblems[string]][] => {
    const at = `price.${price.id}`;
    const rate = (text: string): TermsProblems[string] => (isRate(tidyRate(text)) ? undefined : "rate");
    return price.type === "seat"
      ? [
          [`${at}.monthlyRate`, rate(price.monthlyRate)],
          [`${at}.minSeats`, wholeNumber(price.minSeats, 100_000) === null ? "number" : undefined],
        ]
      : [
          [`${at}.rate`, rate(price.rate)],
          [`${at}.baseFee`, rate(price.baseFee || "0")],
        ];
  });
  const seconds = Number(draft.minTalkSeconds);
  return {
    minTalkSeconds: draft.minTalkSeconds.trim() && seconds >= 0 && seconds <= 600 ? undefined : "number",
    taxPercent: percentToPpm(draft.taxPercent) === null ? "percent" : undefined,
    paymentTermDays: wholeNumber(draft.paymentTermDays, 365) === null ? "number" : undefined,
    excludedPrefixes: prefixesOf(draft.excludedPrefixes).every((one) => /^\+?\d{1,15}$/.test(one))
      ? undefined
      : "prefix",
    prices: draft.prices.length === 0 ? "needed" : undefined,
    ...Object.fromEntries(prices),
  };
}

/** What is typed as the api takes it. Ask problemsOf first. */
export function termsOf(draft: TermsDraft): TermsInput {
  return {
    minTalkMs: Math.round(Number(draft.minTalkSeconds) * 1000),
    recordingRequired: draft.recordingRequired,
    taxRatePpm: percentToPpm(draft.taxPercent) ?? 0,
    paymentTermDays: wholeNumber(draft.paymentTermDays, 365) ?? 0,
    excludedPrefixes: prefixesOf(draft.excludedPrefixes),
    components: draft.prices.map((price) => {
      const { type, ...params } = paramsOf(price);
      return { type, params: { ...params } };
    }),
  };
}

/** The price in words with a worked example, or null while it is not complete. */
export function explain(price: PriceDraft, currency: string): ComponentExplanation | null {
  const params = paramsOf(price);
  const rates = params.type === "seat" ? [params.monthlyRate] : [params.rate, params.baseFee];
  return rates.every((rate) => isRate(rate)) ? explainComponent(params, currency) : null;
}
