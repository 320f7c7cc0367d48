import type { Tx } from "@callbay/db/client";
import { type ClosingPeriod, componentFigures, lastInvoices, missingForClose } from "@callbay/db/sql/month-board";
import {
  addDays,
  daysBetween,
  fromDbDate,
  type LocalDate,
  localDate,
  monthOf,
  monthPeriod,
  type Period,
  periodInstants,
} from "@callbay/domain/calendar";
import type { PriceComponentType } from "@callbay/domain/rating/price-type";
import { type Finding, type InvoiceFigures, unusual } from "@callbay/domain/unusual";
import { operatorQuery, z } from "../verb.ts";

/**
 * Where a contract stands in the closing of the month. due: whole months wait to be closed; draft: closed, the client
 * has not seen it; in_review; disputed: the client waits for an answer; accepted, review_over: it can be finalised;
 * up_to_date: nothing to close yet.
 */
export type ClosingStep = "due" | "draft" | "in_review" | "disputed" | "accepted" | "review_over" | "up_to_date";

/** The closing of the month, contract by contract: what is due, where it stands, what is missing, what is unusual. */
export const closingBoard = operatorQuery({
  name: "billing.board",
  permission: "platform.billing.read",
  input: z.strictObject({ tenantId: z.uuid().optional() }),
  timeoutMs: 60_000,
  run: async ({ tx, now }, { tenantId }) => {
    const contracts = await loadContracts(tx, now, tenantId);
    const closing = contracts.flatMap(({ row, timezone, period }): ClosingPeriod[] => {
      if (period === null) return [];
      const { from: startsAt, to: endsAt } = periodInstants(period, timezone);
      return [{ tenantId: row.tenantId, contractId: row.id, ...period, startsAt, endsAt }];
    });
    const missing = new Map((await missingForClose(tx, closing)).map((one) => [one.contractId, one]));
    const findings = await unusualOf(
      tx,
      contracts.flatMap(({ invoice }) => (invoice ? [invoice] : [])),
    );
    return {
      items: contracts.map(({ row, timezone: _zone, period, invoice, step, today }) => {
        const { contractId: _id, ...lacks } = missing.get(row.id) ?? { contractId: row.id, ...NOTHING_MISSING };
        return {
          tenantId: row.tenantId,
          tenantName: row.tenant.name,
          contractId: row.id,
          reference: row.reference,
          contractState: row.state,
          currency: row.currency,
          step,
          /** What is to be closed, or was and is not final yet; null when there is nothing. */
          periodFrom: period?.from ?? null,
          /** Exclusive. */
          periodTo: period?.to ?? null,
          invoiceId: invoice?.id ?? null,
          netMinor: invoice?.netMinor ?? null,
          totalMinor: invoice?.totalMinor ?? null,
          reviewDueOn: invoice?.reviewDueOn ? fromDbDate(invoice.reviewDueOn) : null,
          acceptedAt: invoice?.acceptedAt ?? null,
          openDisputes: invoice?._count.disputes ?? 0,
          /** Days that the draft has waited since it was made. */
          waitingDays: invoice ? Math.max(0, daysBetween(fromDbDate(invoice.createdAt), today)) : null,
          missing: lacks,
          unusual: invoice ? (findings.get(invoice.id) ?? []) : [],
        };
      }),
    };
  },
});

const NOTHING_MISSING = {
  unpricedUsage: 0,
  callsWithoutDisposition: 0,
  recordingsMissing: 0,
  importsRunning: 0,
  withoutTerms: false,
};

async function loadContracts(tx: Tx, now: Date, tenantId: string | undefined) {
  const rows = await tx.contract.findMany({
    where: { state: { not: "draft" }, ...(tenantId ? { tenantId } : {}) },
    orderBy: [{ tenant: { name: "asc" } }, { reference: "asc" }],
    include: {
      tenant: { select: { name: true, timezone: true } },
      invoices: {
        where: { kind: "invoice", state: { not: "finalised" } },
        include: { _count: { select: { disputes: { where: { resolvedAt: null } } } } },
        take: 1,
      },
    },
  });
  return rows.flatMap(({ invoices, ...row }) => {
    const { timezone } = row.tenant;
    const today = localDate(now, timezone);
    const [invoice = null] = invoices;
    const due = periodDue(row, today);
    const period = invoice ? { from: fromDbDate(invoice.periodFrom), to: fromDbDate(invoice.periodTo) } : due;
    // An ended contract that is billed to its end is done with.
    if (row.state === "ended" && period === null) return [];
    return [{ row, timezone, today, invoice, period, step: stepOf(invoice, due, today) }];
  });
}

/** The whole months, or the last days of a contract, that are over and not invoiced; null when there are none. */
function periodDue(
  row: { readonly startsOn: Date; readonly endsOn: Date | null; readonly billedThrough: Date | null },
  today: LocalDate,
): Period | null {
  const from = fromDbDate(row.billedThrough ?? row.startsOn);
  const end = row.endsOn && addDays(fromDbDate(row.endsOn), 1);
  const { from: thisMonth } = monthPeriod(monthOf(today));
  const over = end !== null && end <= today ? end : thisMonth;
  return over > from ? { from, to: over } : null;
}

interface OpenInvoice {
  readonly state: string;
  readonly acceptedAt: Date | null;
  readonly reviewDueOn: Date | null;
  readonly _count: { readonly disputes: number };
}

function stepOf(invoice: OpenInvoice | null, due: Period | null, today: LocalDate): ClosingStep {
  if (invoice === null) return due === null ? "up_to_date" : "due";
  if (invoice.state === "draft") return "draft";
  if (invoice._count.disputes > 0) return "disputed";
  if (invoice.acceptedAt !== null) return "accepted";
  return invoice.reviewDueOn && today > fromDbDate(invoice.reviewDueOn) ? "review_over" : "in_review";
}

interface ComparedInvoice {
  readonly id: string;
  readonly contractId: string;
  readonly totalMinor: bigint;
  readonly periodFrom: Date;
  readonly periodTo: Date;
}

/** What is unusual about each of these invoices against the last final one of its contract. */
async function unusualOf(tx: Tx, invoices: readonly ComparedInvoice[]): Promise<Map<string, Finding[]>> {
  const before = await lastInvoices(
    tx,
    invoices.map((one) => one.contractId),
  );
  const rows = await componentFigures(
    tx,
    [...invoices, ...before].map((one) => one.id),
  );
  const figures = (id: string, totalMinor: bigint, days: number): InvoiceFigures => ({
    days,
    totalMinor,
    components: rows
      .filter((row) => row.invoiceId === id)
      .map(({ invoiceId: _of, type, ...row }) => ({ ...row, type: type as PriceComponentType })),
  });
  return new Map(
    invoices.map((invoice) => {
      const last = before.find((one) => one.contractId === invoice.contractId);
      if (!last) return [invoice.id, []];
      const days = daysBetween(fromDbDate(invoice.periodFrom), fromDbDate(invoice.periodTo));
      return [
        invoice.id,
        unusual(figures(invoice.id, invoice.totalMinor, days), figures(last.id, last.totalMinor, last.days)),
      ];
    }),
  );
}
