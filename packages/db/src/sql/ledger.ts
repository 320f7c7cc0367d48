import type { Tx } from "../client.ts";

export interface CampaignUsage {
  readonly chargeId: string;
  readonly campaignId: string | null;
  readonly quantity: bigint;
  readonly talkMs: bigint;
}

/** The usage behind the lines of an invoice, summed by line and campaign: one pass, however many records there are. */
export async function usageByCampaign(tx: Tx, tenantId: string, invoiceId: string): Promise<CampaignUsage[]> {
  // The lines are asked for first: they were written a moment ago, Postgres has no statistics of them yet, and once
  // walked all links anew for each of 1,400 lines.
  const lines = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM charge WHERE tenant_id = ${tenantId}::uuid AND invoice_id = ${invoiceId}::uuid`;
  // A million records are summed in memory, not sorted on disk.
  await tx.$queryRaw`SELECT set_config('work_mem', '128MB', true)`;
  return tx.$queryRaw<CampaignUsage[]>`
    SELECT cu.charge_id AS "chargeId", (u.data->>'campaignId')::uuid AS "campaignId",
           sum(u.quantity)::bigint AS quantity, COALESCE(sum((u.data->>'talkMs')::bigint), 0)::bigint AS "talkMs"
    FROM charge_usage cu
    JOIN usage_record u ON u.tenant_id = cu.tenant_id AND u.id = cu.usage_id
    WHERE cu.tenant_id = ${tenantId}::uuid AND cu.charge_id = ANY (${lines.map(({ id }) => id)}::uuid[])
    GROUP BY 1, 2 ORDER BY 1, 2`;
}

export interface PostedSum {
  readonly account: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly campaignId: string | null;
  readonly chargeId: string | null;
}

/** What the documents of an invoice (itself, its credit notes) have posted so far, summed; what is zero is left out. */
export function postedForInvoice(tx: Tx, tenantId: string, invoiceId: string): Promise<PostedSum[]> {
  return tx.$queryRaw<PostedSum[]>`
    SELECT e.account, e.currency, sum(e.amount_minor)::bigint AS "amountMinor", e.campaign_id AS "campaignId",
           e.charge_id AS "chargeId"
    FROM ledger_transaction t
    JOIN ledger_entry e ON e.tenant_id = t.tenant_id AND e.transaction_id = t.id
    WHERE t.tenant_id = ${tenantId}::uuid AND t.invoice_id = ${invoiceId}::uuid
      AND t.kind IN ('invoice_finalised', 'credit_note_finalised', 'invoice_voided')
    GROUP BY e.account, e.currency, e.campaign_id, e.charge_id
    HAVING sum(e.amount_minor) <> 0
    ORDER BY e.account, e.campaign_id, e.charge_id`;
}

export interface EntryRow {
  readonly id: string;
  readonly account: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly campaignId: string | null;
  readonly chargeId: string | null;
}

/** Writes the entries of one transaction, thousands in one statement. */
export async function insertEntries(
  tx: Tx,
  { tenantId, transactionId }: { readonly tenantId: string; readonly transactionId: string },
  rows: readonly EntryRow[],
): Promise<void> {
  const chunk = 20_000;
  for (let at = 0; at < rows.length; at += chunk) {
    const part = rows.slice(at, at + chunk);
    await tx.$executeRaw`
      INSERT INTO ledger_entry (tenant_id, id, transaction_id, account, currency, amount_minor, campaign_id, charge_id)
      SELECT ${tenantId}::uuid, r.id, ${transactionId}::uuid, r.account, r.currency, r.amount, r.campaign, r.charge
      FROM unnest(${part.map((row) => row.id)}::uuid[], ${part.map((row) => row.account)}::text[],
                  ${part.map((row) => row.currency)}::text[], ${part.map((row) => row.amountMinor)}::bigint[],
                  ${part.map((row) => row.campaignId)}::uuid[], ${part.map((row) => row.chargeId)}::uuid[])
           AS r(id, account, currency, amount, campaign, charge)`;
  }
}

export interface EarnedByLine {
  readonly position: number;
  readonly campaignId: string | null;
  /** Never negative. */
  readonly amountMinor: bigint;
}

/** What the lines of a posted invoice earned, by their position and campaign. */
export function earnedByLine(tx: Tx, tenantId: string, invoiceId: string): Promise<EarnedByLine[]> {
  return tx.$queryRaw<EarnedByLine[]>`
    SELECT c.position, e.campaign_id AS "campaignId", abs(sum(e.amount_minor))::bigint AS "amountMinor"
    FROM ledger_transaction t
    JOIN ledger_entry e ON e.tenant_id = t.tenant_id AND e.transaction_id = t.id
    JOIN charge c ON c.tenant_id = e.tenant_id AND c.id = e.charge_id
    WHERE t.tenant_id = ${tenantId}::uuid AND t.invoice_id = ${invoiceId}::uuid AND t.kind = 'invoice_finalised'
    GROUP BY 1, 2 ORDER BY 1, 2`;
}
