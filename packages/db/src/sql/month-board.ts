import type { Tx } from "../client.ts";

/** A contract and the days of it that are being closed: [from, to), as calendar days and as instants. */
export interface ClosingPeriod {
  readonly tenantId: string;
  readonly contractId: string;
  readonly from: string;
  readonly to: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export interface MissingRow {
  readonly contractId: string;
  /** Usage that no price of its terms is for. */
  readonly unpricedUsage: number;
  /** Conversations without the agent's word. */
  readonly callsWithoutDisposition: number;
  /** Charged calls whose terms ask for a recording that is not stored. */
  readonly recordingsMissing: number;
  /** Files of its campaigns' lists that are not read to the end. */
  readonly importsRunning: number;
  /** No terms, or terms without prices, hold on the first day. */
  readonly withoutTerms: boolean;
}

/** What is missing before each of these periods can be closed with a good conscience. */
export function missingForClose(tx: Tx, periods: readonly ClosingPeriod[]): Promise<MissingRow[]> {
  return tx.$queryRaw<MissingRow[]>`
    SELECT p.contract_id AS "contractId",
      COALESCE((
        SELECT sum(g.n) FROM (
          SELECT u.contract_version_id, u.kind, u.direction, count(*) AS n FROM usage_record u
          WHERE u.tenant_id = p.tenant_id AND u.contract_id = p.contract_id
            AND u.local_date >= p.from_day AND u.local_date < p.to_day AND u.kind <> 'connected'
          GROUP BY u.contract_version_id, u.kind, u.direction) g
        WHERE NOT EXISTS (
          SELECT 1 FROM price_component c
          WHERE c.tenant_id = p.tenant_id AND c.contract_version_id = g.contract_version_id
            AND c.type = ANY (CASE g.kind
              WHEN 'call' THEN ARRAY['package', 'per_call', 'per_minute']
              WHEN 'seat_day' THEN ARRAY['seat'] WHEN 'agent_time' THEN ARRAY['hourly']
              WHEN 'success' THEN ARRAY['commission'] WHEN 'reversal' THEN ARRAY['commission']
              WHEN 'milestone' THEN ARRAY['project'] WHEN 'number_day' THEN ARRAY['number']
              WHEN 'message' THEN ARRAY['message'] ELSE ARRAY[]::text[] END)
            AND (c.direction IS NULL OR g.direction IS NULL OR c.direction = g.direction))), 0)::int AS "unpricedUsage",
      (SELECT count(*)::int FROM call l JOIN campaign m ON m.tenant_id = l.tenant_id AND m.id = l.campaign_id
       WHERE l.tenant_id = p.tenant_id AND m.contract_id = p.contract_id AND l.started_at >= p.starts_at
         AND l.started_at < p.ends_at AND l.joined_at IS NOT NULL AND l.ended_at IS NOT NULL
         AND l.disposition_id IS NULL AND NOT l.is_internal) AS "callsWithoutDisposition",
      (SELECT count(*)::int FROM usage_record u
       JOIN contract_version v ON v.tenant_id = u.tenant_id AND v.id = u.contract_version_id AND v.recording_required
       WHERE u.tenant_id = p.tenant_id AND u.contract_id = p.contract_id AND u.kind = 'call'
         AND u.local_date >= p.from_day AND u.local_date < p.to_day
         AND NOT EXISTS (SELECT 1 FROM recording r WHERE r.tenant_id = u.tenant_id AND r.call_id = u.call_id
                         AND r.state = 'stored')) AS "recordingsMissing",
      (SELECT count(*)::int FROM contact_import i
       WHERE i.tenant_id = p.tenant_id AND i.finished_at IS NULL AND EXISTS (
         SELECT 1 FROM campaign_list b JOIN campaign m ON m.tenant_id = b.tenant_id AND m.id = b.campaign_id
         WHERE b.tenant_id = i.tenant_id AND b.list_id = i.list_id AND m.contract_id = p.contract_id)) AS "importsRunning",
      NOT EXISTS (
        SELECT 1 FROM contract_version v WHERE v.tenant_id = p.tenant_id AND v.contract_id = p.contract_id
          AND v.effective_from <= p.from_day AND EXISTS (
            SELECT 1 FROM price_component c WHERE c.tenant_id = v.tenant_id AND c.contract_version_id = v.id)
      ) AS "withoutTerms"
    FROM unnest(${periods.map((one) => one.tenantId)}::uuid[], ${periods.map((one) => one.contractId)}::uuid[],
                ${periods.map((one) => one.from)}::date[], ${periods.map((one) => one.to)}::date[],
                ${periods.map((one) => one.startsAt)}::timestamptz[], ${periods.map((one) => one.endsAt)}::timestamptz[])
         AS p(tenant_id, contract_id, from_day, to_day, starts_at, ends_at)`;
}

export interface ComponentFiguresRow {
  readonly invoiceId: string;
  readonly type: string;
  readonly direction: "inbound" | "outbound" | null;
  readonly amountMinor: bigint;
  readonly usageMinor: bigint;
  readonly quantityMicros: bigint;
}

/** What each kind of price came to on these invoices. */
export function componentFigures(tx: Tx, invoiceIds: readonly string[]): Promise<ComponentFiguresRow[]> {
  return tx.$queryRaw<ComponentFiguresRow[]>`
    SELECT c.invoice_id AS "invoiceId", p.type, p.direction::text AS direction, sum(c.amount_minor)::bigint AS "amountMinor",
           COALESCE(sum(c.amount_minor) FILTER (WHERE c.kind = 'usage'), 0)::bigint AS "usageMinor",
           COALESCE(sum(c.quantity_micros) FILTER (WHERE c.kind = 'usage'), 0)::bigint AS "quantityMicros"
    FROM charge c JOIN price_component p ON p.tenant_id = c.tenant_id AND p.id = c.component_id
    WHERE c.invoice_id = ANY (${[...invoiceIds]}::uuid[])
    GROUP BY c.invoice_id, p.type, p.direction ORDER BY p.type, p.direction`;
}

export interface InvoiceBefore {
  readonly contractId: string;
  readonly id: string;
  readonly totalMinor: bigint;
  readonly days: number;
}

/** The last finalised invoice of each of these contracts. */
export function lastInvoices(tx: Tx, contractIds: readonly string[]): Promise<InvoiceBefore[]> {
  return tx.$queryRaw<InvoiceBefore[]>`
    SELECT DISTINCT ON (i.contract_id) i.contract_id AS "contractId", i.id, i.total_minor AS "totalMinor",
           i.period_to - i.period_from AS days
    FROM invoice i
    WHERE i.contract_id = ANY (${[...contractIds]}::uuid[]) AND i.kind = 'invoice' AND i.state = 'finalised'
    ORDER BY i.contract_id, i.period_from DESC`;
}
