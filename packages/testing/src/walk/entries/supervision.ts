import { tenant, type WalkEntries } from "../entry.ts";

export const supervisionEntries: WalkEntries = {
  "monitor.get": tenant("supervisor", (t) => ({ monitorId: t.monitorId })),
  "monitor.choose": tenant("supervisor", (t) => ({ monitorId: t.monitorId, mode: "whisper" })),
  "monitor.leave": tenant("supervisor", (t) => ({ monitorId: t.monitorId })),
  // The fixture's only live call is the supervisor's own.
  "monitor.start": tenant("supervisor", (t) => ({ callId: t.talkingCallId }), { mayEndWith: ["MONITOR_OWN_CALL"] }),
  "messages.list": tenant("manager"),
  "messages.send": tenant("manager", (t) => ({
    to: { kind: "person", id: t.people.agent.membershipId },
    body: "Well done.",
    important: false,
  })),
  "duty.messages": tenant("agent"),
  "duty.markMessage": tenant("agent", (t) => ({ messageId: t.messageId, acknowledge: true })),
  "floor.pulse": tenant("supervisor"),
  "floor.alertCount": tenant("supervisor"),
  "floor.acknowledge": tenant("supervisor", () => ({ key: "wrapupLong:walk", rule: "wrapupLong" })),
  "floor.setAlerts": tenant("manager", () => ({ alerts: { wrapupLong: { on: true, limit: 90 } } })),
  "duty.listeners": tenant("agent"),
  "supervision.get": tenant("supervisor"),
  "supervision.set": tenant("owner", () => ({ monitoring: true, announce: false, noticeConfirmed: true })),
};
