import type { LedgerEvent } from "@callbay/domain/ledger/accounts";
import type { Tx } from "../client.ts";

export interface BehindLine {
  readonly tenantId: string;
  readonly chargeId: string;
  readonly usageId?: string | undefined;
  readonly callId?: string | undefined;
}

/** The usage record of this id, or of this call, if the line stands on it; null otherwise. */
export async function usageBehindLine(
  tx: Tx,
  { tenantId, chargeId, usageId, callId }: BehindLine,
): Promise<{ usageId: string; callId: string | null } | null> {
  const [found] = await tx.$queryRaw<{ usageId: string; callId: string | null }[]>`
    SELECT u.id AS "usageId", u.call_id AS "callId"
    FROM charge c
    JOIN charge_usage cu ON cu.tenant_id = c.tenant_id AND cu.component_id = c.component_id AND cu.charge_id = c.id
    JOIN usage_record u ON u.tenant_id = cu.tenant_id AND u.id = cu.usage_id
    WHERE c.tenant_id = ${tenantId}::uuid AND c.id = ${chargeId}::uuid
      AND (${usageId ?? null}::uuid IS NULL OR u.id = ${usageId ?? null}::uuid)
      AND (${callId ?? null}::uuid IS NULL OR u.call_id = ${callId ?? null}::uuid)
    ORDER BY u.id LIMIT 1`;
  return found ?? null;
}

export interface DisputeRow {
  readonly tenantId: string;
  readonly id: string;
  readonly invoiceId: string;
  readonly chargeId: string;
  readonly usageId: string | null;
  readonly callId: string | null;
  readonly comment: string;
  readonly openedAt: Date;
  readonly openedBy: string;
  readonly resolution: string | null;
  readonly reason: string | null;
  readonly amountMinor: bigint | null;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  readonly tenantName: string;
  readonly currency: string;
  readonly invoiceState: "draft" | "in_review" | "finalised";
  readonly invoiceNumber: string | null;
  readonly periodFrom: string;
  readonly periodTo: string;
  readonly reviewDueOn: string | null;
  readonly position: number;
  readonly description: unknown;
  readonly unit: string;
  readonly unitPriceMicros: bigint;
  readonly lineMinor: bigint;
  readonly lineQuantityMicros: bigint;
  /** Pieces of the disputed record; null where the whole line is disputed. */
  readonly quantity: bigint | null;
  readonly talkMs: number | null;
  /** Masked when the usage was written. */
  readonly maskedPhone: string | null;
  readonly occurredAt: Date | null;
  readonly campaignName: string | null;
  readonly agentName: string | null;
  readonly recordingId: string | null;
}

export interface DisputesOf {
  readonly tenantId?: string | undefined;
  readonly invoiceId?: string | undefined;
  readonly open?: boolean | undefined;
  readonly limit: number;
}

/** Disputes with their line, their call and its recording; open ones first, the oldest of them first. */
export function disputeRows(tx: Tx, { tenantId, invoiceId, open, limit }: DisputesOf): Promise<DisputeRow[]> {
  return tx.$queryRaw<DisputeRow[]>`
    SELECT d.tenant_id AS "tenantId", d.id, d.invoice_id AS "invoiceId", d.charge_id AS "chargeId",
           d.usage_id AS "usageId", d.call_id AS "callId", d.comment, d.opened_at AS "openedAt",
           d.opened_by AS "openedBy", d.resolution, d.reason, d.amount_minor AS "amountMinor",
           d.resolved_at AS "resolvedAt", d.resolved_by AS "resolvedBy", t.name AS "tenantName", i.currency,
           i.state::text AS "invoiceState", i.number AS "invoiceNumber", i.period_from::text AS "periodFrom",
           i.period_to::text AS "periodTo", i.review_due_on::text AS "reviewDueOn", c.position, c.description, c.unit,
           c.unit_price_micros AS "unitPriceMicros", c.amount_minor AS "lineMinor",
           c.quantity_micros AS "lineQuantityMicros", u.quantity, (u.data->>'talkMs')::int AS "talkMs",
           u.data->>'phone' AS "maskedPhone", u.occurred_at AS "occurredAt", g.name AS "campaignName",
           a.name AS "agentName",
           (SELECT r.id FROM recording r WHERE r.tenant_id = d.tenant_id AND r.call_id = d.call_id
              AND r.state = 'stored' ORDER BY r.started_at LIMIT 1) AS "recordingId"
    FROM dispute d
    JOIN tenant t ON t.id = d.tenant_id
    JOIN invoice i ON i.tenant_id = d.tenant_id AND i.id = d.invoice_id
    JOIN charge c ON c.tenant_id = d.tenant_id AND c.id = d.charge_id
    LEFT JOIN usage_record u ON u.tenant_id = d.tenant_id AND u.id = d.usage_id
    LEFT JOIN campaign g ON g.tenant_id = d.tenant_id AND g.id = (u.data->>'campaignId')::uuid
    LEFT JOIN membership m ON m.tenant_id = d.tenant_id AND m.id = (u.data->>'membershipId')::uuid
    LEFT JOIN account a ON a.id = m.account_id
    WHERE (${tenantId ?? null}::uuid IS NULL OR d.tenant_id = ${tenantId ?? null}::uuid)
      AND (${invoiceId ?? null}::uuid IS NULL OR d.invoice_id = ${invoiceId ?? null}::uuid)
      AND (${open ?? null}::boolean IS NULL OR (d.resolved_at IS NULL) = ${open ?? null}::boolean)
    ORDER BY d.resolved_at IS NOT NULL, CASE WHEN d.resolved_at IS NULL THEN d.opened_at END, d.resolved_at DESC, d.id
    LIMIT ${limit}`;
}

export interface ReceivableMove {
  readonly tenantId: string;
  readonly currency: string;
  readonly bookedOn: string;
  readonly occurredAt: Date;
  readonly kind: LedgerEvent;
  readonly sourceKey: string;
  readonly invoiceId: string | null;
  readonly memo: string;
  readonly amountMinor: bigint;
  /** The number of the invoice that it concerns. */
  readonly invoiceNumber: string | null;
  /** Of a credit note, its own. */
  readonly documentNumber: string | null;
}

interface StatementOf {
  readonly tenantId: string;
  /** [from, to) in the tenant's calendar. */
  readonly from: string;
  readonly to: string;
}

/** What each currency's receivable came to before the period. */
export function receivableBefore(tx: Tx, { tenantId, from }: StatementOf) {
  return tx.$queryRaw<{ currency: string; amountMinor: bigint }[]>`
    SELECT e.currency, sum(e.amount_minor)::bigint AS "amountMinor"
    FROM ledger_transaction l
    JOIN ledger_entry e ON e.tenant_id = l.tenant_id AND e.transaction_id = l.id
    WHERE l.tenant_id = ${tenantId}::uuid AND e.account = 'receivable' AND l.booked_on < ${from}::date
    GROUP BY e.currency ORDER BY e.currency`;
}

/** What moved a client's receivable in a period, in the order in which it was booked. */
export function receivableMoves(tx: Tx, { tenantId, from, to }: StatementOf): Promise<ReceivableMove[]> {
  return tx.$queryRaw<ReceivableMove[]>`
    SELECT l.tenant_id AS "tenantId", e.currency, l.booked_on::text AS "bookedOn", l.occurred_at AS "occurredAt",
           l.kind, l.source_key AS "sourceKey", l.invoice_id AS "invoiceId", l.memo,
           sum(e.amount_minor)::bigint AS "amountMinor", i.number AS "invoiceNumber", n.number AS "documentNumber"
    FROM ledger_transaction l
    JOIN ledger_entry e ON e.tenant_id = l.tenant_id AND e.transaction_id = l.id
    LEFT JOIN invoice i ON i.tenant_id = l.tenant_id AND i.id = l.invoice_id
    LEFT JOIN LATERAL (
      SELECT c.number FROM invoice c
      WHERE c.tenant_id = l.tenant_id AND c.kind = 'credit_note'
        AND (c.id::text = l.source_key
             OR (l.kind = 'invoice_voided' AND c.corrects_id = l.invoice_id))
      ORDER BY c.sequence DESC LIMIT 1) n ON true
    WHERE l.tenant_id = ${tenantId}::uuid AND e.account = 'receivable'
      AND l.booked_on >= ${from}::date AND l.booked_on < ${to}::date
    GROUP BY l.tenant_id, l.id, e.currency, i.number, n.number
    HAVING sum(e.amount_minor) <> 0
    ORDER BY e.currency, l.booked_on, l.occurred_at, l.id`;
}

export interface AgeingRow {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly currency: string;
  readonly invoices: number;
  readonly notDueMinor: bigint;
  readonly days30Minor: bigint;
  readonly days60Minor: bigint;
  readonly days90Minor: bigint;
  readonly olderMinor: bigint;
  readonly totalMinor: bigint;
  /** The day due that is longest past, or comes next. */
  readonly oldestDueOn: string;
}

/** What clients owe, by how long it is overdue on their own calendar's today. */
export function receivablesAgeing(tx: Tx, now: Date): Promise<AgeingRow[]> {
  return tx.$queryRaw<AgeingRow[]>`
    SELECT o.tenant_id AS "tenantId", o.name AS "tenantName", o.currency, count(*)::int AS invoices,
           COALESCE(sum(o.open) FILTER (WHERE o.late <= 0), 0)::bigint AS "notDueMinor",
           COALESCE(sum(o.open) FILTER (WHERE o.late BETWEEN 1 AND 30), 0)::bigint AS "days30Minor",
           COALESCE(sum(o.open) FILTER (WHERE o.late BETWEEN 31 AND 60), 0)::bigint AS "days60Minor",
           COALESCE(sum(o.open) FILTER (WHERE o.late BETWEEN 61 AND 90), 0)::bigint AS "days90Minor",
           COALESCE(sum(o.open) FILTER (WHERE o.late > 90), 0)::bigint AS "olderMinor",
           sum(o.open)::bigint AS "totalMinor", min(o.due_on)::text AS "oldestDueOn"
    FROM (
      SELECT i.tenant_id, t.name, i.currency, i.due_on, i.total_minor - s.paid_minor - s.credited_minor AS open,
             (${now}::timestamptz AT TIME ZONE t.timezone)::date - i.due_on AS late
      FROM invoice_settlement s
      JOIN invoice i ON i.tenant_id = s.tenant_id AND i.id = s.id
      JOIN tenant t ON t.id = i.tenant_id
      WHERE s.state IN ('open', 'partly_paid') AND i.kind = 'invoice' AND i.state = 'finalised'
    ) o
    GROUP BY o.tenant_id, o.name, o.currency ORDER BY o.name, o.currency`;
}
