import type { Floor } from "../floor.ts";
import type { LiveCall } from "../model.ts";

/**
 * Reads what the agent's screen will show, while the customer's phone still rings, so that the pop carries it. Without it
 * the desk asks for itself, some tens of milliseconds later.
 */
export function prepareCard(floor: Floor, call: LiveCall): void {
  if (call.card) return;
  const { tenantId, callId } = call.order;
  floor.parts.records.readCard(tenantId, callId).then(
    (card) => {
      call.card = card;
    },
    (error: unknown) => floor.parts.log.warn({ callId, err: error }, "the screen pop's card could not be read"),
  );
}
