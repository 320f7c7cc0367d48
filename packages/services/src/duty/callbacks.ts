import { maskPhone } from "@callbay/domain/phone";
import { tenantQuery, z } from "../verb.ts";

const SHOWN = 50;

/** Whom this agent promised to call back, the next one first. */
export const ownCallbacks = tenantQuery({
  name: "duty.callbacks",
  permission: "call.own",
  input: z.strictObject({}).default({}),
  run: async ({ tx, tenantId, actor, now }) => {
    const rows = await tx.campaignContact.findMany({
      where: { tenantId, callbackBy: actor.membershipId, state: { in: ["ready", "reserved"] } },
      select: {
        campaignId: true,
        contactId: true,
        state: true,
        reason: true,
        nextAttemptAt: true,
        campaign: { select: { name: true, state: true } },
        contact: {
          select: {
            displayName: true,
            points: { select: { phone: true, timezone: true }, orderBy: { position: "asc" }, take: 1 },
          },
        },
      },
      orderBy: { nextAttemptAt: "asc" },
      take: SHOWN,
    });
    return rows.map(({ campaign, contact, nextAttemptAt, ...row }) => ({
      ...row,
      campaignName: campaign.name,
      /** Only a running campaign calls. */
      running: campaign.state === "running",
      contactName: contact.displayName,
      phone: contact.points[0] ? maskPhone(contact.points[0].phone) : null,
      timezone: contact.points[0]?.timezone ?? null,
      at: nextAttemptAt,
      due: nextAttemptAt <= now,
    }));
  },
});
