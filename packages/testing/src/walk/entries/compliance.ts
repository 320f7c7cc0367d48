import { PRESETS } from "@callbay/domain/compliance/presets";
import { tenant, type WalkEntries } from "../entry.ts";

/** Compliance profiles, and why a contact is not dialled. */
export const complianceEntries: WalkEntries = {
  "compliance.presets": tenant("manager"),
  "compliance.list": tenant("manager"),
  "compliance.get": tenant("manager", (t) => ({ profileId: t.complianceProfileId })),
  "compliance.create": tenant("manager", () => ({ name: "Stricter still", rules: PRESETS.uk })),
  "compliance.revise": tenant("manager", (t) => ({
    profileId: t.complianceProfileId,
    revision: 1,
    name: "House rules",
    rules: { ...PRESETS.us, attempts: { ...PRESETS.us.attempts, perDay: 1 } },
  })),
  "campaigns.why": tenant("supervisor", (t) => ({ campaignId: t.campaignId, contactId: t.contactIds[2] })),
  "campaigns.reasons": tenant("supervisor", (t) => ({ campaignId: t.campaignId })),
  "campaigns.liftRefusal": tenant("manager", (t) => ({
    campaignId: t.campaignId,
    contactId: t.contactIds[2],
    reason: "not_due",
    note: "Asked by letter for a call today",
  })),
};
