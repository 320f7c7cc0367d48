import { endBySystem } from "../calls/abandon.ts";
import type { Floor } from "../floor.ts";
import type { Agent, LiveCall } from "../model.ts";
import { endEcho } from "./echo.ts";

/** An agent who went off, or to another node, leaves nothing on this one: no leg, no bridge, no account. */
export function leaveNode(floor: Floor, agent: Agent): void {
  const { pbx } = floor.parts;
  floor.agents.delete(agent.dutySessionId);
  agent.cancelNail?.();
  agent.cancelAway?.();
  endEcho(floor, agent);
  for (const call of floor.calls.values()) if (isRingingFor(agent, call)) endBySystem(floor, call);
  const legId = agent.legId;
  if (legId) {
    floor.legs.delete(legId);
    void floor.attempt("leg's end", () => pbx.hangup(legId), { legId });
  }
  void floor.attempt("bridge's end", () => pbx.destroyBridge(agent.bridgeId), { bridgeId: agent.bridgeId });
  if (agent.isDeskPhone) return;
  void floor.attempt("account's end", () => pbx.removeAccount(agent.username), { username: agent.username });
}

/** Nobody would be there when it is answered. One that was answered has its deadline and its message. */
function isRingingFor({ dutySessionId }: Agent, { order, answeredAt }: LiveCall): boolean {
  return order.reservedFor === dutySessionId && answeredAt === null;
}
