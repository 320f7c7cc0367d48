import type { UsageKind } from "@callbay/domain/rating/types";
import type { Tx } from "../client.ts";

export interface UsageDay {
  /** "YYYY-MM-DD". */
  readonly day: string;
  readonly calls: number;
  readonly talkMs: number;
  readonly seatDays: number;
  /** Time of agents that is charged by the hour. */
  readonly agentMs: number;
  readonly successes: number;
  readonly messages: number;
  readonly numberDays: number;
}

/** The usage that an invoice charges, day by day; a record that several lines stand on counts once. */
export function invoiceUsageByDay(tx: Tx, tenantId: string, invoiceId: string): Promise<UsageDay[]> {
  return tx.$queryRaw<UsageDay[]>`
    SELECT u.local_date::text AS day,
           COALESCE(sum(u.quantity) FILTER (WHERE u.kind = 'call'), 0)::float8 AS calls,
           COALESCE(sum((u.data->>'talkMs')::bigint) FILTER (WHERE u.kind = 'call'), 0)::float8 AS "talkMs",
           COALESCE(sum(u.quantity) FILTER (WHERE u.kind = 'seat_day'), 0)::float8 AS "seatDays",
           COALESCE(sum(u.quantity) FILTER (WHERE u.kind = 'agent_time'), 0)::float8 AS "agentMs",
           COALESCE(sum(u.quantity) FILTER (WHERE u.kind = 'success'), 0)::float8 AS successes,
           COALESCE(sum(u.quantity) FILTER (WHERE u.kind = 'message'), 0)::float8 AS messages,
           COALESCE(sum(u.quantity) FILTER (WHERE u.kind = 'number_day'), 0)::float8 AS "numberDays"
    FROM usage_record u
    WHERE u.tenant_id = ${tenantId}::uuid AND u.id IN (
      SELECT cu.usage_id FROM charge_usage cu
      WHERE cu.tenant_id = ${tenantId}::uuid AND cu.charge_id = ANY (ARRAY(
        SELECT c.id FROM charge c WHERE c.tenant_id = ${tenantId}::uuid AND c.invoice_id = ${invoiceId}::uuid)))
    GROUP BY u.local_date ORDER BY u.local_date`;
}

export interface UsageBehindLine {
  readonly id: string;
  readonly kind: UsageKind;
  readonly day: string;
  readonly occurredAt: Date;
  readonly quantity: number;
  readonly callId: string | null;
  readonly talkMs: number | null;
  /** Masked when the usage was written. */
  readonly maskedPhone: string | null;
  readonly outcome: string | null;
  readonly campaignName: string | null;
  readonly agentName: string | null;
  readonly seatLabel: string | null;
  readonly recordingId: string | null;
}

export interface UsagePage {
  readonly tenantId: string;
  readonly chargeId: string;
  readonly componentId: string;
  readonly limit: number;
  /** The id of the last record of the page before. */
  readonly after?: string | null | undefined;
}

/**
 * The usage behind one line, in the order in which it was written (ids are UUIDv7): an index of charge_usage has
 * that order already, so a page costs the same at the end of a million records as at their beginning.
 */
export function lineUsagePage(tx: Tx, page: UsagePage): Promise<UsageBehindLine[]> {
  const { tenantId, chargeId, componentId, limit } = page;
  const after = page.after ?? "00000000-0000-0000-0000-000000000000";
  return tx.$queryRaw<UsageBehindLine[]>`
    SELECT u.id, u.kind, u.local_date::text AS day, u.occurred_at AS "occurredAt", u.quantity::float8 AS quantity,
           u.call_id AS "callId", (u.data->>'talkMs')::int AS "talkMs", u.data->>'phone' AS "maskedPhone",
           u.data->>'outcome' AS outcome, g.name AS "campaignName", a.name AS "agentName", l.label AS "seatLabel",
           (SELECT r.id FROM recording r WHERE r.tenant_id = u.tenant_id AND r.call_id = u.call_id
              AND r.state = 'stored' ORDER BY r.started_at LIMIT 1) AS "recordingId"
    FROM (SELECT tenant_id, usage_id FROM charge_usage
          WHERE tenant_id = ${tenantId}::uuid AND component_id = ${componentId}::uuid AND usage_id > ${after}::uuid
            AND charge_id = ${chargeId}::uuid
          ORDER BY usage_id LIMIT ${limit}) cu
    JOIN usage_record u ON u.tenant_id = cu.tenant_id AND u.id = cu.usage_id
    LEFT JOIN seat_lease l ON l.tenant_id = u.tenant_id AND l.id = u.seat_lease_id
    LEFT JOIN campaign g ON g.tenant_id = u.tenant_id AND g.id = (u.data->>'campaignId')::uuid
    LEFT JOIN membership m ON m.tenant_id = u.tenant_id AND m.id = (u.data->>'membershipId')::uuid
    LEFT JOIN account a ON a.id = m.account_id
    ORDER BY u.id`;
}
