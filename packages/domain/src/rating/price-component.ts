import { z } from "zod";
import { isRate } from "../money.ts";
import { parseWith } from "../parse.ts";
import { DIRECTIONS, type Direction } from "../values.ts";

/** G9: seats by the month with a minimum number of seats. */
export interface SeatParams {
  readonly type: "seat";
  /** Price of one seat for one calendar month, a decimal string in the contract's currency. */
  readonly monthlyRate: string;
  /** Seats charged each day even when fewer are leased; 0 for no minimum. */
  readonly minSeats: number;
}

/** G11: each chargeable call, plus a base fee per calendar month. */
export interface PerCallParams {
  readonly type: "per_call";
  /** Price of one chargeable call, a decimal string. */
  readonly rate: string;
  /** Added per calendar month whatever the number of calls, a decimal string; "0" for none. */
  readonly baseFee: string;
  readonly direction: Direction;
}

/** What the `params` column of a price component holds. */
export type PriceComponentParams = SeatParams | PerCallParams;
export type PriceComponentType = PriceComponentParams["type"];

export const PRICE_COMPONENT_TYPES = ["seat", "per_call"] as const satisfies readonly PriceComponentType[];

const rate = z.string().refine(isRate, "must be a decimal such as 0.125: not negative, at most 6 decimals");

const schema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("seat"), monthlyRate: rate, minSeats: z.int().min(0).max(100_000) }),
  z.strictObject({ type: z.literal("per_call"), rate, baseFee: rate, direction: z.enum(DIRECTIONS) }),
]);

/**
 * Parses a price component's parameters from outside or from the database.
 *
 * @throws CallbayError PRICE_COMPONENT_INVALID; `details.path` names the field: unknown, missing, negative or a float.
 */
export function parsePriceComponent(json: unknown): PriceComponentParams {
  return parseWith(schema, json, "PRICE_COMPONENT_INVALID", "price component");
}

/** The direction that a component prices, as its row stores it: null for what has none (a seat). */
export function directionOf(params: PriceComponentParams): Direction | null {
  return params.type === "per_call" ? params.direction : null;
}
