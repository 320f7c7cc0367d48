import type { Prisma } from "@callbay/db/client";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { maskPhone } from "@callbay/domain/phone";
import { assertCallbackPossible } from "../call/callback.ts";
import { parseCursor } from "../calls-read/cursor.ts";
import { isWithin, type MemberScope, scopeOf } from "../people/scope.ts";
import { tenantQuery, tenantVerb, z } from "../verb.ts";

/** Contacts that wait for a promised call: of one agent, or of whoever is there. */
const IS_CALLBACK: Prisma.CampaignContactWhereInput = {
  state: { in: ["ready", "reserved"] },
  OR: [{ callbackBy: { not: null } }, { reason: "callback" }],
};

/** Promised calls of the workspace, or of one's team and of nobody yet, the next one first. */
export const listCallbacks = tenantQuery({
  name: "callback.list",
  permission: "callback.write",
  input: z.strictObject({
    campaignId: z.uuid().optional(),
    /** Null: those that anybody may keep. */
    by: z.uuid().nullable().optional(),
    dueOnly: z.boolean().default(false),
    limit: z.int().min(1).max(200).default(100),
    cursor: z.string().max(200).nullish(),
  }),
  run: async (unit, { campaignId, by, dueOnly, limit, cursor }) => {
    const { tx, tenantId, now } = unit;
    const scope = await scopeOf(unit, "callback.write");
    const after = cursor ? parseCursor(cursor) : null;
    const rows = await tx.campaignContact.findMany({
      where: {
        AND: [
          { tenantId, ...(campaignId ? { campaignId } : {}), ...(by === undefined ? {} : { callbackBy: by }) },
          IS_CALLBACK,
          scope ? { OR: [{ callbackBy: null }, { callbackBy: { in: [...scope] } }] } : {},
          dueOnly ? { nextAttemptAt: { lte: now } } : {},
          after
            ? { OR: [{ nextAttemptAt: { gt: after.at } }, { nextAttemptAt: after.at, contactId: { gt: after.id } }] }
            : {},
        ],
      },
      orderBy: [{ nextAttemptAt: "asc" }, { contactId: "asc" }],
      take: limit + 1,
      include: {
        campaign: { select: { name: true, state: true } },
        contact: {
          select: {
            displayName: true,
            points: { orderBy: { position: "asc" }, take: 1, select: { phone: true, timezone: true } },
          },
        },
      },
    });
    const shown = rows.slice(0, limit);
    const members = await tx.membership.findMany({
      where: { tenantId, id: { in: [...new Set(shown.flatMap(({ callbackBy }) => callbackBy ?? []))] } },
      select: { id: true, account: { select: { name: true } } },
    });
    const items = shown.map(({ campaign, contact, ...row }) => ({
      campaignId: row.campaignId,
      campaignName: campaign.name,
      /** Only a running campaign calls. */
      running: campaign.state === "running",
      contactId: row.contactId,
      contactName: contact.displayName,
      phone: contact.points[0] ? maskPhone(contact.points[0].phone) : null,
      timezone: contact.points[0]?.timezone ?? null,
      state: row.state,
      at: row.nextAttemptAt,
      due: row.nextAttemptAt <= now,
      by: row.callbackBy,
      byName: members.find(({ id }) => id === row.callbackBy)?.account.name ?? null,
    }));
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? `${last.at.toISOString()}~${last.contactId}` : null };
  },
});

/**
 * Gives a promised call to another agent of its campaign or to whoever is there, at its time or another.
 *
 * @throws CallbayError NOT_FOUND, CALLBACK_CHANGED when somebody was quicker, CALLBACK_NOT_AGENT, and what
 * assertCallbackPossible throws
 */
export const reassignCallback = tenantVerb({
  name: "callback.reassign",
  permission: "callback.write",
  input: z.strictObject({
    campaignId: z.uuid(),
    contactId: z.uuid(),
    /** Whose it was when it was looked at. */
    from: z.uuid().nullable(),
    /** Null: anybody's. */
    to: z.uuid().nullable(),
    /** Another time; absent: the one that was promised. */
    at: z.date().optional(),
  }),
  run: async (unit, { campaignId, contactId, from, to, at }) => {
    const { tx, tenantId, now } = unit;
    const key = { tenantId, campaignId, contactId };
    const scope = await scopeOf(unit, "callback.write");
    const row = await tx.campaignContact.findUnique({
      where: { tenantId_campaignId_contactId: key },
      include: { contact: { select: { points: { orderBy: { position: "asc" }, take: 1, select: { phone: true } } } } },
    });
    if (!row || !mayMove(scope, row.callbackBy)) throw notFound("callback");
    if (row.callbackBy === null && row.reason !== "callback") throw changed();
    if (to !== null && !(await serves(unit, campaignId, to))) throw notAgent();
    const phone = row.contact.points[0]?.phone;
    if (at && phone) await assertCallbackPossible(tx, { ...key, phone, hasEnded: true }, at, now);
    const { count } = await tx.campaignContact.updateMany({
      where: { ...key, state: "ready", callbackBy: from, nextAttemptAt: row.nextAttemptAt },
      data: { callbackBy: to, reason: "callback", ...(at ? { nextAttemptAt: at } : {}) },
    });
    if (count === 0) throw changed();
    await unit.audit({
      action: "callback.reassign",
      entity: "campaign_contact",
      entityId: contactId,
      before: { campaignId, by: from, at: row.nextAttemptAt.toISOString() },
      after: { campaignId, by: to, at: (at ?? row.nextAttemptAt).toISOString() },
    });
    unit.emit({ type: "campaign.changed", campaignId });
    return { contactId };
  },
});

/** What is nobody's anybody may take up; what is somebody's only those who lead them. */
function mayMove(scope: MemberScope, by: string | null): boolean {
  return by === null || isWithin(scope, by);
}

async function serves(
  { tx, tenantId }: { tx: Pick<Prisma.TransactionClient, "campaignAgent">; tenantId: string },
  campaignId: string,
  membershipId: string,
): Promise<boolean> {
  const agent = await tx.campaignAgent.findFirst({
    where: { tenantId, campaignId, membershipId, membership: { endedAt: null } },
    select: { membershipId: true },
  });
  return agent !== null;
}

function notAgent(): CallbayError {
  return new CallbayError(
    "precondition",
    "CALLBACK_NOT_AGENT",
    "This person does not work on the campaign. Nothing was changed; choose one of its agents.",
  );
}

function changed(): CallbayError {
  return new CallbayError(
    "conflict",
    "CALLBACK_CHANGED",
    "Somebody has called this contact or moved the callback meanwhile. Nothing of yours was changed; look at it again.",
  );
}
