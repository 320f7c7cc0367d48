import { notFound } from "@callbay/domain/errors";
import { maskPhone } from "@callbay/domain/phone";
import { CAMPAIGN_CONTACT_STATES } from "@callbay/domain/values";
import { tenantQuery, z } from "../verb.ts";
import { loadCampaign } from "./load.ts";

/** Contacts of a campaign with where each stands, numbers masked. */
export const listCampaignContacts = tenantQuery({
  name: "campaign.contacts",
  permission: "campaign.read",
  input: z.object({
    campaignId: z.uuid(),
    state: z.enum(CAMPAIGN_CONTACT_STATES).optional(),
    reason: z.string().max(60).optional(),
    limit: z.int().min(1).max(200).default(50),
    cursor: z.uuid().nullish(),
  }),
  run: async ({ tx, tenantId }, { campaignId, state, reason, limit, cursor }) => {
    await loadCampaign(tx, tenantId, campaignId);
    const rows = await tx.campaignContact.findMany({
      where: {
        tenantId,
        campaignId,
        ...(state ? { state } : {}),
        ...(reason === undefined ? {} : { reason }),
        ...(cursor ? { contactId: { gt: cursor } } : {}),
      },
      orderBy: { contactId: "asc" },
      take: limit + 1,
      include: { contact: { include: { points: { orderBy: { position: "asc" }, take: 1 } } } },
    });
    const items = rows.slice(0, limit).map((row) => ({
      contactId: row.contactId,
      displayName: row.contact.displayName,
      phone: row.contact.points[0] ? maskPhone(row.contact.points[0].phone) : null,
      timezone: row.contact.points[0]?.timezone ?? null,
      state: row.state,
      reason: row.reason,
      nextAttemptAt: row.nextAttemptAt,
      attempts: row.attempts,
      lastOutcome: row.lastOutcome,
      lastAttemptAt: row.lastAttemptAt,
    }));
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.contactId ?? null) : null };
  },
});

/** Why is this contact not dialled now, and what became of it until now? */
export const getCampaignContact = tenantQuery({
  name: "campaign.contact",
  permission: "campaign.read",
  input: z.object({ campaignId: z.uuid(), contactId: z.uuid() }),
  run: async ({ tx, tenantId }, { campaignId, contactId }) => {
    const campaign = await loadCampaign(tx, tenantId, campaignId);
    const row = await tx.campaignContact.findUnique({
      where: { tenantId_campaignId_contactId: { tenantId, campaignId, contactId } },
      include: { contact: { include: { points: { orderBy: { position: "asc" } } } } },
    });
    if (!row) throw notFound("contact");
    const attempts = await tx.attempt.findMany({
      where: { tenantId, campaignId, contactId },
      orderBy: { id: "desc" },
      take: 50,
      include: { call: { select: { talkMs: true, note: true, disposition: { select: { code: true, label: true } } } } },
    });
    return {
      contactId,
      displayName: row.contact.displayName,
      attributes: row.contact.attributes,
      points: row.contact.points.map((point) => ({
        id: point.id,
        phone: maskPhone(point.phone),
        country: point.country,
        timezone: point.timezone,
      })),
      campaignState: campaign.state,
      state: row.state,
      // A campaign that does not run dials nobody, whatever the contact's own reason.
      reason: campaign.state === "running" ? row.reason : "campaign_not_running",
      contactReason: row.reason,
      nextAttemptAt: row.state === "ready" ? row.nextAttemptAt : null,
      attempts: row.attempts,
      outcomeCounts: row.outcomeCounts,
      lastOutcome: row.lastOutcome,
      lastAttemptAt: row.lastAttemptAt,
      doneAt: row.doneAt,
      history: attempts.map((attempt) => ({
        attemptId: attempt.id,
        state: attempt.state,
        phone: maskPhone(attempt.phone),
        reservedAt: attempt.reservedAt,
        endedAt: attempt.endedAt,
        outcome: attempt.outcome,
        hangupCause: attempt.hangupCause,
        releasedReason: attempt.releasedReason,
        decision: attempt.decision,
        talkMs: attempt.call?.talkMs ?? 0,
        disposition: attempt.call?.disposition ?? null,
        note: attempt.call?.note ?? "",
      })),
    };
  },
});
