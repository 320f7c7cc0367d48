import type { RawTx } from "../client.ts";

/** What is on invoices for a calendar month of a contract, by what it is for. */
export interface InvoicedRow {
  readonly contractId: string;
  readonly currency: string;
  /** "2026-03". */
  readonly month: string;
  /** A price component's type, or the kind of a charge without one. */
  readonly what: string;
  /** In minor units, as the contract's prices are: with tax where they include it. */
  readonly amountMinor: bigint;
  /** Of it, what is on an invoice that is not final yet. */
  readonly openMinor: bigint;
}

/**
 * Charges of invoices, less what credit notes gave back; a line without a month counts where its days begin. What stands
 * on a draft, or is looked at by the client, is used no more and not final yet: without it a month would be missing between
 * its close and its invoice.
 */
export async function invoicedByMonth(
  tx: RawTx,
  tenantId: string,
  months: { readonly from: string; readonly through: string },
): Promise<InvoicedRow[]> {
  return tx.$queryRaw<InvoicedRow[]>`
    SELECT * FROM (
      SELECT i.contract_id AS "contractId", i.currency, COALESCE(c.month, to_char(c.period_from, 'YYYY-MM')) AS month,
             COALESCE(p.type, c.kind) AS what, sum(c.amount_minor)::bigint AS "amountMinor",
             coalesce(sum(c.amount_minor) FILTER (WHERE i.state <> 'finalised'), 0)::bigint AS "openMinor"
      FROM charge c
      JOIN invoice i ON i.tenant_id = c.tenant_id AND i.id = c.invoice_id
      LEFT JOIN price_component p ON p.tenant_id = c.tenant_id AND p.id = c.component_id
      WHERE c.tenant_id = ${tenantId}::uuid
      GROUP BY 1, 2, 3, 4) AS months
    WHERE month BETWEEN ${months.from} AND ${months.through}`;
}
