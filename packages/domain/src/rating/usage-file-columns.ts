import type { UsageKind } from "./types.ts";

/** The columns of a usage file, in the order in which this project writes them; a file may leave out and reorder. */
export const USAGE_COLUMNS = [
  "id",
  "kind",
  "date",
  "direction",
  "quantity",
  "talk_ms",
  "phone",
  "outcome",
  "disposition",
  "person",
  "role",
  "state",
  "order_value",
  "order_cost",
  "reverses",
  "reverses_date",
  "charged_at",
  "key",
  "charged",
] as const;
export type UsageColumn = (typeof USAGE_COLUMNS)[number];

export const NEEDED_COLUMNS: readonly UsageColumn[] = ["id", "kind", "date"];

interface ColumnsOfKind {
  readonly needed: readonly UsageColumn[];
  readonly allowed: readonly UsageColumn[];
}

/** What a row of each kind must say and may say, besides id, kind, date, quantity and charged. */
export const COLUMNS_OF_KIND: Readonly<Record<UsageKind, ColumnsOfKind>> = {
  call: { needed: ["direction", "talk_ms"], allowed: ["phone", "outcome", "disposition"] },
  seat_day: { needed: [], allowed: [] },
  agent_time: { needed: ["quantity", "person", "role", "state"], allowed: [] },
  success: { needed: ["direction"], allowed: ["order_value", "order_cost"] },
  connected: { needed: ["direction"], allowed: [] },
  reversal: {
    needed: ["direction", "reverses"],
    allowed: ["reverses_date", "charged_at", "order_value", "order_cost"],
  },
  milestone: { needed: ["key"], allowed: [] },
  number_day: { needed: [], allowed: [] },
  message: { needed: [], allowed: [] },
};
