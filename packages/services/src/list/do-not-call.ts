import { settleNumbers } from "@callbay/db/sql/dnc-entries";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { maskPhone, normalisePhone } from "@callbay/domain/phone";
import { addNumber, isByCustomer } from "../do-not-call/add-number.ts";
import { tenantQuery, tenantVerb, z } from "../verb.ts";

/** Numbers that this workspace may not dial, newest first; of one campaign's own list where it is named. */
export const listDoNotCall = tenantQuery({
  name: "dnc.list",
  permission: "list.read",
  input: z.object({
    limit: z.int().min(1).max(200).default(50),
    cursor: z.uuid().nullish(),
    /** Null: the workspace's own list; absent: all of them. */
    campaignId: z.uuid().nullable().optional(),
  }),
  run: async ({ tx, tenantId }, { limit, cursor, campaignId }) => {
    const rows = await tx.doNotCall.findMany({
      where: {
        tenantId,
        ...(cursor ? { id: { lt: cursor } } : {}),
        ...(campaignId === undefined ? {} : { campaignId }),
      },
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    const items = rows.slice(0, limit).map((row) => ({
      id: row.id,
      phone: maskPhone(row.phone),
      campaignId: row.campaignId,
      reason: row.reason,
      createdAt: row.createdAt,
      expiresAt: row.expiresAt,
    }));
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  },
});

/**
 * Forbids a number in all campaigns of the workspace, or in one, from now on; contacts that have it alone are held back at
 * once. A number that is there already keeps its entry, with the new reason and expiry, unless the customer put it there:
 * that is for good.
 */
export const addDoNotCall = tenantVerb({
  name: "dnc.add",
  permission: "dnc.write",
  input: z.object({
    phone: z.string().trim().min(1).max(40),
    reason: z.string().trim().min(1).max(200),
    campaignId: z.uuid().nullish(),
    expiresAt: z.date().nullish(),
  }),
  run: async (unit, { phone, reason, campaignId = null, expiresAt = null }) => {
    const { tx, tenantId, now } = unit;
    const tenant = await tx.tenant.findFirst({ where: { id: tenantId }, select: { country: true } });
    const number = normalisePhone(phone, tenant?.country ?? null);
    if (!number.ok)
      throw new CallbayError(
        "invalid",
        "PHONE_INVALID",
        "This is not a telephone number. Nothing was changed; write it with its country code.",
        { reason: number.reason },
      );
    if (campaignId && !(await tx.campaign.findFirst({ where: { tenantId, id: campaignId }, select: { id: true } })))
      throw notFound("campaign");
    const list = { tenantId, campaignId };
    const known = await tx.doNotCall.findFirst({ where: { ...list, phone: number.e164 } });
    let id = known?.id;
    if (known && isByCustomer(known.reason) && known.expiresAt === null && expiresAt !== null)
      throw new CallbayError(
        "conflict",
        "DNC_BY_CUSTOMER",
        "The customer asked for this themselves, so it holds for good. Nothing was changed; remove the entry if they asked for that.",
        { reason: known.reason },
      );
    if (known && !isByCustomer(known.reason)) {
      await tx.doNotCall.updateMany({ where: { tenantId, id: known.id }, data: { reason, expiresAt } });
      await settleNumbers(tx, list, [number.e164], now);
    } else if (!known)
      ({ id } = await addNumber(tx, { ...list, phone: number.e164, source: { by: "person", reason }, expiresAt, now }));
    await unit.audit({
      action: "dnc.add",
      entity: "do_not_call",
      entityId: id ?? "",
      after: { phone: maskPhone(number.e164), reason, campaignId, expiresAt: expiresAt?.toISOString() ?? null },
    });
    unit.emit({ type: "dnc.changed" });
    return { id: id ?? "" };
  },
});

/** Allows a number again; contacts that this alone held back are due at once. The gate asks all else anew. */
export const removeDoNotCall = tenantVerb({
  name: "dnc.remove",
  permission: "dnc.write",
  input: z.object({
    id: z.uuid(),
    /** Why it is allowed again, for the audit. */
    reason: z.string().trim().max(200).default(""),
  }),
  run: async (unit, { id, reason }) => {
    const { tx, tenantId, now } = unit;
    const row = await tx.doNotCall.findFirst({ where: { tenantId, id } });
    if (!row) throw notFound("do-not-call entry");
    if (isByCustomer(row.reason) && reason === "")
      throw new CallbayError(
        "invalid",
        "DNC_REASON_NEEDED",
        "The customer asked for this themselves. Nothing was changed; say why they may be called again.",
      );
    await tx.doNotCall.deleteMany({ where: { tenantId, id } });
    await settleNumbers(tx, { tenantId, campaignId: row.campaignId }, [row.phone], now);
    await unit.audit({
      action: "dnc.remove",
      entity: "do_not_call",
      entityId: id,
      before: { phone: maskPhone(row.phone), reason: row.reason, campaignId: row.campaignId },
      ...(reason ? { after: { reason } } : {}),
    });
    unit.emit({ type: "dnc.changed" });
    return { id };
  },
});
