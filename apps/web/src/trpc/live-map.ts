import type { RouterOutputs } from "@callbay/api/router";

type Stream = RouterOutputs["live"]["events"];
/** What the server tells the screens while they are open. */
export type LiveEvent = Stream extends AsyncIterable<infer Event> ? Event : never;

/**
 * Which queries an event makes stale, by the beginning of their path. `duty.current` is not here: the desk asks for it
 * itself, at the event and not in a batch with slower ones, since a customer is on the line.
 */
const QUERIES: Readonly<Record<LiveEvent["type"], readonly string[]>> = {
  "duty.changed": [
    "duty.desk",
    "duty.today",
    "duty.recent",
    "floor.live",
    "overview",
    "seats",
    "campaigns.progress",
    "operator.pool",
  ],
  "call.joined": ["floor.live", "overview", "campaigns.progress"],
  "call.changed": [
    "duty.today",
    "duty.recent",
    "duty.callbacks",
    "calls",
    "floor.live",
    "overview",
    "campaigns.progress",
    "campaigns.contacts",
    "campaigns.contact",
    "campaigns.why",
    "callbacks",
    "contacts.get",
    "contacts.recent",
    "success",
  ],
  "message.changed": ["duty.messages", "messages"],
  "floor.changed": ["floor.pulse", "floor.alertCount"],
  "monitor.changed": ["monitor", "floor.live"],
  "call.monitored": ["duty.listeners"],
  "campaign.changed": [
    "campaigns",
    "callbacks",
    "contacts.get",
    "duty.callbacks",
    "lists.get",
    "segments.list",
    "compliance",
    "callerIds",
    "duty.desk",
    "overview",
    "operator.approvals",
    "operator.tenants",
  ],
  "import.progress": ["lists", "segments"],
  "quality.changed": ["quality"],
  "dnc.changed": ["dnc", "operator.registers"],
  "seat.changed": ["seats", "duty.desk", "overview", "operator.seats", "operator.tenants"],
  "contract.changed": ["contracts", "seats", "operator.contracts", "operator.tenants", "operator.billing"],
  "invoice.changed": [
    "invoices",
    "usage",
    "payments",
    "operator.billing",
    "operator.disputes",
    "operator.payments",
    "operator.ledger",
  ],
  "pool.changed": ["operator.pool"],
  "tenant.changed": ["operator.tenants", "people", "session.me"],
  // The stream of who is out ends, and that is seen.
  "session.ended": [],
};

export function queriesOf(type: LiveEvent["type"]): readonly string[] {
  return QUERIES[type];
}
