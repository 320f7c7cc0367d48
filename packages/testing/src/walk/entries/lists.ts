import { tenant, type WalkEntries } from "../entry.ts";

const filter = { all: [{ attribute: "city", is: "present" }] };

const columns = {
  ...{ columnCount: 2, hasHeader: true, phones: [1], names: [0], attributes: [] },
  ...{ country: null, timezone: null, consentAt: null, consentProof: null },
};

/** Files of lists, target groups, keys, the types of attributes. */
export const listEntries: WalkEntries = {
  "lists.setAttributeType": tenant(
    "manager",
    (t) => ({ listId: t.listId, revision: 1, attribute: "city", type: "number" }),
    { mayEndWith: ["STALE_REVISION"] },
  ),
  "lists.update": tenant("manager", (t) => ({ listId: t.listId, revision: 1, name: "Renamed" }), {
    mayEndWith: ["STALE_REVISION"],
  }),
  "lists.consent": tenant("manager", (t) => ({ listId: t.listId })),
  "lists.recordConsent": tenant("manager", (t) => ({
    ...{ listId: t.listId, consentAt: new Date("2026-01-02T03:04:05Z"), proof: "form 12" },
  })),
  // The fixture's uploads are rows without files.
  "lists.previewImport": tenant("manager", (t) => ({ importId: t.queuedImportId }), { mayEndWith: ["FILE_MISSING"] }),
  "lists.confirmImport": tenant("manager", (t) => ({ importId: t.queuedImportId, reading: {}, columns }), {
    mayEndWith: ["IMPORT_STARTED"],
  }),
  "lists.resumeImport": tenant("manager", (t) => ({ importId: t.queuedImportId }), {
    mayEndWith: ["IMPORT_NOT_RESUMABLE"],
  }),
  "contacts.get": tenant("supervisor", (t) => ({ contactId: t.contactIds[0] })),
  "contacts.search": tenant("manager", () => ({ phone: "+85223456718" })),
  "contacts.recent": tenant("manager"),
  "contacts.setConsent": tenant("manager", (t) => ({
    ...{ contactIds: [t.contactIds[0]], consentAt: new Date("2026-01-02T03:04:05Z"), proof: "form 12" },
  })),
  "contacts.setVip": tenant("manager", (t) => ({ contactIds: [t.contactIds[0]], vip: true })),
  "callbacks.list": tenant("supervisor"),
  // Nobody of the fixture was promised a call.
  "callbacks.reassign": tenant(
    "manager",
    (t) => ({ campaignId: t.campaignId, contactId: t.contactIds[4], from: null, to: null }),
    { mayEndWith: ["CALLBACK_CHANGED"] },
  ),
  "segments.list": tenant("manager"),
  "segments.fields": tenant("manager", (t) => ({ listIds: [t.listId] })),
  "segments.count": tenant("manager", (t) => ({ filter, listIds: [t.listId] })),
  "segments.preview": tenant("manager", (t) => ({ filter, listIds: [t.listId] })),
  "segments.create": tenant("manager", () => ({ name: "Anybody", filter })),
  "segments.update": tenant("manager", (t) => ({ segmentId: t.segmentId, revision: 1, name: "Near town" })),
  "segments.delete": tenant("manager", (t) => ({ segmentId: t.segmentId })),
  "apiKeys.list": tenant("manager"),
  "apiKeys.create": tenant("manager", () => ({ name: "Till" })),
  "apiKeys.revoke": tenant("manager", (t) => ({ apiKeyId: t.apiKeyId })),
  "campaigns.recyclable": tenant("manager", (t) => ({ campaignId: t.campaignId })),
  "campaigns.recycle": tenant("manager", (t) => ({ campaignId: t.campaignId, outcomes: ["busy"] })),
};
