import { operator, tenant, type WalkEntries } from "../entry.ts";

/** What documents say of both companies. */
export const documentEntries: WalkEntries = {
  "billingDetails.mine": tenant("finance"),
  "billingDetails.update": tenant("finance", () => ({
    city: "Kowloon",
    endpoint: { scheme: "EM", id: "a@b.example" },
  })),
  "operator.tenants.updateBillingDetails": operator("finance", (t) => ({ tenantId: t.tenantId, country: "HK" })),
  "operator.legalEntities.get": operator("finance", (_t, world) => ({ legalEntityId: world.platform.legalEntityId })),
  "operator.legalEntities.update": operator("finance", (_t, world) => ({
    legalEntityId: world.platform.legalEntityId,
    country: "HK",
    iban: "DE02 1203 0000 0000 2020 51",
  })),
  "operator.legalEntities.setLogo": operator("finance", (_t, world) => ({
    legalEntityId: world.platform.legalEntityId,
    png: null,
  })),
};
