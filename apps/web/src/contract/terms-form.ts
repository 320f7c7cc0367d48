import type { RouterInputs } from "@callbay/api/router";
import type { Adjustment } from "@callbay/domain/rating/adjustment";
import type { PriceComponentParams } from "@callbay/domain/rating/price-type";
import type { TaxMode } from "@callbay/domain/rating/types";
import { ppmToPercent } from "../lib/decimal.ts";
import { type AdjustmentsDraft, adjustmentsDraftOf, NO_ADJUSTMENTS, readAdjustments } from "./adjustment-form.ts";
import { FieldReader, type Problems } from "./field-reader.ts";
import { newPrice, priceDraftOf, readPrice } from "./price-form.ts";
import type { PriceDraft } from "./prices/kind.ts";
import { TAX_CATEGORIES, type TaxCategory } from "./tax-category.ts";
import type { ContractVersionView } from "./terms-view.tsx";

export type TermsInput = RouterInputs["operator"]["contracts"]["create"]["terms"];

/** The terms as they are being typed. */
export interface TermsDraft extends AdjustmentsDraft {
  readonly minTalkSeconds: string;
  readonly recordingRequired: boolean;
  readonly excludedPrefixes: string;
  readonly taxMode: TaxMode;
  readonly taxPercent: string;
  /** "auto": by the rate. */
  readonly taxCategory: TaxCategory | "auto";
  readonly taxNote: string;
  readonly paymentTermDays: string;
  readonly reviewDays: string;
  readonly autoCharge: boolean;
  readonly prices: readonly PriceDraft[];
}

/** What a contract begins as. Which tax it bears is said by nothing here: see terms-with-tax.ts. */
export const NEW_TERMS: TermsDraft = {
  minTalkSeconds: "10",
  recordingRequired: false,
  excludedPrefixes: "",
  taxMode: "exclusive",
  taxPercent: "",
  taxCategory: "auto",
  taxNote: "",
  paymentTermDays: "30",
  reviewDays: "5",
  autoCharge: false,
  prices: [newPrice("seat", 1), newPrice("per_call", 2)],
  ...NO_ADJUSTMENTS,
};

/** The terms of a version as a draft to amend. */
export function draftOf(version: ContractVersionView): TermsDraft {
  return {
    minTalkSeconds: String(version.minTalkMs / 1000),
    recordingRequired: version.recordingRequired,
    excludedPrefixes: version.excludedPrefixes.join(", "),
    taxMode: version.taxMode,
    taxPercent: ppmToPercent(version.taxRatePpm),
    taxCategory: TAX_CATEGORIES.find((one) => one === version.taxCategory) ?? "auto",
    taxNote: version.taxNote,
    paymentTermDays: String(version.paymentTermDays),
    reviewDays: String(version.reviewDays),
    autoCharge: version.autoCharge,
    prices: version.components.map(({ params }, index) => priceDraftOf(params, index + 1)),
    ...adjustmentsDraftOf(version.adjustments),
  };
}

/** What is typed as the domain takes it, and what is wrong with it by field. */
export interface ReadTerms {
  readonly minTalkMs: number;
  readonly excludedPrefixes: readonly string[];
  readonly taxRatePpm: number;
  readonly paymentTermDays: number;
  readonly reviewDays: number;
  readonly components: readonly PriceComponentParams[];
  readonly adjustments: readonly Adjustment[];
  readonly problems: Problems;
}

/** Reads what is typed. Fields of a price are `prices.<id>.<field>`. */
export function readTerms(draft: TermsDraft): ReadTerms {
  const fields = FieldReader.fresh();
  const seconds = Number(draft.minTalkSeconds);
  if (draft.minTalkSeconds.trim() === "" || !(seconds >= 0 && seconds <= 600)) fields.say("minTalkSeconds", "number");
  const excludedPrefixes = draft.excludedPrefixes.split(/[\s,;，；、]+/).filter(Boolean);
  if (!excludedPrefixes.every((one) => /^\+?\d{1,15}$/.test(one))) fields.say("excludedPrefixes", "prefix");
  if (draft.prices.length === 0) fields.say("prices", "needed");
  return {
    minTalkMs: Math.round(seconds * 1000),
    excludedPrefixes,
    taxRatePpm: fields.percent("taxPercent", draft.taxPercent),
    paymentTermDays: fields.whole("paymentTermDays", draft.paymentTermDays, 0, 365),
    reviewDays: fields.whole("reviewDays", draft.reviewDays, 0, 60),
    components: draft.prices.map((price) => readPrice(price, fields.within("prices").within(price.id))),
    adjustments: readAdjustments(draft, fields),
    problems: fields.problems,
  };
}

export function problemsOf(draft: TermsDraft): Problems {
  return readTerms(draft).problems;
}

/** What is typed as the api takes it. Ask problemsOf first. */
export function termsOf(draft: TermsDraft): TermsInput {
  const { problems: _none, components, adjustments, excludedPrefixes, ...numbers } = readTerms(draft);
  const { recordingRequired, taxMode, taxCategory, taxNote, autoCharge } = draft;
  return {
    ...numbers,
    recordingRequired,
    taxMode,
    taxCategory: taxCategory === "auto" ? null : taxCategory,
    taxNote: taxNote.trim(),
    autoCharge,
    excludedPrefixes: [...excludedPrefixes],
    components: components.map(({ type, ...params }) => ({ type, params: said(params) })),
    adjustments: adjustments.map(said),
  };
}

type Json = TermsInput["components"][number]["params"][string];

/** Only the fields that say something: JSON has no undefined. */
function said(value: object): Record<string, Json> {
  return JSON.parse(JSON.stringify(value));
}
