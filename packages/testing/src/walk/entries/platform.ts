import { operator, type WalkEntries } from "../entry.ts";

/** How the platform is, for the operator's people. */
export const platformEntries: WalkEntries = {
  "operator.platform.home": operator("noc"),
  "operator.platform.health": operator("noc"),
  "operator.tenants.resetSecondFactor": operator("admin", (t) => ({
    tenantId: t.tenantId,
    membershipId: t.spareAgent.membershipId,
    reason: "Seen with passport",
  })),
};
