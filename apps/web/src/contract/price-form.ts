import { type ComponentExplanation, explainComponent } from "@callbay/domain/rating/explain";
import type { PriceComponentParams } from "@callbay/domain/rating/price-type";
import { FieldReader } from "./field-reader.ts";
import type { ParamsOf, PriceDraft, PriceKind, PriceType, PriceValues } from "./prices/kind.ts";
import { KINDS } from "./prices/kinds.ts";

export function newPrice<T extends PriceType>(type: T, id: number): PriceDraft<T> {
  const kind: PriceKind<T> = KINDS[type];
  return draftWith(type, id, kind.empty);
}

/** A price of a contract as a draft to amend. */
export function priceDraftOf<T extends PriceType>(params: ParamsOf<T>, id: number): PriceDraft<T> {
  const type = params.type as T;
  const kind: PriceKind<T> = KINDS[type];
  return draftWith(type, id, kind.valuesOf(params));
}

function draftWith<T extends PriceType>(type: T, id: number, values: PriceValues[T]): PriceDraft<T> {
  return { id, type, values } as PriceDraft<T>;
}

/** What a price would charge by; what is wrong with what is typed goes to `fields`. */
export function readPrice<T extends PriceType>(draft: PriceDraft<T>, fields: FieldReader): ParamsOf<T> {
  const kind: PriceKind<T> = KINDS[draft.type as T];
  return kind.read(draft.values as PriceValues[T], fields);
}

/** The price as the domain takes it, or null while it is not complete. */
export function completePrice(draft: PriceDraft): PriceComponentParams | null {
  const fields = FieldReader.fresh();
  const params = readPrice(draft, fields);
  return Object.keys(fields.problems).length === 0 ? params : null;
}

/** The price in words with a worked example, or null while it is not complete. */
export function explain(draft: PriceDraft, currency: string): ComponentExplanation | null {
  const params = completePrice(draft);
  return params === null ? null : explainComponent(params, currency);
}
