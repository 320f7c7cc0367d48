import { tenant, type WalkEntries } from "../entry.ts";

/** Figures, and how they are counted. */
export const reportEntries: WalkEntries = {
  "reports.read": tenant("manager", (t) => ({
    query: { report: "campaigns", period: { from: "2026-03-01", through: "2026-03-31" }, campaignIds: [t.campaignId] },
    compare: true,
  })),
  "reports.costs": tenant("owner", () => ({ from: "2026-01", through: "2026-03" })),
  "reports.options": tenant("manager"),
  "reports.dictionary": tenant("manager"),
  "reports.settings": tenant("manager"),
  "reports.saved": tenant("manager"),
  "reports.save": tenant("manager", (t) => ({
    savedId: t.savedReportId,
    name: "Campaigns of the month",
    query: { report: "campaigns", period: { relative: "lastMonth" } },
    schedule: { every: "month", hour: 6 },
    recipients: [t.people.manager.membershipId],
  })),
  "reports.sendNow": tenant("manager", (t) => ({ savedId: t.savedReportId })),
  "reports.deleteSaved": tenant("manager", (t) => ({ savedId: t.savedReportId })),
  "reports.setSettings": tenant("manager", () => ({ minTalkMs: 5_000, excludedPrefixes: ["+85218"] })),
};
