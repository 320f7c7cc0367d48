import type { RawTx } from "@callbay/db/client";
import { carrierPrices } from "@callbay/db/sql/carrier-prices";
import type { LineRow } from "@callbay/db/sql/dial-snapshot";
import { type Route, routeCalls } from "@callbay/domain/routing";

/** A call that is about to be reserved. */
export interface CallToRoute {
  readonly nodeId: string;
  readonly phone: string;
}

/**
 * The trunk of each call and those after it, by the tenant's routing on its node. Prices are read only where they decide:
 * by least cost, between several trunks. Null where no trunk has room.
 */
export async function routesOf(
  tx: RawTx,
  lines: readonly LineRow[],
  calls: readonly CallToRoute[],
): Promise<(Route | null)[]> {
  const routes: (Route | null)[] = calls.map(() => null);
  for (const nodeId of new Set(calls.map((call) => call.nodeId))) {
    const own = lines.filter((line) => line.nodeId === nodeId);
    const indices = calls.flatMap((call, index) => (call.nodeId === nodeId ? [index] : []));
    const phones = indices.map((index) => calls[index]?.phone ?? "");
    const routing = own[0]?.routing ?? "priority";
    const carriers = own.map(({ carrier }) => carrier);
    const prices = routing === "least_cost" && own.length > 1 ? await carrierPrices(tx, carriers, phones) : [];
    const trunks = own.map(({ trunkId, priority, carrier, trunkMax, trunkInUse }) => ({
      ...{ trunkId, priority, carrier },
      free: trunkMax - trunkInUse,
    }));
    const found = routeCalls(trunks, routing, prices, phones);
    for (const [i, index] of indices.entries()) routes[index] = found[i] ?? null;
  }
  return routes;
}
