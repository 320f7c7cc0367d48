import type { Prisma, Tx } from "@callbay/db/client";
import { operatorQuery, tenantQuery, z } from "../verb.ts";

export const auditFilters = {
  /** Of one person, by account. */
  actorId: z.uuid().optional(),
  /** An action such as `floor.kick`, or all of an entity: `floor.`. */
  action: z.string().trim().min(1).max(80).optional(),
  entity: z.string().trim().min(1).max(80).optional(),
  /** At or after. */
  from: z.coerce.date().optional(),
  /** Before. */
  to: z.coerce.date().optional(),
};

export type AuditFilters = Readonly<z.input<z.ZodObject<typeof auditFilters>>>;

const page = {
  limit: z.int().min(1).max(200).default(50),
  cursor: z.uuid().nullish(),
  ...auditFilters,
};

type Filters = Readonly<z.output<z.ZodObject<typeof page>>>;

/** What was done in this workspace, the latest first. */
export const listAudit = tenantQuery({
  name: "audit.list",
  permission: "audit.read",
  input: z.strictObject(page),
  run: async ({ tx, tenantId }, filters) => {
    const found = await read(tx, { tenantId }, filters);
    const actorIds = found.items.flatMap((row) => row.actorId ?? []);
    const colleagues = await tx.membership.findMany({
      where: { tenantId, accountId: { in: actorIds } },
      select: { accountId: true },
    });
    const own = new Set(colleagues.map((member) => member.accountId));
    // Where the operator's people sit is not the client's business.
    const items = found.items.map((row) => (row.actorId && own.has(row.actorId) ? row : { ...row, ip: null }));
    return { items, nextCursor: found.nextCursor };
  },
});

/** What was done on the platform or in one workspace, the latest first. */
export const listPlatformAudit = operatorQuery({
  name: "audit.listPlatform",
  permission: "platform.audit.read",
  input: z.strictObject({ ...page, tenantId: z.uuid().nullish() }),
  run: async ({ tx }, { tenantId, ...filters }) => read(tx, tenantId ? { tenantId } : {}, filters),
});

async function read(tx: Tx, where: Prisma.AuditLogWhereInput, filters: Filters) {
  const { limit, cursor, actorId, action, entity, from, to } = filters;
  const asked: Prisma.AuditLogWhereInput = {
    ...(actorId ? { actorId } : {}),
    ...(action ? { action: action.endsWith(".") ? { startsWith: action } : action } : {}),
    ...(entity ? { entity } : {}),
    ...(from || to ? { at: { ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) } } : {}),
  };
  const rows = await tx.auditLog.findMany({
    where: { ...where, ...asked, ...(cursor ? { id: { lt: cursor } } : {}) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
