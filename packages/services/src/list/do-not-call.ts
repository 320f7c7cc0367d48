import { newId } from "@callbay/db/ids";
import { unblockNumber } from "@callbay/db/sql/list-unblock";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { maskPhone, normalisePhone } from "@callbay/domain/phone";
import { tenantQuery, tenantVerb, z } from "../verb.ts";

/** Numbers that this workspace may not dial, newest first. */
export const listDoNotCall = tenantQuery({
  name: "dnc.list",
  permission: "list.read",
  input: z.object({ limit: z.int().min(1).max(200).default(50), cursor: z.uuid().nullish() }),
  run: async ({ tx, tenantId }, { limit, cursor }) => {
    const rows = await tx.doNotCall.findMany({
      where: { tenantId, ...(cursor ? { id: { lt: cursor } } : {}) },
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
 * Forbids a number in all campaigns of the workspace from now on. A number that is there already keeps its entry, with
 * the new reason and expiry.
 */
export const addDoNotCall = tenantVerb({
  name: "dnc.add",
  permission: "dnc.write",
  input: z.object({
    phone: z.string().trim().min(1).max(40),
    reason: z.string().trim().min(1).max(200),
    expiresAt: z.date().nullish(),
  }),
  run: async (unit, { phone, reason, expiresAt }) => {
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
    const known = await tx.doNotCall.findFirst({ where: { tenantId, phone: number.e164, campaignId: null } });
    const id = known?.id ?? newId();
    if (known)
      await tx.doNotCall.updateMany({ where: { tenantId, id }, data: { reason, expiresAt: expiresAt ?? null } });
    else
      await tx.doNotCall.createMany({
        data: { tenantId, id, phone: number.e164, reason, createdAt: now, expiresAt: expiresAt ?? null },
        skipDuplicates: true,
      });
    await unit.audit({
      action: "dnc.add",
      entity: "do_not_call",
      entityId: id,
      after: { phone: maskPhone(number.e164), reason, expiresAt: expiresAt?.toISOString() ?? null },
    });
    return { id };
  },
});

/** Allows a number again; contacts that this alone held back are due at once. The gate asks all else anew. */
export const removeDoNotCall = tenantVerb({
  name: "dnc.remove",
  permission: "dnc.write",
  input: z.object({ id: z.uuid() }),
  run: async (unit, { id }) => {
    const { tx, tenantId, now } = unit;
    const row = await tx.doNotCall.findFirst({ where: { tenantId, id } });
    if (!row) throw notFound("do-not-call entry");
    await tx.doNotCall.deleteMany({ where: { tenantId, id } });
    await unblockNumber(tx, { tenantId, phone: row.phone, campaignId: row.campaignId, now });
    await unit.audit({
      action: "dnc.remove",
      entity: "do_not_call",
      entityId: id,
      before: { phone: maskPhone(row.phone), reason: row.reason, campaignId: row.campaignId },
    });
    return { id };
  },
});
