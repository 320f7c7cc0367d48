import { pricePerCall } from "./per-call.ts";
import type { PriceComponentParams, PriceComponentType } from "./price-component.ts";
import { priceSeat } from "./seat.ts";
import type { DraftCharge, PriceComponent, Pricer, PricerInput } from "./types.ts";

type ParamsOf<T extends PriceComponentType> = Extract<PriceComponentParams, { type: T }>;

/** One pricer per type of price component. A new type does not compile until it has one. */
export const pricers: { readonly [T in PriceComponentType]: Pricer<ParamsOf<T>> } = {
  seat: priceSeat,
  per_call: pricePerCall,
};

/** Prices a component with the pricer of its type. */
export function priceComponent(component: PriceComponent, input: PricerInput): DraftCharge[] {
  const { params } = component;
  switch (params.type) {
    case "seat":
      return pricers.seat({ ...component, params }, input);
    case "per_call":
      return pricers.per_call({ ...component, params }, input);
  }
}
