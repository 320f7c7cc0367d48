import { tenant, type WalkEntries } from "../entry.ts";

/** The supervisor talks on `talkingCallId`, and a transfer of that call is under way. */
export const callControlEntries: WalkEntries = {
  "duty.transfer": tenant(
    "supervisor",
    (t) => ({ callId: t.talkingCallId, mode: "blind", target: { kind: "campaign", campaignId: t.campaignId } }),
    { mayEndWith: ["TRANSFER_UNDER_WAY"] },
  ),
  "duty.transferAct": tenant("supervisor", (t) => ({ callId: t.talkingCallId, act: "cancel" })),
  "seats.issuePhone": tenant("manager", (t) => ({ leaseId: t.freeLeaseId })),
  "seats.revokePhone": tenant("manager", (t) => ({ leaseId: t.freeLeaseId })),
  "duty.lineQuality": tenant("agent", (t) => ({
    callId: t.callId,
    quality: {
      ...{ seconds: 10, fairSeconds: 1, poorSeconds: 0, silentSeconds: 0, roundTripMs: null },
      ...{ lossPercent: { mean: 0.1, worst: 1 }, jitterMs: { mean: 4, worst: 9 } },
    },
  })),
  "duty.transferTargets": tenant("supervisor", () => ({ search: "" })),
};
