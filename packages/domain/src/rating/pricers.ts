import { priceCommission } from "./commission.ts";
import { priceHourly } from "./hourly.ts";
import { priceMessage } from "./message.ts";
import { priceNumber } from "./number.ts";
import { pricePackage } from "./package.ts";
import { pricePerCall } from "./per-call.ts";
import { pricePerMinute } from "./per-minute.ts";
import type { PriceComponentParams, PriceComponentType } from "./price-type.ts";
import { priceProject } from "./project.ts";
import { priceSeat } from "./seat.ts";
import { priceSetup } from "./setup.ts";
import type { PriceComponent, Pricer, PricerInput, Pricing, UsageKind } from "./types.ts";

type ParamsOf<T extends PriceComponentType> = Extract<PriceComponentParams, { type: T }>;

/** One pricer per type of price component. A new type does not compile until it has one. */
export const pricers: { readonly [T in PriceComponentType]: Pricer<ParamsOf<T>> } = {
  seat: priceSeat,
  package: pricePackage,
  per_call: pricePerCall,
  per_minute: pricePerMinute,
  commission: priceCommission,
  hourly: priceHourly,
  project: priceProject,
  setup: priceSetup,
  number: priceNumber,
  message: priceMessage,
};

/** What a type of component looks at; no other fact is handed to it. */
export const KINDS_PRICED: Readonly<Record<PriceComponentType, readonly UsageKind[]>> = {
  seat: ["seat_day"],
  package: ["call"],
  per_call: ["call"],
  per_minute: ["call"],
  commission: ["success", "connected", "reversal"],
  hourly: ["agent_time"],
  project: ["milestone"],
  setup: [],
  number: ["number_day"],
  message: ["message"],
};

/** Begins to price a component with the pricer of its type. */
export function beginPricing({ params, ...component }: PriceComponent, input: PricerInput): Pricing {
  switch (params.type) {
    case "seat":
      return pricers.seat({ ...component, params }, input);
    case "package":
      return pricers.package({ ...component, params }, input);
    case "per_call":
      return pricers.per_call({ ...component, params }, input);
    case "per_minute":
      return pricers.per_minute({ ...component, params }, input);
    case "commission":
      return pricers.commission({ ...component, params }, input);
    case "hourly":
      return pricers.hourly({ ...component, params }, input);
    case "project":
      return pricers.project({ ...component, params }, input);
    case "setup":
      return pricers.setup({ ...component, params }, input);
    case "number":
      return pricers.number({ ...component, params }, input);
    case "message":
      return pricers.message({ ...component, params }, input);
  }
}
