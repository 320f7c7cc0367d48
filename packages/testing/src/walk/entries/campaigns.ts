import { operator, tenant, type WalkEntries } from "../entry.ts";

/** Lists, do-not-call, campaigns and their review. */
export const campaignEntries: WalkEntries = {
  "lists.list": tenant("manager"),
  "lists.create": tenant("manager", (t) => ({
    name: "Autumn customers",
    source: "Shop till",
    consentBasis: "consent",
    defaultCountry: t.slug === "alder" ? "HK" : "NO",
  })),
  "lists.get": tenant("manager", (t) => ({ listId: t.listId })),
  "lists.contacts": tenant("manager", (t) => ({ listId: t.listId })),
  "lists.imports": tenant("manager", (t) => ({ listId: t.listId })),
  "lists.cancelImport": tenant("manager", (t) => ({ importId: t.queuedImportId })),
  "lists.rejects": tenant("manager", (t) => ({ importId: t.importId })),
  "contacts.reveal": tenant("manager", (t) => ({ contactPointId: t.contactPointIds[0] })),

  "campaigns.list": tenant("manager"),
  "campaigns.get": tenant("manager", (t) => ({ campaignId: t.campaignId })),
  "campaigns.create": tenant("manager", (t) => ({
    name: "Second autumn offer",
    purpose: "telemarketing",
    contractId: t.contractId,
    lists: [{ listId: t.listId }],
    callerIdId: t.numberId,
  })),
  "campaigns.clone": tenant("manager", (t) => ({ campaignId: t.campaignId, name: "The offer once more" })),
  "campaigns.update": tenant("manager", (t) => ({
    campaignId: t.draftCampaignId,
    revision: 1,
    lists: [{ listId: t.listId, weight: 2 }],
  })),
  "campaigns.setDispositions": tenant("manager", (t) => ({
    campaignId: t.draftCampaignId,
    revision: 1,
    items: [{ code: "done", label: "Done", success: true }],
  })),
  "campaigns.setAgents": tenant("manager", (t) => ({
    campaignId: t.draftCampaignId,
    membershipIds: [t.people.agent.membershipId],
  })),
  "campaigns.submit": tenant("manager", (t) => ({ campaignId: t.draftCampaignId })),
  "campaigns.start": tenant("manager", (t) => ({ campaignId: t.approvedCampaignId })),
  "campaigns.pause": tenant("manager", (t) => ({ campaignId: t.campaignId })),
  "campaigns.resume": tenant("manager", (t) => ({ campaignId: t.pausedCampaignId })),
  "campaigns.complete": tenant("manager", (t) => ({ campaignId: t.pausedCampaignId })),
  "campaigns.progress": tenant("manager", (t) => ({ campaignId: t.campaignId })),
  "campaigns.contact": tenant("manager", (t) => ({ campaignId: t.campaignId, contactId: t.contactIds[2] })),
  "campaigns.contacts": tenant("manager", (t) => ({ campaignId: t.campaignId })),
  "campaigns.callerIds": tenant("manager"),

  "operator.approvals.list": operator("admin"),
  "operator.approvals.approve": operator("admin", (t) => ({
    tenantId: t.tenantId,
    campaignId: t.submittedCampaignId,
  })),
  "operator.approvals.return": operator("admin", (t) => ({
    tenantId: t.tenantId,
    campaignId: t.submittedCampaignId,
    reason: "Say who is calling.",
  })),
};
