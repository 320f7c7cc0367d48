import { tenant, type WalkEntries } from "../entry.ts";

/** Calls for one agent alone. The agent of the fixture is in wrap-up, the supervisor talks: neither is ready for one. */
export const callModeEntries: WalkEntries = {
  "duty.previewNext": tenant("agent", () => ({}), { mayEndWith: ["DUTY_NOT_READY"] }),
  "duty.previewDial": tenant("agent", () => ({}), { mayEndWith: ["NO_PREVIEW"] }),
  "duty.previewSkip": tenant("agent", () => ({ reason: "not_now" }), { mayEndWith: ["NO_PREVIEW"] }),
  "duty.dial": tenant("agent", (t) => ({ campaignId: t.campaignId, contactId: t.contactIds[2] }), {
    mayEndWith: ["DUTY_NOT_READY"],
  }),
  "duty.callbacks": tenant("agent"),
  "duty.wasMachine": tenant("agent", (t) => ({ callId: t.callId, machine: true }), { mayEndWith: ["NO_DETECTION"] }),
  "campaigns.machineError": tenant("manager", (t) => ({ campaignId: t.campaignId })),
};
