import { tenantCounts } from "@callbay/db/sql/tenants";
import { operatorQuery, z } from "../verb.ts";

/** All clients, the newest first. */
export const listTenants = operatorQuery({
  name: "tenant.list",
  permission: "platform.tenant.read",
  input: z.strictObject({
    search: z.string().trim().max(120).optional(),
    limit: z.int().min(1).max(200).default(50),
    cursor: z.uuid().nullish(),
  }),
  run: async ({ tx, now }, { search, limit, cursor }) => {
    const contains = search ? { contains: search, mode: "insensitive" as const } : null;
    const rows = await tx.tenant.findMany({
      where: {
        ...(contains ? { OR: [{ name: contains }, { slug: contains }, { legalName: contains }] } : {}),
        ...(cursor ? { id: { lt: cursor } } : {}),
      },
      orderBy: { id: "desc" },
      take: limit + 1,
      select: { id: true, slug: true, name: true, state: true, country: true, timezone: true, createdAt: true },
    });
    const page = rows.slice(0, limit);
    const ids = page.map((tenant) => tenant.id);
    const counts = new Map((await tenantCounts(tx, ids, now)).map((one) => [one.tenantId, one]));
    const items = page.map((tenant) => {
      const { seats = 0, activeContracts = 0, callsToday = 0, runningCampaigns = 0 } = counts.get(tenant.id) ?? {};
      return { ...tenant, seats, activeContracts, callsToday, runningCampaigns };
    });
    return { items, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
  },
});
