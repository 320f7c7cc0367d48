import { operator, tenant, type WalkEntries } from "../entry.ts";

/** Price lists, successes, and usage that people add. */
export const usageEntries: WalkEntries = {
  "success.list": tenant("owner", (t) => ({ campaignId: t.campaignId })),
  "success.get": tenant("owner", (t) => ({ callId: t.wonCallId })),
  "success.accept": tenant("owner", (t) => ({ callId: t.wonCallId })),
  "success.reject": tenant("owner", (t) => ({ callId: t.wonCallId, reason: "The order was not theirs" })),
  "operator.usage.rejectSuccess": operator("finance", (t) => ({
    tenantId: t.tenantId,
    callId: t.wonCallId,
    reason: "Not what was said on the recording",
  })),
  "operator.usage.add": operator("finance", (t) => ({
    tenantId: t.tenantId,
    contractId: t.contractId,
    kind: "message",
    quantity: 20,
    day: "2026-03-02",
    key: "letters of March",
  })),
  "operator.rateTables.list": operator("finance"),
  "operator.rateTables.get": operator("finance", (_t, world) => ({ rateTableId: world.platform.rateTableId })),
  "operator.rateTables.upload": operator("finance", () => ({
    name: "Carrier B",
    currency: "HKD",
    csv: "prefix,destination,rate\n852,Hong Kong,0.10\n",
  })),
};
