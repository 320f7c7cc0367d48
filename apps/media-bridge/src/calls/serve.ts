import type { Floor } from "../floor.ts";
import type { LiveCall } from "../model.ts";
import { findAgent } from "./join.ts";
import { runScript } from "./script.ts";

/** A person is on the line, or whoever counts as one: a script speaks, or an agent is found. */
export function serve(floor: Floor, call: LiveCall, since: Date): void {
  if (call.order.script) runScript(floor, call, call.order.script);
  else findAgent(floor, call, since, call.order.joinDeadlineMs);
}
