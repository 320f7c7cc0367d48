import { commission } from "./commission.tsx";
import { hourly } from "./hourly.tsx";
import type { PriceKind, PriceType } from "./kind.ts";
import { packagePrice } from "./package.tsx";
import { perCall } from "./per-call.tsx";
import { perMinute } from "./per-minute.tsx";
import { project } from "./project.tsx";
import { seat } from "./seat.tsx";
import { message, numberRental, setup } from "./small.tsx";

export const KINDS: { readonly [T in PriceType]: PriceKind<T> } = {
  seat,
  package: packagePrice,
  per_call: perCall,
  per_minute: perMinute,
  commission,
  hourly,
  project,
  setup,
  number: numberRental,
  message,
};

/** In the order in which the menu offers them, by what they charge for. */
export const PRICE_GROUPS: readonly (readonly PriceType[])[] = [
  ["seat", "package", "per_call", "per_minute"],
  ["commission", "hourly", "project"],
  ["setup", "number", "message"],
];
