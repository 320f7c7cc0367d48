import { Prisma, type Tx } from "../client.ts";

/** Which part of the ledger is asked for; what is absent does not narrow it. Days are "YYYY-MM-DD". */
export interface LedgerScope {
  readonly tenantId?: string | undefined;
  readonly contractId?: string | undefined;
  readonly invoiceId?: string | undefined;
  readonly account?: string | undefined;
  /** First day booked on. */
  readonly from?: string | undefined;
  /** The day after the last. */
  readonly to?: string | undefined;
}

function where({ tenantId, contractId, invoiceId, account, from, to }: LedgerScope): Prisma.Sql {
  const conditions = [
    tenantId ? Prisma.sql`t.tenant_id = ${tenantId}::uuid AND e.tenant_id = ${tenantId}::uuid` : null,
    contractId ? Prisma.sql`t.contract_id = ${contractId}::uuid` : null,
    invoiceId ? Prisma.sql`t.invoice_id = ${invoiceId}::uuid` : null,
    account ? Prisma.sql`e.account = ${account}` : null,
    from ? Prisma.sql`t.booked_on >= ${from}::date` : null,
    to ? Prisma.sql`t.booked_on < ${to}::date` : null,
  ].filter((one) => one !== null);
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, " AND ");
}

const JOINED = Prisma.sql`
  ledger_transaction t JOIN ledger_entry e ON e.tenant_id = t.tenant_id AND e.transaction_id = t.id`;

export interface BalanceRow {
  readonly account: string;
  readonly currency: string;
  /** Both are zero or more; the balance is debit − credit. */
  readonly debitMinor: bigint;
  readonly creditMinor: bigint;
  readonly balanceMinor: bigint;
}

/** What each account holds, per currency. */
export function readBalances(tx: Tx, scope: LedgerScope): Promise<BalanceRow[]> {
  return tx.$queryRaw<BalanceRow[]>`
    SELECT e.account, e.currency,
           COALESCE(sum(e.amount_minor) FILTER (WHERE e.amount_minor > 0), 0)::bigint AS "debitMinor",
           COALESCE(-sum(e.amount_minor) FILTER (WHERE e.amount_minor < 0), 0)::bigint AS "creditMinor",
           sum(e.amount_minor)::bigint AS "balanceMinor"
    FROM ${JOINED} WHERE ${where(scope)}
    GROUP BY e.account, e.currency ORDER BY e.currency, e.account COLLATE "C"`;
}

export interface EntryLine {
  readonly id: string;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly transactionId: string;
  readonly kind: string;
  readonly sourceKey: string;
  /** "YYYY-MM-DD", of the tenant's calendar. */
  readonly bookedOn: string;
  readonly occurredAt: Date;
  readonly memo: string;
  readonly contractId: string | null;
  readonly contractReference: string | null;
  readonly invoiceId: string | null;
  readonly invoiceNumber: string | null;
  readonly account: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly campaignId: string | null;
  readonly campaignName: string | null;
  readonly chargeId: string | null;
}

/** Where a page ended. */
export interface EntryCursor {
  readonly bookedOn: string;
  readonly transactionId: string;
  readonly entryId: string;
}

export interface EntryPage extends LedgerScope {
  readonly order: "newest" | "oldest";
  readonly limit: number;
  readonly after: EntryCursor | null;
}

/** A page of entries by day, transaction and entry: the entries of a transaction stay together. */
export function readEntries(tx: Tx, { order, limit, after, ...scope }: EntryPage): Promise<EntryLine[]> {
  const newest = order === "newest";
  const beyond = newest ? Prisma.sql`<` : Prisma.sql`>`;
  const direction = newest ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const rest = after
    ? Prisma.sql`AND (t.booked_on, t.id, e.id) ${beyond}
        (${after.bookedOn}::date, ${after.transactionId}::uuid, ${after.entryId}::uuid)`
    : Prisma.empty;
  return tx.$queryRaw<EntryLine[]>`
    WITH page AS (
      SELECT e.id, e.tenant_id, e.transaction_id, t.kind, t.source_key, t.booked_on, t.occurred_at, t.memo,
             t.contract_id, t.invoice_id, e.account, e.currency, e.amount_minor, e.campaign_id, e.charge_id
      FROM ${JOINED} WHERE ${where(scope)} ${rest}
      ORDER BY t.booked_on ${direction}, t.id ${direction}, e.id ${direction} LIMIT ${limit})
    SELECT p.id, p.tenant_id AS "tenantId", n.name AS "tenantName", p.transaction_id AS "transactionId", p.kind,
           p.source_key AS "sourceKey", p.booked_on::text AS "bookedOn", p.occurred_at AS "occurredAt", p.memo,
           p.contract_id AS "contractId", c.reference AS "contractReference", p.invoice_id AS "invoiceId",
           i.number AS "invoiceNumber", p.account, p.currency, p.amount_minor AS "amountMinor",
           p.campaign_id AS "campaignId", g.name AS "campaignName", p.charge_id AS "chargeId"
    FROM page p
    JOIN tenant n ON n.id = p.tenant_id
    LEFT JOIN contract c ON c.tenant_id = p.tenant_id AND c.id = p.contract_id
    LEFT JOIN invoice i ON i.tenant_id = p.tenant_id AND i.id = p.invoice_id
    LEFT JOIN campaign g ON g.tenant_id = p.tenant_id AND g.id = p.campaign_id
    ORDER BY p.booked_on ${direction}, p.transaction_id ${direction}, p.id ${direction}`;
}

export interface UnbalancedTransaction {
  readonly tenantId: string;
  readonly transactionId: string;
  readonly kind: string;
  readonly currency: string;
  readonly sumMinor: bigint;
}

/** Transactions that do not sum to zero: none, as long as the triggers of the database hold. The first hundred. */
export function unbalancedTransactions(tx: Tx, scope: LedgerScope): Promise<UnbalancedTransaction[]> {
  return tx.$queryRaw<UnbalancedTransaction[]>`
    SELECT t.tenant_id AS "tenantId", t.id AS "transactionId", t.kind, e.currency,
           sum(e.amount_minor)::bigint AS "sumMinor"
    FROM ${JOINED} WHERE ${where(scope)}
    GROUP BY t.tenant_id, t.id, t.kind, e.currency HAVING sum(e.amount_minor) <> 0
    ORDER BY t.id LIMIT 100`;
}

export interface LedgerSize {
  readonly currency: string;
  readonly transactions: number;
  readonly entries: number;
}

/** How many transactions and entries there are in each currency. */
export function ledgerSize(tx: Tx, scope: LedgerScope): Promise<LedgerSize[]> {
  return tx.$queryRaw<LedgerSize[]>`
    SELECT e.currency, count(DISTINCT t.id)::float8 AS transactions, count(*)::float8 AS entries
    FROM ${JOINED} WHERE ${where(scope)} GROUP BY e.currency ORDER BY e.currency`;
}

export interface InvoiceStanding {
  readonly tenantId: string;
  readonly invoiceId: string;
  readonly number: string;
  readonly currency: string;
  readonly totalMinor: bigint;
  /** The settlement as it is kept; null where it is missing. */
  readonly state: string | null;
  readonly paidMinor: bigint | null;
  readonly creditedMinor: bigint | null;
  /** The same from payments and credit notes. */
  readonly paymentsMinor: bigint;
  readonly creditNotesMinor: bigint;
  /** What the ledger says is still owed; money of its payments that waits in suspense is part of what was paid. */
  readonly receivableMinor: bigint;
}

/** How every finalised invoice stands by its settlement, by its documents and by the ledger. */
export function invoiceStandings(tx: Tx, tenantId?: string): Promise<InvoiceStanding[]> {
  const whose = tenantId ? Prisma.sql`AND i.tenant_id = ${tenantId}::uuid` : Prisma.empty;
  return tx.$queryRaw<InvoiceStanding[]>`
    SELECT i.tenant_id AS "tenantId", i.id AS "invoiceId", i.number, i.currency, i.total_minor AS "totalMinor",
           s.state, s.paid_minor AS "paidMinor", s.credited_minor AS "creditedMinor",
           COALESCE(p.sum, 0)::bigint AS "paymentsMinor", COALESCE(n.sum, 0)::bigint AS "creditNotesMinor",
           (COALESCE(r.sum, 0) + COALESCE(w.sum, 0))::bigint AS "receivableMinor"
    FROM invoice i
    LEFT JOIN invoice_settlement s ON s.tenant_id = i.tenant_id AND s.id = i.id
    LEFT JOIN (SELECT tenant_id, invoice_id, sum(amount_minor - refunded_minor - disputed_minor) AS sum FROM payment
               WHERE state IN ('succeeded', 'refunded', 'disputed') GROUP BY 1, 2) p
      ON p.tenant_id = i.tenant_id AND p.invoice_id = i.id
    LEFT JOIN (SELECT tenant_id, corrects_id, -sum(total_minor) AS sum FROM invoice
               WHERE kind = 'credit_note' AND state = 'finalised' GROUP BY 1, 2) n
      ON n.tenant_id = i.tenant_id AND n.corrects_id = i.id
    LEFT JOIN (SELECT t.tenant_id, t.invoice_id, sum(e.amount_minor) AS sum FROM ${JOINED}
               WHERE e.account = 'receivable' GROUP BY 1, 2) r
      ON r.tenant_id = i.tenant_id AND r.invoice_id = i.id
    LEFT JOIN (SELECT y.tenant_id, y.invoice_id, sum(e.amount_minor) AS sum FROM ${JOINED}
               JOIN payment y ON y.tenant_id = t.tenant_id AND y.id::text = split_part(t.source_key, ':', 2)
               WHERE e.account = 'suspense' AND t.source_key LIKE 'payment:%' GROUP BY 1, 2) w
      ON w.tenant_id = i.tenant_id AND w.invoice_id = i.id
    WHERE i.state = 'finalised' AND i.kind = 'invoice' ${whose}
    ORDER BY i.id`;
}
