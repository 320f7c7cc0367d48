import type { Tx } from "../client.ts";

export interface UsageRow {
  readonly id: string;
  readonly kind: "call" | "seat_day";
  /** "YYYY-MM-DD". */
  readonly localDate: string;
  readonly contractVersionId: string;
  readonly direction: "inbound" | "outbound" | null;
  readonly quantity: bigint;
}

interface OfContract {
  readonly tenantId: string;
  readonly contractId: string;
}

/** Usage of a contract dated before `before` that no charge stands on, late usage included. */
export function unchargedUsage(tx: Tx, { tenantId, contractId, before }: OfContract & { readonly before: string }) {
  return tx.$queryRaw<UsageRow[]>`
    SELECT u.id, u.kind, u.local_date::text AS "localDate", u.contract_version_id AS "contractVersionId",
           u.direction::text AS direction, u.quantity
    FROM usage_record u
    WHERE u.tenant_id = ${tenantId}::uuid AND u.contract_id = ${contractId}::uuid AND u.local_date < ${before}::date
      AND NOT EXISTS (SELECT 1 FROM charge_usage c WHERE c.tenant_id = u.tenant_id AND c.usage_id = u.id)
    ORDER BY u.local_date, u.id`;
}

/**
 * Uncharged calls of a contract, summed by day, terms and direction: what a price so far needs, at the cost of a few
 * rows a day. The ids are made up.
 */
export function unchargedCallsByDay(
  tx: Tx,
  { tenantId, contractId, before }: OfContract & { readonly before: string },
) {
  return tx.$queryRaw<UsageRow[]>`
    SELECT concat_ws(' ', u.local_date, u.contract_version_id, u.direction) AS id, u.kind,
           u.local_date::text AS "localDate", u.contract_version_id AS "contractVersionId",
           u.direction::text AS direction, sum(u.quantity)::bigint AS quantity
    FROM usage_record u
    WHERE u.tenant_id = ${tenantId}::uuid AND u.contract_id = ${contractId}::uuid AND u.local_date < ${before}::date
      AND u.kind = 'call'
      AND NOT EXISTS (SELECT 1 FROM charge_usage c WHERE c.tenant_id = u.tenant_id AND c.usage_id = u.id)
    GROUP BY u.kind, u.local_date, u.contract_version_id, u.direction
    ORDER BY u.local_date`;
}

/** The seat-days of a contract that were written for days from `from` on, and whether a charge stands on them. */
export function writtenSeatDays(tx: Tx, { tenantId, contractId, from }: OfContract & { readonly from: string }) {
  return tx.$queryRaw<(UsageRow & { sourceKey: string; charged: boolean })[]>`
    SELECT u.id, u.kind, u.local_date::text AS "localDate", u.contract_version_id AS "contractVersionId",
           NULL AS direction, u.quantity, u.source_key AS "sourceKey",
           EXISTS (SELECT 1 FROM charge_usage c WHERE c.tenant_id = u.tenant_id AND c.usage_id = u.id) AS charged
    FROM usage_record u
    WHERE u.tenant_id = ${tenantId}::uuid AND u.contract_id = ${contractId}::uuid AND u.kind = 'seat_day'
      AND u.local_date >= ${from}::date
    ORDER BY u.local_date, u.id`;
}

/** The seat-days of these days that earlier periods have charged. */
export function chargedSeatDays(
  tx: Tx,
  { tenantId, contractId, days }: OfContract & { readonly days: readonly string[] },
) {
  return tx.$queryRaw<UsageRow[]>`
    SELECT u.id, u.kind, u.local_date::text AS "localDate", u.contract_version_id AS "contractVersionId",
           NULL AS direction, u.quantity
    FROM usage_record u
    WHERE u.tenant_id = ${tenantId}::uuid AND u.contract_id = ${contractId}::uuid AND u.kind = 'seat_day'
      AND u.local_date = ANY (${[...days]}::date[])
      AND EXISTS (SELECT 1 FROM charge_usage c WHERE c.tenant_id = u.tenant_id AND c.usage_id = u.id)`;
}

export interface ChargeLink {
  readonly tenantId: string;
  readonly componentId: string;
  readonly chargeId: string;
  readonly usageIds: readonly string[];
}

/** Says which usage a charge stands on. A record that a charge of the component stands on already breaks the key. */
export async function linkUsage(tx: Tx, { tenantId, componentId, chargeId, usageIds }: ChargeLink): Promise<void> {
  const chunk = 20_000;
  for (let at = 0; at < usageIds.length; at += chunk) {
    await tx.$executeRaw`
      INSERT INTO charge_usage (tenant_id, component_id, usage_id, charge_id)
      SELECT ${tenantId}::uuid, ${componentId}::uuid, used, ${chargeId}::uuid
      FROM unnest(${usageIds.slice(at, at + chunk)}::uuid[]) AS used`;
  }
}

/** Takes the next invoice number of a legal entity; its row stays locked until the transaction ends, so none is lost. */
export async function takeInvoiceNumber(tx: Tx, legalEntityId: string): Promise<{ sequence: number; prefix: string }> {
  const [taken] = await tx.$queryRaw<{ sequence: number; prefix: string }[]>`
    UPDATE legal_entity SET next_invoice_number = next_invoice_number + 1 WHERE id = ${legalEntityId}::uuid
    RETURNING next_invoice_number - 1 AS sequence, invoice_prefix AS prefix`;
  if (!taken) throw new Error(`Legal entity ${legalEntityId} is missing`);
  return taken;
}
