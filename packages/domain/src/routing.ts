/** A trunk that a call may go over. */
export interface RouteTrunk {
  readonly trunkId: string;
  /** The lowest comes first. */
  readonly priority: number;
  /** Whose prices it has. */
  readonly carrier: string;
  /** Calls that it takes now. */
  readonly free: number;
}

/** What a carrier asks for numbers that begin so. */
export interface CarrierPrice {
  readonly carrier: string;
  /** E.164 without the plus; "" is everywhere else. */
  readonly prefix: string;
  readonly currency: string;
  /** Millionths of the currency's unit. */
  readonly perMinuteMicros: bigint;
}

export type Routing = "priority" | "least_cost";

/** The way of one call: its trunk, and where it goes when that one fails before anything rang. */
export interface Route {
  readonly trunkId: string;
  readonly next: readonly string[];
}

/** The price for a number: of the longest prefix that fits. Null: the carrier does not say. */
export function priceFor(prices: readonly CarrierPrice[], carrier: string, phone: string): CarrierPrice | null {
  const digits = phone.replace(/^\+/, "");
  let best: CarrierPrice | null = null;
  for (const price of prices)
    if (
      price.carrier === carrier &&
      digits.startsWith(price.prefix) &&
      price.prefix.length >= (best?.prefix.length ?? 0)
    )
      best = price;
  return best;
}

/**
 * All trunks in the order in which they are tried for a number. `priority`: as the operator has put them. `least_cost`: the
 * cheapest first; at one price, by priority. A carrier that states no price, or one in another currency than the first
 * trunk's, cannot be compared: it comes after those that can.
 */
export function trunkOrder<T extends Omit<RouteTrunk, "free">>(
  trunks: readonly T[],
  routing: Routing,
  prices: readonly CarrierPrice[],
  phone: string,
): T[] {
  const ordered = [...trunks].sort((a, b) => a.priority - b.priority || (a.trunkId < b.trunkId ? -1 : 1));
  if (routing === "priority") return ordered;
  const priced = ordered.map((trunk) => ({ trunk, price: priceFor(prices, trunk.carrier, phone) }));
  const currency = priced.find(({ price }) => price !== null)?.price?.currency;
  const costOf = (price: CarrierPrice | null) =>
    price?.currency === currency ? (price?.perMinuteMicros ?? null) : null;
  // The sort is stable: at one price, and among those without one, priority stays.
  return priced.sort((a, b) => compareCosts(costOf(a.price), costOf(b.price))).map(({ trunk }) => trunk);
}

/**
 * The ways of some calls, in their order: each takes the first of its trunks that has room. Fewer ways than numbers come
 * back when the trunks are full.
 */
export function routeCalls(
  trunks: readonly RouteTrunk[],
  routing: Routing,
  prices: readonly CarrierPrice[],
  phones: readonly string[],
): Route[] {
  const free = new Map(trunks.map((trunk) => [trunk.trunkId, Math.max(0, trunk.free)]));
  const routes: Route[] = [];
  for (const phone of phones) {
    const order = trunkOrder(trunks, routing, prices, phone).map(({ trunkId }) => trunkId);
    const trunkId = order.find((id) => (free.get(id) ?? 0) > 0);
    if (trunkId === undefined) break;
    free.set(trunkId, (free.get(trunkId) ?? 0) - 1);
    routes.push({ trunkId, next: order.filter((id) => id !== trunkId) });
  }
  return routes;
}

function compareCosts(a: bigint | null, b: bigint | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Causes of ITU-T Q.850 that say of the way there that it failed, none of which a phone that rings can end with: no
 * circuit (34; SIP 503 and 500 come as this or 38), network out of order (38), temporary failure (41), congestion (42),
 * circuit not available (44), resource unavailable (47).
 */
const WAY_FAILED: ReadonlySet<number> = new Set([34, 38, 41, 42, 44, 47]);

/** A trunk that takes longer to fail has perhaps reached somebody, and the agent it was meant for is long gone. */
export const FAIL_OVER_WITHIN_MS = 5_000;

/**
 * May the same attempt go over another trunk? Only when nothing can have rung: no ringing and no early sound was heard, by
 * an event stream without a gap, and the cause is one of the way's own (invariant 1).
 *
 * @param afterMs from the placing of the call to its end.
 */
export function mayFailOver(end: {
  readonly mayHaveRung: boolean;
  readonly cause: number | null;
  readonly afterMs: number;
}): boolean {
  return !end.mayHaveRung && end.cause !== null && WAY_FAILED.has(end.cause) && end.afterMs <= FAIL_OVER_WITHIN_MS;
}
