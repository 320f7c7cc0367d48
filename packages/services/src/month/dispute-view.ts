import type { DisputeRow } from "@callbay/db/sql/month";
import type { Message } from "@callbay/domain/message";
import { microsToMinor, roundHalfAwayFromZero } from "@callbay/domain/money";

export type DisputeView = ReturnType<typeof disputeView>;

/** A dispute as both sides see it. */
export function disputeView(row: DisputeRow) {
  const { description, lineQuantityMicros: _of, unitPriceMicros: _at, quantity: _pieces, ...rest } = row;
  return { ...rest, description: description as Message, atStakeMinor: atStake(row) };
}

/** Units of which one record of usage is one piece. */
const BY_PIECE = new Set(["call", "success", "message", "item"]);
const MICROS = 1_000_000n;

/**
 * What a dispute is about, in money: its line, or of one record the line's price for it. Where lines are priced by time
 * or by the month it is the record's share, which only says about how much.
 */
function atStake(row: DisputeRow): bigint {
  const { quantity, unit, unitPriceMicros, currency, lineMinor, lineQuantityMicros, talkMs } = row;
  if (quantity === null) return lineMinor;
  if (BY_PIECE.has(unit)) return microsToMinor(unitPriceMicros * quantity, currency);
  const pieces = unit === "minute" ? (BigInt(talkMs ?? 0) * MICROS) / 60_000n : quantity * MICROS;
  if (lineQuantityMicros <= pieces) return lineMinor;
  return roundHalfAwayFromZero(lineMinor * pieces, lineQuantityMicros);
}
