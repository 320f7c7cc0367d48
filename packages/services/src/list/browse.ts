import type { Prisma } from "@callbay/db/client";
import { notFound } from "@callbay/domain/errors";
import { maskPhone } from "@callbay/domain/phone";
import { CAMPAIGN_CONTACT_STATES } from "@callbay/domain/values";
import { tenantQuery, z } from "../verb.ts";

/** Which contacts of a list are wanted; what is not said is any. */
const filters = z.object({
  /** A part of the name. */
  search: z.string().trim().max(100).optional(),
  /** Where they stand in any campaign; `none`: in no campaign. */
  state: z.enum([...CAMPAIGN_CONTACT_STATES, "none"]).optional(),
  /** Why they stand there. */
  reason: z.string().max(60).optional(),
  campaignId: z.uuid().optional(),
  /** Attempts in one campaign, at least and at most. */
  minAttempts: z.int().min(0).max(1_000).optional(),
  maxAttempts: z.int().min(0).max(1_000).optional(),
  attribute: z.object({ key: z.string().min(1).max(120), value: z.string().trim().min(1).max(200) }).optional(),
});
type Filters = z.output<typeof filters>;

/** Contacts of a list, newest first, numbers masked, with where each stands in its campaigns. */
export const listContacts = tenantQuery({
  name: "list.contacts",
  permission: "list.read",
  input: filters.extend({
    listId: z.uuid(),
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().max(100).nullish(),
  }),
  run: async ({ tx, tenantId }, { listId, limit, cursor, ...wanted }) => {
    const list = await tx.contactList.findFirst({ where: { tenantId, id: listId }, select: { id: true } });
    if (!list) throw notFound("list");
    const rows = await tx.contact.findMany({
      where: { AND: [{ tenantId, listId, ...(cursor ? { id: { lt: cursor } } : {}) }, ...conditions(wanted)] },
      orderBy: { id: "desc" },
      take: limit + 1,
      include: {
        points: { orderBy: { position: "asc" } },
        campaignContacts: {
          orderBy: { campaignId: "desc" },
          take: 3,
          select: {
            campaignId: true,
            state: true,
            reason: true,
            attempts: true,
            lastOutcome: true,
            campaign: { select: { name: true } },
          },
        },
      },
    });
    const items = rows.slice(0, limit).map((row) => ({
      id: row.id,
      displayName: row.displayName,
      vip: row.vip,
      attributes: row.attributes,
      consentAt: row.consentAt,
      createdAt: row.createdAt,
      points: row.points.map((point) => ({
        id: point.id,
        phone: maskPhone(point.phone),
        country: point.country,
        timezone: point.timezone,
      })),
      campaigns: row.campaignContacts.map(({ campaign, ...one }) => ({ ...one, name: campaign.name })),
    }));
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  },
});

function conditions({ search, state, reason, campaignId, minAttempts, maxAttempts, attribute }: Filters) {
  const found: Prisma.ContactWhereInput[] = [];
  if (search) found.push({ displayName: { contains: search, mode: "insensitive" } });
  if (attribute) found.push(attributeIs(attribute));
  const attempts = {
    ...(minAttempts === undefined ? {} : { gte: minAttempts }),
    ...(maxAttempts === undefined ? {} : { lte: maxAttempts }),
  };
  const standing: Prisma.CampaignContactWhereInput = {
    ...(campaignId ? { campaignId } : {}),
    ...(state && state !== "none" ? { state } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(Object.keys(attempts).length > 0 ? { attempts } : {}),
  };
  if (state === "none") found.push({ campaignContacts: { none: campaignId ? { campaignId } : {} } });
  else if (Object.keys(standing).length > 0) found.push({ campaignContacts: { some: standing } });
  return found;
}

/** A text holds it; a number or a truth is it. */
function attributeIs({ key, value }: { key: string; value: string }): Prisma.ContactWhereInput {
  const path = [key];
  const exact: (number | boolean)[] = [];
  if (Number.isFinite(Number(value))) exact.push(Number(value));
  if (/^(?:true|false)$/i.test(value)) exact.push(value.toLowerCase() === "true");
  return {
    OR: [
      { attributes: { path, string_contains: value, mode: "insensitive" } },
      ...exact.map((equals) => ({ attributes: { path, equals } })),
    ],
  };
}
