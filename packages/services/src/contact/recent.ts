import { maskPhone } from "@callbay/domain/phone";
import { callScope } from "../calls-read/scope.ts";
import { tenantQuery, z } from "../verb.ts";

/** Calls looked through: a contact that is called again and again fills no more than its own row. */
const LOOKED_THROUGH = 200;
const MOST = 30;

/** Contacts whom the workspace, or one's own people, talked to or rang last; each with its last call. */
export const recentContacts = tenantQuery({
  name: "contact.recent",
  permission: "contact.read",
  input: z.strictObject({}).default({}),
  run: async (unit) => {
    const { tx, tenantId } = unit;
    const calls = await tx.call.findMany({
      where: { AND: [await callScope(unit), { tenantId, contactId: { not: null } }] },
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      take: LOOKED_THROUGH,
      select: {
        contactId: true,
        phone: true,
        startedAt: true,
        outcome: true,
        campaign: { select: { name: true } },
        disposition: { select: { label: true } },
        membership: { select: { account: { select: { name: true } } } },
      },
    });
    const last = new Map<string, (typeof calls)[number]>();
    for (const call of calls) if (call.contactId && !last.has(call.contactId)) last.set(call.contactId, call);
    const shown = [...last].slice(0, MOST);
    const contacts = await tx.contact.findMany({
      where: { tenantId, id: { in: shown.map(([id]) => id) } },
      select: { id: true, displayName: true, list: { select: { id: true, name: true } } },
    });
    const byId = new Map(contacts.map((contact) => [contact.id, contact]));
    return shown.flatMap(([contactId, call]) => {
      const contact = byId.get(contactId);
      if (!contact) return [];
      return {
        contactId,
        displayName: contact.displayName,
        list: contact.list,
        phone: maskPhone(call.phone),
        at: call.startedAt,
        outcome: call.outcome,
        campaign: call.campaign?.name ?? null,
        disposition: call.disposition?.label ?? null,
        agent: call.membership?.account.name ?? null,
      };
    });
  },
});
