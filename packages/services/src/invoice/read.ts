import type { Tx } from "@callbay/db/client";
import { lineUsagePage } from "@callbay/db/sql/billing-invoice";
import { fromDbDate, localDate } from "@callbay/domain/calendar";
import { notFound } from "@callbay/domain/errors";
import { operatorQuery, tenantQuery, z } from "../verb.ts";
import { isVisible, loadInvoice, SETTLEMENT_STATES, summaryOf, type Visibility } from "./load.ts";

const pageSchema = { limit: z.int().min(1).max(200).default(50), cursor: z.uuid().nullish() };

/** The invoices of the caller's company, in review and final, newest first. */
export const listInvoices = tenantQuery({
  name: "invoice.list",
  permission: "invoice.read",
  input: z.strictObject({}),
  run: async ({ tx, tenantId }) => {
    const rows = await tx.invoice.findMany({
      where: { tenantId, state: { not: "draft" } },
      orderBy: [{ issuedAt: "desc" }, { id: "desc" }],
      include: { contract: { select: { reference: true } }, settlement: true },
    });
    return { items: rows.map((row) => ({ ...summaryOf(row), contractReference: row.contract.reference })) };
  },
});

/** One invoice with its lines, in review or final. */
export const getInvoice = tenantQuery({
  name: "invoice.get",
  permission: "invoice.read",
  input: z.strictObject({ invoiceId: z.uuid() }),
  run: ({ tx, tenantId }, { invoiceId }) => loadInvoice(tx, tenantId, invoiceId, "shared"),
});

/** The calls or seat-days behind one line; numbers are masked. */
export const invoiceUsage = tenantQuery({
  name: "invoice.usage",
  permission: "invoice.read",
  input: z.strictObject({ invoiceId: z.uuid(), chargeId: z.uuid(), ...pageSchema }),
  run: ({ tx, tenantId }, input) => usageBehind(tx, { ...input, tenantId }, "shared"),
});

/** All invoices, drafts included, newest first, narrowed by what is asked for. */
export const listAllInvoices = operatorQuery({
  name: "billing.invoices",
  permission: "platform.billing.read",
  input: z.strictObject({
    tenantId: z.uuid().optional(),
    contractId: z.uuid().optional(),
    state: z.enum(["draft", "in_review", "finalised"]).optional(),
    kind: z.enum(["invoice", "credit_note"]).optional(),
    settlement: z.enum(SETTLEMENT_STATES).optional(),
    /** Open, and due before today of the client's calendar. */
    overdue: z.boolean().default(false),
    /** A part of the number. */
    number: z.string().trim().max(40).optional(),
    limit: z.int().min(1).max(500).default(500),
    cursor: z.uuid().nullish(),
  }),
  run: async ({ tx, now }, input) => {
    const { tenantId, contractId, state, kind, settlement, overdue, number, limit, cursor } = input;
    const rows = await tx.invoice.findMany({
      where: {
        ...(tenantId ? { tenantId } : {}),
        ...(contractId ? { contractId } : {}),
        ...(state ? { state } : {}),
        ...(kind ? { kind } : {}),
        ...(settlement ? { settlement: { state: settlement } } : {}),
        // Somewhere it is tomorrow already: whose today it is, is asked of each row.
        ...(overdue
          ? {
              settlement: { state: { in: ["open", "partly_paid"] } },
              dueOn: { lt: new Date(now.getTime() + 86_400_000) },
            }
          : {}),
        ...(number ? { number: { contains: number, mode: "insensitive" as const } } : {}),
        ...(cursor ? { id: { lt: cursor } } : {}),
      },
      orderBy: { id: "desc" },
      take: limit + 1,
      include: {
        contract: { select: { reference: true, tenant: { select: { name: true, timezone: true } } } },
        legalEntity: { select: { name: true } },
        settlement: true,
      },
    });
    const page = rows.slice(0, limit);
    const items = page
      .filter(
        (row) =>
          !overdue || (row.dueOn !== null && fromDbDate(row.dueOn) < localDate(now, row.contract.tenant.timezone)),
      )
      .map((row) => ({
        ...summaryOf(row),
        tenantName: row.contract.tenant.name,
        contractReference: row.contract.reference,
        legalEntityName: row.legalEntity.name,
      }));
    return { items, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
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
  if (!isVisible(visible, charge.invoice.state)) throw notFound("invoice line");
  // A line without a component (a credit, say) stands on no usage.
  if (!charge.componentId) return { items: [], nextCursor: null };
  const { componentId } = charge;
  const rows = await lineUsagePage(tx, { tenantId, chargeId, componentId, limit: limit + 1, after: cursor });
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
