import { tenant, type WalkEntries } from "../entry.ts";

/** The agent of the fixture is in wrap-up after `callId`; the supervisor talks on `talkingCallId`. */
export const dutyEntries: WalkEntries = {
  "duty.start": tenant("agent", () => ({ device: "webrtc" })),
  "duty.current": tenant("agent"),
  "duty.desk": tenant("agent"),
  "duty.today": tenant("agent"),
  "duty.recent": tenant("agent"),
  "duty.ready": tenant("agent"),
  "duty.pause": tenant("agent", () => ({ reason: "meal" })),
  "duty.end": tenant("agent"),
  "duty.echo": tenant("agent", () => ({ on: true })),
  "duty.hangup": tenant("supervisor", (t) => ({ callId: t.talkingCallId })),
  "duty.hold": tenant("supervisor", (t) => ({ callId: t.talkingCallId, on: true })),
  "duty.mute": tenant("supervisor", (t) => ({ callId: t.talkingCallId, on: true })),
  "duty.dtmf": tenant("supervisor", (t) => ({ callId: t.talkingCallId, digits: "12#" })),
  "duty.dispose": tenant("agent", (t) => ({ callId: t.callId, dispositionId: t.dispositionId, note: "Sold one." })),
  "duty.saveNote": tenant("agent", (t) => ({ callId: t.callId, note: "Sold one." })),
  "floor.live": tenant("supervisor"),
  "floor.kick": tenant("supervisor", (t) => ({ membershipId: t.people.agent.membershipId })),
};
