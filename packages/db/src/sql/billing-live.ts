import type { RawTx } from "../client.ts";

/** What a client's cost so far was counted from: as long as none of it changes, neither does the cost. */
export interface CostMark {
  readonly tenantId: string;
  readonly timezone: string;
  /** The newest usage; ids are in order of time. */
  readonly usageId: string | null;
  /** When somebody last changed anything there: a contract, a seat, a credit, an invoice. */
  readonly changedAt: Date | null;
}

/** Of every client, by two looks into an index each. In the operator's scope. */
export function costMarks(tx: RawTx): PromiseLike<CostMark[]> {
  return tx.$queryRaw<CostMark[]>`
    SELECT t.id AS "tenantId", t.timezone, u.id::text AS "usageId", a.at AS "changedAt"
    FROM tenant t
    LEFT JOIN LATERAL (
      SELECT id FROM usage_record WHERE tenant_id = t.id ORDER BY id DESC LIMIT 1) u ON true
    LEFT JOIN LATERAL (
      SELECT at FROM audit_log WHERE tenant_id = t.id ORDER BY at DESC LIMIT 1) a ON true
    ORDER BY t.id`;
}
