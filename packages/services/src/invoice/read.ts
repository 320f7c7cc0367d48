import type { Tx } from "@callbay/db/client";
import { lineUsagePage } from "@callbay/db/sql/billing-invoice";
import { notFound } from "@callbay/domain/errors";
import { operatorQuery, tenantQuery, z } from "../verb.ts";
import { loadInvoice, summaryOf, type Visibility } from "./load.ts";

const pageSchema = { limit: z.int().min(1).max(200).default(50), cursor: z.uuid().nullish() };

/** The finalised invoices of the caller's company, newest first. */
export const listInvoices = tenantQuery({
  name: "invoice.list",
  permission: "invoice.read",
  input: z.strictObject({}),
  run: async ({ tx, tenantId }) => {
    const rows = await tx.invoice.findMany({
      where: { tenantId, state: "finalised" },
      orderBy: [{ issuedAt: "desc" }, { id: "desc" }],
      include: { contract: { select: { reference: true } } },
    });
    return { items: rows.map((row) => ({ ...summaryOf(row), contractReference: row.contract.reference })) };
  },
});

/** One finalised invoice with its lines. */
export const getInvoice = tenantQuery({
  name: "invoice.get",
  permission: "invoice.read",
  input: z.strictObject({ invoiceId: z.uuid() }),
  run: ({ tx, tenantId }, { invoiceId }) => loadInvoice(tx, tenantId, invoiceId, "finalised"),
});

/** The calls or seat-days behind one line; numbers are masked. */
export const invoiceUsage = tenantQuery({
  name: "invoice.usage",
  permission: "invoice.read",
  input: z.strictObject({ invoiceId: z.uuid(), chargeId: z.uuid(), ...pageSchema }),
  run: ({ tx, tenantId }, input) => usageBehind(tx, { ...input, tenantId }, "finalised"),
});

/** All invoices, drafts included, or one client's, newest first. */
export const listAllInvoices = operatorQuery({
  name: "billing.invoices",
  permission: "platform.billing.read",
  input: z.strictObject({ tenantId: z.uuid().optional() }),
  run: async ({ tx }, { tenantId }) => {
    const rows = await tx.invoice.findMany({
      where: tenantId ? { tenantId } : {},
      orderBy: { id: "desc" },
      take: 500,
      include: {
        contract: { select: { reference: true, tenant: { select: { name: true } } } },
        legalEntity: { select: { name: true } },
      },
    });
    return {
      items: rows.map((row) => ({
        ...summaryOf(row),
        tenantName: row.contract.tenant.name,
        contractReference: row.contract.reference,
        legalEntityName: row.legalEntity.name,
      })),
    };
  },
});

/** One invoice of any client, draft or final. */
export const getAnyInvoice = operatorQuery({
  name: "billing.invoice",
  permission: "platform.billing.read",
  input: z.strictObject({ tenantId: z.uuid(), invoiceId: z.uuid() }),
  run: ({ tx }, { tenantId, invoiceId }) => loadInvoice(tx, tenantId, invoiceId, "all"),
});

/** The calls or seat-days behind one line of any client's invoice. */
export const anyInvoiceUsage = operatorQuery({
  name: "billing.usage",
  permission: "platform.billing.read",
  input: z.strictObject({ tenantId: z.uuid(), invoiceId: z.uuid(), chargeId: z.uuid(), ...pageSchema }),
  run: ({ tx }, input) => usageBehind(tx, input, "all"),
});

interface UsageOf {
  readonly tenantId: string;
  readonly invoiceId: string;
  readonly chargeId: string;
  readonly limit: number;
  readonly cursor?: string | null | undefined;
}

async function usageBehind(tx: Tx, input: UsageOf, visible: Visibility) {
  const { tenantId, invoiceId, chargeId, limit, cursor } = input;
  const charge = await tx.charge.findUnique({
    where: { tenantId_id: { tenantId, id: chargeId } },
    select: { invoiceId: true, componentId: true, invoice: { select: { state: true } } },
  });
  if (charge?.invoiceId !== invoiceId) throw notFound("invoice line");
  if (visible === "finalised" && charge.invoice.state !== "finalised") throw notFound("invoice line");
  // A line without a component (a credit, say) stands on no usage.
  if (!charge.componentId) return { items: [], nextCursor: null };
  const { componentId } = charge;
  const rows = await lineUsagePage(tx, { tenantId, chargeId, componentId, limit: limit + 1, after: cursor });
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
