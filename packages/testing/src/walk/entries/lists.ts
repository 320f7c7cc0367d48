import { tenant, type WalkEntries } from "../entry.ts";

const filter = { all: [{ attribute: "city", is: "present" }] };

/** Target groups, keys, the types of attributes. */
export const listEntries: WalkEntries = {
  "lists.setAttributeType": tenant("manager", (t) => ({ listId: t.listId, attribute: "city", type: "number" })),
  "segments.list": tenant("manager"),
  "segments.fields": tenant("manager", (t) => ({ listIds: [t.listId] })),
  "segments.count": tenant("manager", (t) => ({ filter, listIds: [t.listId] })),
  "segments.preview": tenant("manager", (t) => ({ filter, listIds: [t.listId] })),
  "segments.create": tenant("manager", () => ({ name: "Anybody", filter })),
  "segments.update": tenant("manager", (t) => ({ segmentId: t.segmentId, name: "Near town" })),
  "segments.delete": tenant("manager", (t) => ({ segmentId: t.segmentId })),
  "apiKeys.list": tenant("manager"),
  "apiKeys.create": tenant("manager", () => ({ name: "Till" })),
  "apiKeys.revoke": tenant("manager", (t) => ({ apiKeyId: t.apiKeyId })),
  "campaigns.recyclable": tenant("manager", (t) => ({ campaignId: t.campaignId })),
  "campaigns.recycle": tenant("manager", (t) => ({ campaignId: t.campaignId, outcomes: ["busy"] })),
};
