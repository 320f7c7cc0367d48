import { FieldReader, type Problems } from "~/contract/field-reader.ts";
import { readPrice } from "~/contract/price-form.ts";
import type { PriceDraft, PriceType } from "~/contract/prices/kind.ts";
import { KINDS } from "~/contract/prices/kinds.ts";

export const COST_KEYS = ["outbound", "inbound", "seat", "hourly"] as const;
export type CostKey = (typeof COST_KEYS)[number];

/** One kind of cost as it is being typed; null: not counted. */
export type CostDrafts = Readonly<Record<CostKey, PriceDraft | null>>;

/** Nothing counted yet; the seats' and agents' costs are the ones that most operators know. */
export const NO_COSTS: CostDrafts = { outbound: null, inbound: null, seat: null, hourly: null };

export function newCost(key: CostKey): PriceDraft {
  const id = COST_KEYS.indexOf(key) + 1;
  if (key === "seat") return { id, type: "seat", values: KINDS.seat.empty };
  if (key === "hourly") return { id, type: "hourly", values: KINDS.hourly.empty };
  return { id, type: "per_minute", values: { ...KINDS.per_minute.empty, direction: key } };
}

/** What is typed as the api takes it, and what is wrong with it, by `<key>.<field>`. */
export function readCosts(drafts: CostDrafts): { components: Json[]; problems: Problems } {
  const fields = FieldReader.fresh();
  const components = COST_KEYS.flatMap((key) => {
    const draft = drafts[key];
    return draft ? [said(readPrice<PriceType>(draft, fields.within(key)))] : [];
  });
  return { components, problems: fields.problems };
}

type Json = Record<string, string | number | boolean | null | string[]>;

function said(params: object): Json {
  return JSON.parse(JSON.stringify(params));
}
