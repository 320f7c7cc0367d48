import { CallbayError } from "@callbay/domain/errors";
import { maskPhone, normalisePhone } from "@callbay/domain/phone";
import { tenantQuery, z } from "../verb.ts";

const MOST = 50;

/** Who has this number, over all lists of the workspace. Whoever asks knows the number already: none is shown. */
export const searchContacts = tenantQuery({
  name: "contact.search",
  permission: "contact.read",
  input: z.strictObject({ phone: z.string().trim().min(1).max(40) }),
  run: async ({ tx, tenantId }, { phone }) => {
    const tenant = await tx.tenant.findFirst({ where: { id: tenantId }, select: { country: true } });
    const number = normalisePhone(phone, tenant?.country ?? null);
    if (!number.ok)
      throw new CallbayError(
        "invalid",
        "PHONE_INVALID",
        "This is not a telephone number. Nothing was looked for; write it with its country code.",
        { reason: number.reason },
      );
    const points = await tx.contactPoint.findMany({
      where: { tenantId, phone: number.e164 },
      orderBy: { contactId: "desc" },
      take: MOST,
      select: {
        contact: {
          select: {
            id: true,
            displayName: true,
            createdAt: true,
            list: { select: { id: true, name: true } },
            campaignContacts: { select: { state: true, attempts: true, lastAttemptAt: true } },
          },
        },
      },
    });
    return {
      phone: maskPhone(number.e164),
      country: number.country,
      items: points.map(({ contact: { campaignContacts, id, displayName, createdAt, list } }) => ({
        ...{ contactId: id, displayName, createdAt, list },
        campaigns: campaignContacts.length,
        attempts: campaignContacts.reduce((sum, { attempts }) => sum + attempts, 0),
        lastAttemptAt: campaignContacts.reduce<Date | null>(
          (last, { lastAttemptAt: at }) => (at && (!last || at > last) ? at : last),
          null,
        ),
      })),
    };
  },
});
