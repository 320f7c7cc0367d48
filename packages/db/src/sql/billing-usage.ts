import type { UsageFact } from "@callbay/domain/rating/types";
import { Prisma, type Tx } from "../client.ts";
import { type CallColumns, type UsagePageOf, unchargedPriced } from "./billing-stream.ts";

export interface UsageSumsOf extends Pick<UsagePageOf, "tenantId" | "contractId" | "from" | "to" | "priced"> {
  readonly columns: Pick<CallColumns, "disposition"> & {
    /** The seconds of talk, for prices by the minute. */
    readonly talk: boolean;
    readonly outcome: boolean;
  };
  /** Calls too; without them when they are read one by one. */
  readonly calls: boolean;
}

/** Uncharged usage of one day that prices cannot tell apart, as one fact; its id is made up. */
export type UsageSum = UsageFact & { readonly campaignId: string | null; readonly records: number };

/**
 * Uncharged usage of a period and late usage before it, summed to what the prices of its contract look at: what a price
 * so far needs, at the cost of some rows a day. Reversals are not in it.
 */
export async function usageSums(tx: Tx, { tenantId, contractId, from, to, priced, columns, calls }: UsageSumsOf) {
  // Nothing of the period's own days can be charged yet; for what is late it must be asked.
  const own = Prisma.sql`u.local_date >= ${from}::date AND u.local_date < ${to}::date`;
  const late = Prisma.sql`u.local_date < ${from}::date AND ${unchargedPriced(priced)}`;
  const sums = (days: Prisma.Sql) => Prisma.sql`
    SELECT u.kind, u.local_date, u.contract_version_id, u.direction,
           ${columns.talk ? Prisma.sql`CASE WHEN u.kind = 'call' THEN (((u.data->>'talkMs')::int + 999) / 1000)::int END` : Prisma.sql`NULL::int`} AS talk_s,
           ${columns.outcome ? Prisma.sql`CASE WHEN u.kind = 'call' THEN u.data->>'outcome' END` : Prisma.sql`NULL::text`} AS outcome,
           ${columns.disposition ? Prisma.sql`d.code` : Prisma.sql`NULL::text`} AS disposition,
           u.data->>'personId' AS person_id, u.data->>'role' AS role, u.data->>'dutyState' AS duty_state,
           u.data->>'orderValueMinor' AS order_value, u.data->>'orderCostMinor' AS order_cost, u.data->>'key' AS key,
           u.data->>'campaignId' AS campaign_id, sum(u.quantity)::bigint AS quantity, count(*)::int AS records
    FROM usage_record u
    ${
      columns.disposition
        ? Prisma.sql`LEFT JOIN call c ON c.tenant_id = u.tenant_id AND c.id = u.call_id AND u.kind = 'call'
    LEFT JOIN campaign_disposition d ON d.tenant_id = c.tenant_id AND d.id = c.disposition_id`
        : Prisma.empty
    }
    WHERE u.tenant_id = ${tenantId}::uuid AND u.contract_id = ${contractId}::uuid
      AND u.kind NOT IN ('connected', 'reversal') ${calls ? Prisma.empty : Prisma.sql`AND u.kind <> 'call'`} AND ${days}
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14`;
  const rows = await tx.$queryRaw<SumRow[]>`
    SELECT s.kind, s.local_date::text AS "localDate", s.contract_version_id AS "contractVersionId",
           s.direction::text AS direction, s.talk_s * 1000 AS "talkMs", s.outcome, s.disposition,
           s.person_id AS "personId", s.role, s.duty_state AS "dutyState", s.order_value::bigint AS "orderValueMinor",
           s.order_cost::bigint AS "orderCostMinor", s.key, s.campaign_id AS "campaignId", s.quantity, s.records
    FROM (${sums(late)} UNION ALL ${sums(own)}) s`;
  return rows
    .map(sumOf)
    .sort((a, b) => (a.localDate === b.localDate ? order(a.id, b.id) : order(a.localDate, b.localDate)));
}

type SumRow = { [K in keyof Omit<UsageSum, "id">]: UsageSum[K] | null };

function sumOf(row: SumRow): UsageSum {
  // Null is what SQL has for a field that a fact does not have.
  const said = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  const id = Object.values({ ...said, quantity: "", records: "" }).join(" ");
  return { direction: null, campaignId: null, ...said, id } as UsageSum;
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Which of the daily records of these kinds are written already for days from `from` on. */
export async function writtenKeys(
  tx: Tx,
  { tenantId, kinds, from }: { readonly tenantId: string; readonly kinds: readonly string[]; readonly from: string },
): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ sourceKey: string }[]>`
    SELECT u.source_key AS "sourceKey" FROM usage_record u
    WHERE u.tenant_id = ${tenantId}::uuid AND u.kind = ANY (${[...kinds]}::text[]) AND u.local_date >= ${from}::date`;
  return new Set(rows.map(({ sourceKey }) => sourceKey));
}

/** Takes the next invoice number of a legal entity; its row stays locked until the transaction ends, so none is lost. */
export async function takeInvoiceNumber(tx: Tx, legalEntityId: string): Promise<{ sequence: number; prefix: string }> {
  const [taken] = await tx.$queryRaw<{ sequence: number; prefix: string }[]>`
    UPDATE legal_entity SET next_invoice_number = next_invoice_number + 1 WHERE id = ${legalEntityId}::uuid
    RETURNING next_invoice_number - 1 AS sequence, invoice_prefix AS prefix`;
  if (!taken) throw new Error(`Legal entity ${legalEntityId} is missing`);
  return taken;
}
