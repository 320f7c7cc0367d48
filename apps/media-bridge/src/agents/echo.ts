import { ECHO_MS, mayEcho } from "@callbay/domain/duty/echo";
import type { NodeCommandResult } from "@callbay/jobs/node-queues";
import type { Floor } from "../floor.ts";
import type { Agent } from "../model.ts";
import { echoName } from "../names.ts";

const OK: NodeCommandResult = { ok: true };

/**
 * The echo test: a copy of what the agent's leg says stands beside it in its own bridge, so that the agent hears what
 * arrived here, the way a customer would. It is a channel of the node alone: no line, no account, nothing to dial. It
 * ends by itself after ECHO_MS, with the leg, and before anybody could be joined.
 */
export async function setEcho(floor: Floor, agent: Agent, on: boolean): Promise<NodeCommandResult> {
  if (!on) {
    endEcho(floor, agent);
    return OK;
  }
  if (agent.echoId) return OK;
  const { legId, dutySessionId } = agent;
  const { pbx, clock, newId } = floor.parts;
  if (!legId || !agent.duty.legUp)
    return { ok: false, code: "DUTY_LEG_DOWN", message: "Your softphone is not connected yet; try again." };
  if (!mayEcho(agent.duty.state) || agent.guestOf)
    return { ok: false, code: "ECHO_NOT_NOW", message: "A call may come to you now. Pause first, then test the line." };
  const echoId = echoName(dutySessionId, newId().slice(-12));
  agent.echoId = echoId;
  agent.cancelEcho = clock.after(ECHO_MS, () => endEcho(floor, agent));
  const isThere = await floor.attempt(
    "an agent's echo",
    () => pbx.snoop({ channelId: echoId, of: legId, spy: "in", whisper: "none" }),
    { dutySessionId },
  );
  if (isThere) return OK;
  endEcho(floor, agent);
  return { ok: false, code: "PBX_REFUSED", message: "The telephone system did not do it; try again." };
}

/** The copy is there: from now on the agent hears it. Answers whether the channel is one. */
export function onEchoAnswered(floor: Floor, channelId: string): boolean {
  const agent = [...floor.agents.values()].find(({ echoId }) => echoId === channelId);
  if (!agent) return false;
  const { bridgeId } = agent;
  void floor.attempt("an agent's echo", () => floor.parts.pbx.addToBridge(bridgeId, channelId), { channelId });
  return true;
}

/** Ends the echo, if there is one. */
export function endEcho(floor: Floor, agent: Agent): void {
  const { echoId } = agent;
  agent.cancelEcho?.();
  agent.cancelEcho = null;
  agent.echoId = null;
  if (echoId) void floor.attempt("an echo's end", () => floor.parts.pbx.hangup(echoId), { echoId });
}
