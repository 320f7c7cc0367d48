import type { Floor } from "../floor.ts";
import type { LiveCall } from "../model.ts";
import { endMachine, listen } from "./machine.ts";
import { serve } from "./serve.ts";

/**
 * Somebody picked up: the node listens for a machine where the campaign wants that, and the customer is served. What was
 * heard before a change of owners is not listened for again.
 *
 * @param adopted taken over from another owner: the node may still be listening for that one.
 */
export function takeAnswered(floor: Floor, call: LiveCall, at: Date, adopted = false): void {
  call.answeredAt = at;
  if (call.order.machine.detect && call.machineAct === null) listen(floor, call, at, adopted);
  else if (call.machineAct === null || call.machineAct === "join") serve(floor, call, at);
  else endMachine(floor, call, adopted);
}
