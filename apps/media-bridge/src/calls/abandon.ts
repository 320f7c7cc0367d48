import type { Floor } from "../floor.ts";
import type { LiveCall } from "../model.ts";

/** The message is short; a playback whose end is never told must not keep the line open. */
const MESSAGE_LIMIT_MS = 20_000;

/** No agent in time: the customer hears the campaign's message, and the call ends. */
export function abandon(floor: Floor, call: LiveCall): void {
  if (call.phase !== "waiting") return;
  const { callId, tenantId, abandonedMedia } = call.order;
  const { pbx, clock } = floor.parts;
  call.phase = "abandoning";
  const { music } = call;
  call.music = false;
  const at = clock.now();
  floor.writeCall(callId, (records) => records.noteEvent({ tenantId, callId, at, type: "abandoned_message" }));
  call.cancelTimer = clock.after(MESSAGE_LIMIT_MS, () => endBySystem(floor, call));
  void floor
    .attempt(
      "abandoned message",
      async () => {
        if (music) await pbx.stopMusic(callId);
        await pbx.play(callId, `abandoned-${callId}`, abandonedMedia);
      },
      { callId },
    )
    .then((playing) => {
      if (!playing) endBySystem(floor, call);
    });
}

/** Which call a playback belongs to, and what of it: see the names that are given. */
export function callOfPlayback(id: string): { what: string; callId: string; number: number } | null {
  const [, what = "", callId = "", number = "0"] = PLAYBACK.exec(id) ?? [];
  return what ? { what, callId, number: Number(number) } : null;
}

const PLAYBACK = /^(abandoned|machine|script)-([0-9a-f-]{36})(?:-(\d+))?$/;

/** Hangs up on behalf of nobody in the conversation. */
export function endBySystem(floor: Floor, call: LiveCall): void {
  const { callId } = call.order;
  if (floor.calls.get(callId) !== call) return;
  call.cancelTimer?.();
  call.cancelTimer = null;
  call.endedBy ??= "system";
  void floor.attempt("hang-up", () => floor.parts.pbx.hangup(callId), { callId });
}
