import { Prisma, type Tx } from "../client.ts";

/** The part of a contract's work that is asked for: calls by when they started, duty by when it was done. */
export interface WorkScope {
  readonly tenantId: string;
  readonly contractId: string;
  /** IANA name of the tenant's time zone. */
  readonly timezone: string;
  /** Instants [from, to). */
  readonly from: Date;
  readonly to: Date;
}

/** How a carrier counts the calls of one direction in one stretch of days. */
export interface CarrierTerms {
  readonly direction: "inbound" | "outbound";
  /** Index into `stretches`, from 1. */
  readonly stretch: number;
  /** Increments, in seconds. */
  readonly first: number;
  readonly next: number;
  /** Calls of different length cost by different rules (a minimum per call), so they are counted apart. */
  readonly apart: boolean;
}

/** Digits that numbers begin with, and the prefix that stands for all prefixes of the same price. */
export interface PrefixOfPrice {
  readonly prefix: string;
  readonly standsFor: string;
}

export interface ConnectedQuery extends WorkScope {
  /** First days of the stretches that are counted apart, in order; the first is the first day of the period. */
  readonly stretches: readonly string[];
  /** Calls that none of these is for are left out. */
  readonly terms: readonly CarrierTerms[];
  /** None where price does not depend on the number. */
  readonly prefixes: readonly PrefixOfPrice[];
}

export interface ConnectedRow {
  readonly campaignId: string;
  readonly direction: "inbound" | "outbound";
  readonly stretch: number;
  /** `standsFor` of the longest prefix that the number begins with. */
  readonly prefix: string | null;
  readonly calls: bigint;
  /** Connected time of all of them in increments; where they are counted apart, each has the same. */
  readonly seconds: bigint;
}

/**
 * The answered calls of a contract, however short and with or without an agent, counted by what a carrier charges by:
 * connected time from answered to ended, and destination. A million calls are as many rows as there are prices.
 */
export async function connectedCalls(tx: Tx, query: ConnectedQuery): Promise<ConnectedRow[]> {
  const { tenantId, timezone, from, to, stretches, terms, prefixes } = query;
  const campaigns = (await campaignsOf(tx, query)).map(({ id }) => id);
  await widenMemory(tx);
  const longest = prefixes.reduce((most, { prefix }) => Math.max(most, prefix.length), 0);
  return tx.$queryRaw<ConnectedRow[]>`
    WITH terms AS (
      SELECT * FROM unnest(${terms.map((one) => one.direction)}::text[], ${terms.map((one) => one.stretch)}::int[],
                           ${terms.map((one) => one.first)}::int[], ${terms.map((one) => one.next)}::int[],
                           ${terms.map((one) => one.apart)}::boolean[])
        AS t(direction, stretch, first, next, apart)),
    prefixes AS (
      SELECT * FROM unnest(${prefixes.map((one) => one.prefix)}::text[], ${prefixes.map((one) => one.standsFor)}::text[])
        AS p(prefix, stands_for)),
    connected AS (
      SELECT k.campaign_id, k.direction::text AS direction, left(ltrim(k.phone, '+'), ${longest}::int) AS head,
             width_bucket((k.started_at AT TIME ZONE ${timezone})::date, ${[...stretches]}::date[]) AS stretch,
             ceil(date_part('epoch', k.ended_at - k.answered_at))::int AS seconds
      FROM call k
      WHERE k.tenant_id = ${tenantId}::uuid AND k.campaign_id = ANY (${campaigns}::uuid[])
        AND k.started_at >= ${from}::timestamptz AND k.started_at < ${to}::timestamptz
        AND k.answered_at IS NOT NULL AND k.ended_at > k.answered_at AND NOT k.is_internal),
    billed AS (
      SELECT c.campaign_id, c.direction, c.stretch, c.head, t.apart,
             t.first + GREATEST(0, (c.seconds - t.first + t.next - 1) / t.next * t.next) AS seconds
      FROM connected c JOIN terms t ON t.direction = c.direction AND t.stretch = c.stretch),
    counted AS (
      SELECT campaign_id, direction, stretch, head, CASE WHEN apart THEN seconds END AS length, count(*) AS calls,
             sum(seconds) AS seconds
      FROM billed GROUP BY 1, 2, 3, 4, 5),
    matched AS (
      -- Of prefixes of one number the longest is the greatest text, too.
      SELECT DISTINCT ON (h.head) h.head, p.stands_for
      FROM (SELECT DISTINCT head FROM counted) h
      CROSS JOIN (SELECT DISTINCT length(prefix) AS digits FROM prefixes) l
      JOIN prefixes p ON p.prefix = left(h.head, l.digits)
      ORDER BY h.head, p.prefix COLLATE "C" DESC)
    SELECT c.campaign_id AS "campaignId", c.direction, c.stretch, m.stands_for AS prefix,
           sum(c.calls)::bigint AS calls, sum(c.seconds)::bigint AS seconds
    FROM counted c LEFT JOIN matched m ON m.head = c.head
    GROUP BY 1, 2, 3, 4, c.length ORDER BY 3, 1, 2, 4, c.length`;
}

export interface CampaignActivity {
  readonly campaignId: string;
  readonly name: string;
  readonly calls: number;
  readonly answered: number;
  readonly talkMs: bigint;
}

/** What happened on each campaign of a contract. */
export async function campaignActivity(tx: Tx, scope: WorkScope): Promise<CampaignActivity[]> {
  const { tenantId, from, to } = scope;
  const campaigns = await campaignsOf(tx, scope);
  await widenMemory(tx);
  const rows = await tx.$queryRaw<Omit<CampaignActivity, "name">[]>`
    SELECT k.campaign_id AS "campaignId", count(*)::float8 AS calls, count(k.answered_at)::float8 AS answered,
           sum(k.talk_ms)::bigint AS "talkMs"
    FROM call k
    WHERE k.tenant_id = ${tenantId}::uuid AND k.campaign_id = ANY (${campaigns.map(({ id }) => id)}::uuid[])
      AND k.started_at >= ${from}::timestamptz AND k.started_at < ${to}::timestamptz
    GROUP BY k.campaign_id`;
  const byId = new Map(rows.map((row) => [row.campaignId, row]));
  return campaigns.map(({ id, name }) => ({
    ...(byId.get(id) ?? { campaignId: id, calls: 0, answered: 0, talkMs: 0n }),
    name,
  }));
}

/** Asked for apart: joined with them, a million calls are read once for each campaign. */
function campaignsOf(tx: Tx, { tenantId, contractId }: WorkScope): Promise<{ id: string; name: string }[]> {
  return tx.campaign.findMany({
    where: { tenantId, contractId },
    orderBy: { id: "asc" },
    select: { id: true, name: true },
  });
}

/** Room to count a month of calls without sorting it on disk; until the transaction ends. */
async function widenMemory(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT set_config('work_mem', '64MB', true)`;
}

export interface DutyRow {
  /** "YYYY-MM-DD", of the tenant's calendar. */
  readonly day: string;
  readonly accountId: string;
  readonly role: string;
  readonly state: string;
  readonly ms: bigint;
}

/** The time of the operator's own people on the seats of a contract, by day, person and state of duty. */
export function operatorDuty(tx: Tx, scope: WorkScope & { readonly now: Date }): Promise<DutyRow[]> {
  const { tenantId, contractId, timezone, from, to, now } = scope;
  const until = Prisma.sql`LEAST(COALESCE(i.ended_at, ${now}::timestamptz), ${to}::timestamptz)`;
  return tx.$queryRaw<DutyRow[]>`
    SELECT d.day::date::text AS day, m.account_id AS "accountId", m.role::text AS role,
           CASE i.state WHEN 'previewing' THEN 'ready' ELSE i.state::text END AS state,
           round(sum(extract(epoch FROM LEAST(${until}, (d.day + interval '1 day') AT TIME ZONE ${timezone})
                                        - GREATEST(i.started_at, ${from}::timestamptz, d.day AT TIME ZONE ${timezone}))) * 1000
                )::bigint AS ms
    FROM duty_session s
    JOIN seat_lease l ON l.tenant_id = s.tenant_id AND l.id = s.seat_lease_id
    JOIN membership m ON m.tenant_id = s.tenant_id AND m.id = s.membership_id
    JOIN duty_interval i ON i.tenant_id = s.tenant_id AND i.duty_session_id = s.id
    CROSS JOIN LATERAL generate_series(
      (GREATEST(i.started_at, ${from}::timestamptz) AT TIME ZONE ${timezone})::date::timestamp,
      ((${until} - interval '1 millisecond') AT TIME ZONE ${timezone})::date::timestamp, interval '1 day') AS d(day)
    WHERE s.tenant_id = ${tenantId}::uuid AND l.contract_id = ${contractId}::uuid AND m.employer = 'operator'
      AND s.started_at < ${to}::timestamptz AND (s.ended_at IS NULL OR s.ended_at > ${from}::timestamptz)
      AND i.state IN ('ready', 'previewing', 'talking', 'wrapup', 'paused')
      AND i.started_at < ${to}::timestamptz AND COALESCE(i.ended_at, ${now}::timestamptz) > ${from}::timestamptz
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;
}

export interface LedgerOfCampaign {
  readonly account: string;
  readonly campaignId: string | null;
  readonly amountMinor: bigint;
}

/** What the ledger has of an invoice, its credit notes and its period's costs, by account and campaign. */
export function ledgerByCampaign(tx: Tx, tenantId: string, invoiceId: string): Promise<LedgerOfCampaign[]> {
  return tx.$queryRaw<LedgerOfCampaign[]>`
    SELECT e.account, e.campaign_id AS "campaignId", sum(e.amount_minor)::bigint AS "amountMinor"
    FROM ledger_transaction t
    JOIN ledger_entry e ON e.tenant_id = t.tenant_id AND e.transaction_id = t.id
    WHERE t.tenant_id = ${tenantId}::uuid AND t.invoice_id = ${invoiceId}::uuid
      AND (e.account IN ('clawback', 'credit', 'carrier_cost', 'seat_cost', 'agent_cost')
           OR starts_with(e.account, 'revenue:'))
    GROUP BY 1, 2 ORDER BY 1, 2`;
}
