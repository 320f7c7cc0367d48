import type { CommissionParams, PriceComponentParams } from "./price-type.ts";
import type { AssumedUsage } from "./quote.ts";
import type { RateTable } from "./rate-table.ts";

/** What a worked example assumes: enough to show each part of the price at work. */
export interface Assumption {
  readonly params: PriceComponentParams;
  readonly usage: AssumedUsage;
  readonly messageKey: string;
  /** What the example's text says of the usage. */
  readonly shown: Readonly<Record<string, string | number>>;
}

/** The usage that a component's example assumes. */
export function assumptionFor(params: PriceComponentParams, tables: ReadonlyMap<string, RateTable>): Assumption {
  const plain = (usage: AssumedUsage): Assumption => ({ params, usage, messageKey: "pricing.example", shown: {} });
  switch (params.type) {
    case "seat": {
      const least = Math.max(1, params.minSeats + (params.minSeats > 0 ? -1 : 5));
      const tier = params.tiers?.[0]?.from ?? 0;
      const seats = Math.max(least, tier === 0 ? 0 : tier + 1);
      return { params, usage: { seats }, messageKey: "pricing.seat.example", shown: { seats } };
    }
    case "per_call": {
      const tier = params.tiers?.[0]?.from ?? 0;
      const calls = Math.max(1000, tier === 0 ? 0 : tier + 99);
      const usage = { calls: { [params.direction]: calls } };
      return { params, usage, messageKey: "pricing.perCall.example", shown: { calls } };
    }
    case "package": {
      const used = params.included + Math.max(1, Math.ceil(params.included / 5));
      const one = { [params.direction]: used };
      return plain(params.unit === "call" ? { calls: one } : { calls: one, averageTalkSeconds: 60 });
    }
    case "per_minute": {
      const table = params.rateTableId === undefined ? undefined : tables.get(params.rateTableId);
      const prefix = table?.rows[0]?.prefix;
      const destinations = prefix === undefined ? [] : [{ prefix, share: 1 }];
      const { rateTableId: _named, ...without } = params;
      const usage = { calls: { [params.direction]: 100 }, averageTalkSeconds: 61, destinations };
      return { ...plain(usage), params: table === undefined ? without : params };
    }
    case "commission":
      return plain(commissionUsage(params));
    case "hourly":
      return plain({ agentHours: 100 });
    case "number":
      return plain({ numbers: 2 });
    case "message":
      return plain({ messages: 1000 });
    case "project":
    case "setup":
      return plain({});
  }
}

/** Successes at the rate of the first tier, enough for the bonus, out of a thousand contacts or more. */
function commissionUsage({ direction, tiers, bonus }: CommissionParams): AssumedUsage {
  const way = direction ?? "outbound";
  const ppm = tiers?.[0]?.fromSuccessRatePpm ?? 50_000;
  const connected = Math.max(1000, Math.ceil(((bonus?.fromSuccesses ?? 0) * 1_000_000) / ppm));
  const successes = Math.ceil((connected * ppm) / 1_000_000);
  return {
    connected: { [way]: connected },
    successes: { [way]: successes },
    averageOrderValue: "200",
    averageOrderCost: "120",
  };
}
