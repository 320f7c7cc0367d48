import { onEchoAnswered } from "../agents/echo.ts";
import { stand } from "../agents/nail-up.ts";
import { takeAnswered } from "../calls/answered.ts";
import type { Floor } from "../floor.ts";
import { onMonitorAnswered } from "../monitors/on.ts";
import { isOurChannel } from "../names.ts";
import { targetAnswered } from "../transfer/target.ts";

/** A channel came under our control: a customer picked up, or an agent's softphone did. */
export function onAnswered(floor: Floor, channelId: string, at: Date): void {
  const { pbx } = floor.parts;
  const call = floor.calls.get(channelId);
  if (call) {
    if (call.phase !== "dialing" && call.phase !== "ringing") return;
    call.lastSeenAt = at;
    const { tenantId, callId } = call.order;
    floor.writeCall(callId, (records) => records.markAnswered({ tenantId, callId, at }));
    takeAnswered(floor, call, at);
    return;
  }
  const agent = floor.legs.get(channelId);
  if (agent) {
    stand(floor, agent, channelId);
    return;
  }
  if (onMonitorAnswered(floor, channelId, at) || onEchoAnswered(floor, channelId)) return;
  if (floor.consults.has(channelId)) {
    targetAnswered(floor, channelId, at);
    return;
  }
  // Nobody here knows this channel: a leg of a session that ended, or somebody dialling in, which nobody answers yet.
  const reason = isOurChannel(channelId) ? "normal" : "congestion";
  void floor.attempt("stray channel's end", () => pbx.hangup(channelId, reason), {
    channelId,
  });
}
