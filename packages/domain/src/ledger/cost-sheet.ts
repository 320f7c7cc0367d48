import { z } from "zod";
import type { LocalDate } from "../days.ts";
import { CallbayError } from "../errors.ts";
import { parseRate } from "../money.ts";
import { parsePriceComponent } from "../rating/price-component.ts";
import { directionOf, type HourlyParams, type PerMinuteParams, type SeatParams } from "../rating/price-type.ts";
import type { RatedVersion } from "../rating/types.ts";

/** What the operator's own resources cost, in the words of price components. */
export type CostComponent = PerMinuteParams | SeatParams | HourlyParams;

/** The costs of a currency from a day on; they hold until the next sheet's. */
export interface CostSheet {
  readonly id: string;
  readonly effectiveFrom: LocalDate;
  readonly components: readonly CostComponent[];
}

const list = z.array(z.unknown()).min(1).max(20);

/**
 * Parses the components of a cost sheet: per_minute for a carrier and direction, seat, hourly for agents whom the
 * operator employs. Costs follow from work alone, so what is paid whatever the work (base fees, minimums) is refused:
 * it would be counted once for every client.
 *
 * @throws CallbayError COST_SHEET_INVALID, PRICE_COMPONENT_INVALID; `details.path` names the field.
 */
export function parseCostComponents(json: unknown): CostComponent[] {
  const parsed = list.safeParse(json);
  if (!parsed.success) throw invalid("components", "A cost sheet has 1 to 20 components.");
  const components = parsed.data.map((one, index): CostComponent => {
    const params = parsePriceComponent(one);
    if (params.type !== "per_minute" && params.type !== "seat" && params.type !== "hourly")
      throw invalid(`components.${index}.type`, "Costs are per minute, per seat or per hour.");
    for (const field of FIXED)
      if (field in params && !isNothing(params[field as keyof typeof params]))
        throw invalid(`components.${index}.${field}`, "A fixed cost would be counted once for every client.");
    return params;
  });
  const twice = components.findIndex((one, index) => components.findIndex((other) => same(one, other)) !== index);
  if (twice >= 0) throw invalid(`components.${twice}`, "The same work would be counted twice.");
  return components;
}

const FIXED = ["baseFee", "minimumCharge", "minSeats"];

function isNothing(value: unknown): boolean {
  return value === undefined || value === 0 || (typeof value === "string" && parseRate(value) === 0n);
}

/** Do both price the same work? Hourly ones may stand side by side: for other states, for other roles. */
function same(a: CostComponent, b: CostComponent): boolean {
  if (a.type === "hourly" && b.type === "hourly") {
    const roles = (one: HourlyParams, other: HourlyParams): boolean =>
      one.roles === undefined || other.roles === undefined || one.roles.some((role) => other.roles?.includes(role));
    return a.states.some((state) => b.states.includes(state)) && roles(a, b);
  }
  return a.type === b.type && directionOf(a) === directionOf(b);
}

function invalid(path: string, message: string): CallbayError {
  return new CallbayError("invalid", "COST_SHEET_INVALID", `${message} Nothing was changed.`, { path });
}

/** A sheet as the engine reads terms. */
export function termsOfSheet({ id, effectiveFrom, components }: CostSheet, version: number): RatedVersion {
  return {
    id,
    version,
    effectiveFrom,
    components: components.map((params, position) => ({
      id: `${id} ${position}`,
      position,
      params,
      direction: directionOf(params),
    })),
    adjustments: [],
    minTalkMs: 0,
    taxRatePpm: 0,
    taxMode: "exclusive",
  };
}
