import { directionOf, type PriceComponentParams } from "./price-type.ts";
import type { PriceComponent, RatedContract, RatedVersion, UsageFact } from "./types.ts";

/** A component whose id says its position. */
export function component(params: PriceComponentParams, position = 0): PriceComponent {
  return { id: `c${position}`, position, params, direction: directionOf(params) };
}

export function version(components: PriceComponent[], over: Partial<RatedVersion> = {}): RatedVersion {
  return {
    id: "v1",
    version: 1,
    effectiveFrom: "2026-01-01",
    minTalkMs: 10_000,
    taxRatePpm: 0,
    taxMode: "exclusive",
    adjustments: [],
    components,
    ...over,
  };
}

export function contract(versions: RatedVersion[], over: Partial<RatedContract> = {}): RatedContract {
  return {
    currency: "CNY",
    timezone: "Asia/Shanghai",
    startsOn: "2026-01-01",
    endsOn: null,
    rateTables: new Map(),
    versions,
    ...over,
  };
}

export function call(id: string, localDate: string, over: Partial<UsageFact> = {}): UsageFact {
  return { id, kind: "call", localDate, contractVersionId: "v1", direction: "outbound", quantity: 1n, ...over };
}

export function seatDay(id: string, localDate: string, over: Partial<UsageFact> = {}): UsageFact {
  return { id, kind: "seat_day", localDate, contractVersionId: "v1", direction: null, quantity: 1n, ...over };
}

/** `seats` seat-days on each of these days. */
export function seatDaysOn(dates: readonly string[], seats: number, over: Partial<UsageFact> = {}): UsageFact[] {
  return dates.flatMap((date) =>
    Array.from({ length: seats }, (_, i) => seatDay(`${over.contractVersionId ?? "v1"} ${date} s${i}`, date, over)),
  );
}
