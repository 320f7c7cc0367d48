import type { Floor } from "../floor.ts";
import type { Agent, LiveCall } from "../model.ts";

/** Ends the recording of a call; its file is fetched when the PBX says that it is written. */
export function stopRecording(floor: Floor, call: LiveCall): void {
  const { recordingId } = call;
  call.recordingId = null;
  if (!recordingId) return;
  void floor.attempt("recording's stop", () => floor.parts.pbx.stopRecording(recordingId), { recordingId });
}

/**
 * The agent is out of the call. After a conversation comes wrap-up, unless the disposition is there already, none is
 * asked for, or it is somebody else's to give.
 */
export function releaseFrom(floor: Floor, call: LiveCall, agent: Agent, at: Date, { owes }: { owes: boolean }): void {
  const { callId, needsDisposition } = call.order;
  if (call.muted && agent.legId) {
    const legId = agent.legId;
    void floor.attempt("unmute", () => floor.parts.pbx.unmute(legId, "in"), { callId });
  }
  call.muted = false;
  const disposed = !owes || call.joinedAt === null || !needsDisposition || agent.disposedCallId === callId;
  floor.step(agent, { type: "callEnded", callId, disposed }, at);
}
