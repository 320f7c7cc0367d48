"use client";
import type { RateTableChoice } from "./prices/kind.ts";

const NONE: readonly RateTableChoice[] = [];

/** The price lists that a per-minute price may name. */
export function useRateTables(): readonly RateTableChoice[] {
  return NONE;
}
