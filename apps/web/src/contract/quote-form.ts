import type { AssumedUsage } from "@callbay/domain/rating/assumed-usage";
import { directionOf, type PriceComponentParams } from "@callbay/domain/rating/price-type";
import { type Quote, quote } from "@callbay/domain/rating/quote";
import type { RatedVersion } from "@callbay/domain/rating/types";
import type { Direction } from "@callbay/domain/values";
import { wholeNumber } from "../lib/decimal.ts";
import { readAdjustments } from "./adjustment-form.ts";
import { FieldReader } from "./field-reader.ts";
import { completePrice } from "./price-form.ts";
import type { TermsDraft } from "./terms-form.ts";

/** What a month is assumed to use, as typed. */
export const ASSUMED = {
  seats: "20",
  callsOutbound: "5000",
  callsInbound: "2000",
  averageTalkSeconds: "150",
  successesOutbound: "200",
  successesInbound: "50",
  averageOrderValue: "300",
  averageOrderCost: "220",
  agentHours: "1600",
  numbers: "5",
  messages: "1000",
} as const;

export type Assumption = keyof typeof ASSUMED;
export type Assumptions = Readonly<Record<Assumption, string>>;

const ORDER = Object.keys(ASSUMED) as Assumption[];

/** Only what these prices depend on is asked for. */
export function assumptionsFor(components: readonly PriceComponentParams[]): Assumption[] {
  const needed = new Set(components.flatMap(neededBy));
  return ORDER.filter((one) => needed.has(one));
}

function neededBy(params: PriceComponentParams): Assumption[] {
  const calls = (direction: Direction | null): Assumption =>
    direction === "inbound" ? "callsInbound" : "callsOutbound";
  switch (params.type) {
    case "seat":
      return ["seats"];
    case "package":
      return [calls(params.direction), ...(params.unit === "minute" ? (["averageTalkSeconds"] as const) : [])];
    case "per_call":
      return [calls(params.direction)];
    case "per_minute":
      return [calls(params.direction), "averageTalkSeconds"];
    case "commission":
      return [
        calls(params.direction),
        params.direction === "inbound" ? "successesInbound" : "successesOutbound",
        ...(params.basis === "fixed" ? [] : (["averageOrderValue"] as const)),
        ...(params.basis === "margin" ? (["averageOrderCost"] as const) : []),
      ];
    case "hourly":
      return ["agentHours"];
    case "number":
      return ["numbers"];
    case "message":
      return ["messages"];
    case "project":
    case "setup":
      return [];
  }
}

/** The prices that are typed to their end. */
export function completePrices(draft: TermsDraft): PriceComponentParams[] {
  return draft.prices.flatMap((price) => completePrice(price) ?? []);
}

function versionOf(draft: TermsDraft): RatedVersion {
  const fields = FieldReader.fresh();
  const adjustments = readAdjustments(draft, fields);
  const wrong = Object.keys(fields.problems).length > 0;
  return {
    id: "draft",
    version: 1,
    effectiveFrom: "2000-01-01",
    components: completePrices(draft).map((params, position) => ({
      id: String(position),
      position,
      params,
      direction: directionOf(params),
    })),
    adjustments: wrong ? [] : adjustments,
    minTalkMs: Math.round((Number(draft.minTalkSeconds) || 0) * 1000),
    taxRatePpm: FieldReader.fresh().percent("taxPercent", draft.taxPercent),
    taxMode: draft.taxMode,
  };
}

function usageOf(assumed: Assumptions): AssumedUsage {
  const count = (name: Assumption): number => wholeNumber(assumed[name], 100_000_000) ?? 0;
  const fields = FieldReader.fresh();
  return {
    seats: count("seats"),
    calls: { outbound: count("callsOutbound"), inbound: count("callsInbound") },
    averageTalkSeconds: count("averageTalkSeconds"),
    successes: { outbound: count("successesOutbound"), inbound: count("successesInbound") },
    averageOrderValue: fields.rate("value", assumed.averageOrderValue, "0"),
    averageOrderCost: fields.rate("cost", assumed.averageOrderCost, "0"),
    agentHours: count("agentHours"),
    numbers: count("numbers"),
    messages: count("messages"),
  };
}

/**
 * What a month under these terms costs with usage as assumed, by the engine that rates invoices. Prices that are not
 * complete are left out. Calls are assumed to go where no rate table reaches.
 *
 * @param month whose days count, whole.
 * @returns null while no price is complete, or where the engine refuses a figure.
 */
export function quoteOf(draft: TermsDraft, currency: string, assumed: Assumptions, month: string): Quote | null {
  const version = versionOf(draft);
  if (version.components.length === 0) return null;
  const named = version.components.flatMap(({ params }) =>
    params.type === "per_minute" && params.rateTableId ? [params.rateTableId] : [],
  );
  const rateTables = new Map(named.map((id) => [id, { id, name: id, rows: [] }]));
  try {
    return quote({ currency, timezone: "UTC", rateTables, versions: [version] }, usageOf(assumed), month);
  } catch {
    return null;
  }
}
