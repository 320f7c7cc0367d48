import { tenant, type WalkEntries } from "../entry.ts";

export const supervisionEntries: WalkEntries = {
  "monitor.get": tenant("supervisor", (t) => ({ monitorId: t.monitorId })),
  "monitor.choose": tenant("supervisor", (t) => ({ monitorId: t.monitorId, mode: "whisper" })),
  "monitor.leave": tenant("supervisor", (t) => ({ monitorId: t.monitorId })),
  // The fixture's only live call is the supervisor's own.
  "monitor.start": tenant("supervisor", (t) => ({ callId: t.talkingCallId }), { mayEndWith: ["MONITOR_OWN_CALL"] }),
  "duty.listeners": tenant("agent"),
  "supervision.get": tenant("supervisor"),
  "supervision.set": tenant("owner", () => ({ monitoring: true, announce: false, noticeConfirmed: true })),
};
