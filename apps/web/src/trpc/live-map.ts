import type { RouterOutputs } from "@callbay/api/router";

type Stream = RouterOutputs["live"]["events"];
/** What the server tells the screens while they are open. */
export type LiveEvent = Stream extends AsyncIterable<infer Event> ? Event : never;

/** Which queries an event makes stale, by the beginning of their path. */
const QUERIES: Readonly<Record<LiveEvent["type"], readonly string[]>> = {
  "duty.changed": [
    "duty.current",
    "duty.desk",
    "duty.today",
    "floor",
    "overview",
    "seats",
    "campaigns.progress",
    "operator.pool",
  ],
  "call.joined": ["duty.current", "floor", "overview", "campaigns.progress"],
  "call.changed": ["duty", "calls", "floor", "overview", "campaigns.progress", "campaigns.contacts"],
  "campaign.changed": ["campaigns", "duty.desk", "overview", "operator.approvals", "operator.tenants"],
  "import.progress": ["lists"],
  "seat.changed": ["seats", "duty.desk", "overview", "operator.seats", "operator.tenants"],
  "contract.changed": ["contracts", "seats", "operator.contracts", "operator.tenants", "operator.billing"],
  "invoice.changed": ["invoices", "usage", "operator.billing"],
  "pool.changed": ["operator.pool"],
  "tenant.changed": ["operator.tenants", "people", "session.me"],
};

export function queriesOf(type: LiveEvent["type"]): readonly string[] {
  return QUERIES[type];
}
