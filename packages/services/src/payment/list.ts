import type { Tx } from "@callbay/db/client";
import { notFound } from "@callbay/domain/errors";
import { operatorQuery, tenantQuery, z } from "../verb.ts";

const STATES = ["pending", "requires_action", "succeeded", "failed", "disputed", "refunded"] as const;
const page = { limit: z.int().min(1).max(200).default(50), cursor: z.uuid().nullish() };

interface Wanted {
  readonly tenantId?: string | undefined;
  readonly invoiceId?: string | undefined;
  readonly state?: (typeof STATES)[number] | undefined;
  readonly flagged?: boolean | undefined;
  readonly limit: number;
  readonly cursor?: string | null | undefined;
}

async function paymentPage(tx: Tx, { tenantId, invoiceId, state, flagged, limit, cursor }: Wanted) {
  const rows = await tx.payment.findMany({
    where: {
      ...(tenantId ? { tenantId } : {}),
      ...(invoiceId ? { invoiceId } : {}),
      ...(state ? { state } : {}),
      ...(flagged ? { flag: { not: null } } : {}),
      ...(cursor ? { id: { lt: cursor } } : {}),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
    include: { invoice: { select: { number: true } } },
  });
  const items = rows.slice(0, limit).map(({ invoice, ...row }) => ({ ...row, invoiceNumber: invoice?.number ?? null }));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** What the caller's company paid, tried to pay and got back, newest first; of one invoice, when it is named. */
export const listPayments = tenantQuery({
  name: "payments.list",
  permission: "invoice.read",
  input: z.strictObject({ invoiceId: z.uuid().optional(), ...page }),
  run: async ({ tx, tenantId }, { invoiceId, ...rest }) => {
    if (invoiceId) {
      const invoice = await tx.invoice.findUnique({ where: { tenantId_id: { tenantId, id: invoiceId } } });
      if (!invoice || invoice.state === "draft") throw notFound("invoice");
    }
    const { items, nextCursor } = await paymentPage(tx, { ...rest, tenantId, invoiceId });
    return { items: items.map(({ flag: _ours, ...item }) => item), nextCursor };
  },
});

/** The payments of all clients, newest first: all, those in one state, or those at which somebody should look. */
export const listAllPayments = operatorQuery({
  name: "payments.all",
  permission: "platform.billing.read",
  input: z.strictObject({
    tenantId: z.uuid().optional(),
    invoiceId: z.uuid().optional(),
    state: z.enum(STATES).optional(),
    flagged: z.boolean().optional(),
    ...page,
  }),
  run: async ({ tx }, wanted) => {
    const { items, nextCursor } = await paymentPage(tx, wanted);
    const tenants = await tx.tenant.findMany({
      where: { id: { in: [...new Set(items.map((item) => item.tenantId))] } },
      select: { id: true, name: true },
    });
    const names = new Map(tenants.map(({ id, name }) => [id, name]));
    // What the provider told us of and is nobody's: money that a person must place.
    const strays = await tx.webhookEvent.count({ where: { outcome: "unknown_client" } });
    return {
      items: items.map((item) => ({ ...item, tenantName: names.get(item.tenantId) ?? "" })),
      nextCursor,
      strays,
    };
  },
});
