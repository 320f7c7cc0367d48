import type { Floor } from "../floor.ts";
import type { LiveCall } from "../model.ts";
import { listen, resumeMachine } from "./machine.ts";
import { serve } from "./serve.ts";

/**
 * Somebody picked up: the node listens for a machine where the campaign wants that, and the caller is served. What was
 * heard before a change of owners is not listened for again.
 */
export function takeAnswered(floor: Floor, call: LiveCall, at: Date): void {
  call.answeredAt = at;
  if (call.order.machine.detect && call.machineAct === null) listen(floor, call, at);
  else if (call.machineAct === null || call.machineAct === "join") serve(floor, call, at);
  else resumeMachine(floor, call);
}
