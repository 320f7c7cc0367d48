import type { UsageFact, UsageKind } from "@callbay/domain/rating/types";
import { Prisma, type Tx } from "../client.ts";

/** Field and row separators of a packed page: control characters that no code, number or id holds. */
const FIELD = "\x1f";
const ROW = "\x1e";
const SEP = Prisma.sql`chr(31)`;
const NULL = Prisma.sql`NULL::text`;

/** What of a call the contract's prices look at; what nobody looks at is not read. */
export interface CallColumns {
  /** The other party's number, for prices by destination. */
  readonly phone: boolean;
  /** The agent's word, for rates by disposition. */
  readonly disposition: boolean;
  /** Whose revenue it is. */
  readonly campaign?: boolean;
}

/** A usage record as it is streamed. */
export type StreamedFact = UsageFact & { readonly campaignId?: string | undefined };

export interface UsagePageOf {
  readonly tenantId: string;
  readonly contractId: string;
  /** in: usage of the period's own days, of which none can be charged yet; late: usage before it that nobody charged. */
  readonly when: "in" | "late";
  /** [from, to) of the period. */
  readonly from: string;
  readonly to: string;
  readonly columns: CallColumns;
  /** What the versions price; usage that nothing prices is not read again as late for ever. */
  readonly priced: readonly { readonly versionId: string; readonly kind: UsageKind }[];
  /** Of these kinds alone. */
  readonly kinds?: readonly UsageKind[] | undefined;
  /** The last fact of the page before. */
  readonly after: { readonly localDate: string; readonly id: string } | null;
  readonly limit: number;
}

/**
 * A page of usage in the order of day and id, without `connected`.
 *
 * A page travels as one text: twenty thousand rows of twenty columns would cost more to carry through the driver than
 * to price. The key is the index's, so the fiftieth page costs what the first does.
 */
export async function usagePage(tx: Tx, page: UsagePageOf): Promise<StreamedFact[]> {
  const { tenantId, columns, limit } = page;
  const ofCall = columns.phone || columns.disposition;
  const rows = await tx.$queryRaw<{ lines: string | null }[]>`
    SELECT string_agg(line, ${ROW}) AS lines FROM (
      SELECT concat(
        u.id, ${SEP}, u.kind, ${SEP}, u.local_date, ${SEP}, u.contract_version_id, ${SEP}, u.direction, ${SEP}, u.quantity,
        ${SEP}, u.data->>'talkMs', ${SEP}, u.data->>'outcome', ${SEP}, ${columns.disposition ? Prisma.sql`d.code` : NULL},
        ${SEP}, ${columns.phone ? numberOf : NULL}, ${SEP},
        ${columns.campaign ? Prisma.sql`u.data->>'campaignId'` : NULL}, ${SEP},
        CASE WHEN u.kind <> 'call' THEN u.data::text END, ${SEP},
        CASE WHEN u.reverses_id IS NOT NULL THEN (${reversed}) END) AS line
      FROM (
        SELECT * FROM usage_record u
        WHERE u.tenant_id = ${tenantId}::uuid AND u.contract_id = ${page.contractId}::uuid AND u.kind <> 'connected'
          ${page.kinds ? Prisma.sql`AND u.kind = ANY (${[...page.kinds]}::text[])` : Prisma.empty} AND ${daysOf(page)}
        ORDER BY u.local_date, u.id LIMIT ${limit}
      ) u
      ${ofCall ? Prisma.sql`LEFT JOIN call c ON c.tenant_id = u.tenant_id AND c.id = u.call_id AND u.kind = 'call'` : Prisma.empty}
      ${columns.disposition ? Prisma.sql`LEFT JOIN campaign_disposition d ON d.tenant_id = c.tenant_id AND d.id = c.disposition_id` : Prisma.empty}
      ORDER BY u.local_date, u.id
    ) packed`;
  const lines = rows[0]?.lines;
  if (!lines) return [];
  const own = ownCopies();
  return lines.split(ROW).map((line) => factOf(line, own));
}

/** Of a call the customer's number, of a transfer's leg the one that it went to. */
const numberOf = Prisma.sql`
  CASE WHEN u.data ? 'transferId' THEN (
    SELECT x.phone FROM call_transfer x WHERE x.tenant_id = u.tenant_id AND x.id = (u.data->>'transferId')::uuid)
  ELSE c.phone END`;

/**
 * The success that a reversal takes back: its id, its day, and the price of the line that charged it, if one did. A line
 * without a month is of the closing that asks, and has no price yet.
 */
const reversed = Prisma.sql`
  SELECT concat(s.id, ' ', s.local_date, ' ', (
    SELECT g.unit_price_micros FROM charge_usage cu
    JOIN charge g ON g.tenant_id = cu.tenant_id AND g.id = cu.charge_id AND g.month IS NOT NULL
    WHERE cu.tenant_id = s.tenant_id AND cu.usage_id = s.id LIMIT 1))
  FROM usage_record s WHERE s.tenant_id = u.tenant_id AND s.id = u.reverses_id`;

function daysOf({ when, from, to, after, priced }: UsagePageOf): Prisma.Sql {
  const key = after
    ? Prisma.sql`(u.local_date, u.id) > (${after.localDate}::date, ${after.id}::uuid)`
    : Prisma.sql`true`;
  if (when === "in") return Prisma.sql`u.local_date >= ${from}::date AND u.local_date < ${to}::date AND ${key}`;
  return Prisma.sql`u.local_date < ${from}::date AND ${key} AND ${unchargedPriced(priced)}`;
}

/** No line stands on it, and its version has a price for it. */
export function unchargedPriced(priced: UsagePageOf["priced"]): Prisma.Sql {
  return Prisma.sql`
    (u.contract_version_id, u.kind) IN (
      SELECT * FROM unnest(${priced.map(({ versionId }) => versionId)}::uuid[], ${priced.map(({ kind }) => kind)}::text[]))
    AND NOT EXISTS (SELECT 1 FROM charge_usage c WHERE c.tenant_id = u.tenant_id AND c.usage_id = u.id)`;
}

/**
 * Copies of texts that many rows share: a text cut out of a page keeps the whole page for as long as itself, and a day or
 * a version that a price remembers would keep two megabytes each.
 */
function ownCopies(): (text: string) => string {
  const copies = new Map<string, string>();
  return (text) => {
    const known = copies.get(text);
    if (known !== undefined) return known;
    const copy = Buffer.from(text).toString();
    copies.set(copy, copy);
    return copy;
  };
}

function factOf(line: string, own: (text: string) => string): StreamedFact {
  const parts = line.split(FIELD);
  const [id = "", kind = "", localDate = "", versionId = "", direction, quantity = "0", talkMs, outcome] = parts;
  const [disposition, phone, campaignId, data, reversal] = parts.slice(8);
  // One shape for all calls: a million of them are read and priced.
  const fact = {
    id,
    kind: own(kind) as UsageKind,
    localDate: own(localDate),
    contractVersionId: own(versionId),
    direction: (direction ? own(direction) : null) as UsageFact["direction"],
    quantity: quantity === "1" ? 1n : BigInt(quantity),
    talkMs: talkMs ? Number(talkMs) : undefined,
    outcome: (outcome ? own(outcome) : null) as UsageFact["outcome"],
    disposition: disposition ? own(disposition) : null,
    phone: phone || undefined,
    campaignId: campaignId ? own(campaignId) : undefined,
  };
  if (!data) return fact;
  return { ...fact, ...dataOf(JSON.parse(data)), ...(reversal ? { reverses: reversedOf(reversal) } : {}) };
}

/** What usage that is no call says of itself. */
interface UsageData {
  readonly personId?: string;
  readonly role?: UsageFact["role"];
  readonly dutyState?: UsageFact["dutyState"];
  readonly orderValueMinor?: string;
  readonly orderCostMinor?: string;
  readonly key?: string;
}

function dataOf({ personId, role, dutyState, orderValueMinor, orderCostMinor, key }: UsageData): Partial<UsageFact> {
  return {
    ...(personId === undefined ? {} : { personId }),
    ...(role === undefined ? {} : { role }),
    ...(dutyState === undefined ? {} : { dutyState }),
    ...(orderValueMinor === undefined ? {} : { orderValueMinor: BigInt(orderValueMinor) }),
    ...(orderCostMinor === undefined ? {} : { orderCostMinor: BigInt(orderCostMinor) }),
    ...(key === undefined ? {} : { key }),
  };
}

function reversedOf(text: string): UsageFact["reverses"] {
  const [usageId = "", localDate = "", unitPrice] = text.split(" ");
  return { usageId, localDate, unitPriceMicros: unitPrice ? BigInt(unitPrice) : null };
}

interface OfContract {
  readonly tenantId: string;
  readonly contractId: string;
}

/** Late usage that nobody charged, by kind and day: which days have to be looked at again. */
export function lateDays(tx: Tx, page: OfContract & Pick<UsagePageOf, "from" | "priced">) {
  return tx.$queryRaw<{ kind: UsageKind; localDate: string }[]>`
    SELECT DISTINCT u.kind, u.local_date::text AS "localDate" FROM usage_record u
    WHERE u.tenant_id = ${page.tenantId}::uuid AND u.contract_id = ${page.contractId}::uuid
      AND u.local_date < ${page.from}::date AND ${unchargedPriced(page.priced)}
    ORDER BY 1, 2`;
}

interface CountedRow {
  readonly id: string;
  readonly kind: UsageKind;
  readonly localDate: string;
  readonly contractVersionId: string;
  readonly direction: UsageFact["direction"];
  readonly quantity: bigint;
  readonly personId: string | null;
  readonly role: UsageFact["role"] | null;
  readonly dutyState: UsageFact["dutyState"] | null;
}

/** Seat-days and agent time that earlier invoices have charged on these days, summed per day and person. */
export async function chargedOnDays(
  tx: Tx,
  { tenantId, contractId, days }: OfContract & { readonly days: readonly string[] },
): Promise<UsageFact[]> {
  if (days.length === 0) return [];
  const rows = await tx.$queryRaw<CountedRow[]>`
    SELECT concat_ws(' ', u.kind, u.local_date, u.contract_version_id, u.data->>'personId', u.data->>'role',
                     u.data->>'dutyState') AS id,
           u.kind, u.local_date::text AS "localDate", u.contract_version_id AS "contractVersionId",
           NULL AS direction, sum(u.quantity)::bigint AS quantity, u.data->>'personId' AS "personId",
           u.data->>'role' AS role, u.data->>'dutyState' AS "dutyState"
    FROM usage_record u
    WHERE u.tenant_id = ${tenantId}::uuid AND u.contract_id = ${contractId}::uuid
      AND u.kind IN ('seat_day', 'agent_time') AND u.local_date = ANY (${[...days]}::date[])
      AND EXISTS (SELECT 1 FROM charge_usage c WHERE c.tenant_id = u.tenant_id AND c.usage_id = u.id)
    GROUP BY u.kind, u.local_date, u.contract_version_id, u.data->>'personId', u.data->>'role', u.data->>'dutyState'
    ORDER BY 1`;
  return rows.map(({ personId, role, dutyState, ...row }) => ({
    ...row,
    ...(personId ? { personId } : {}),
    ...(role ? { role } : {}),
    ...(dutyState ? { dutyState } : {}),
  }));
}

/**
 * Contacts connected in whole calendar months, one fact per day, version and direction. They are the denominator of
 * each month's success rate and are never charged, so they are read anew whenever a month is rated.
 */
export function connectedInMonths(
  tx: Tx,
  {
    tenantId,
    contractId,
    months,
    before,
  }: OfContract & { readonly months: readonly string[]; readonly before: string },
): Promise<UsageFact[]> {
  return tx.$queryRaw<UsageFact[]>`
    SELECT concat_ws(' ', 'connected', u.local_date, u.contract_version_id, u.direction) AS id, u.kind,
           u.local_date::text AS "localDate", u.contract_version_id AS "contractVersionId",
           u.direction::text AS direction, sum(u.quantity)::bigint AS quantity
    FROM unnest(${months.map((month) => `${month}-01`)}::date[]) AS m(first)
    JOIN usage_record u ON u.tenant_id = ${tenantId}::uuid AND u.contract_id = ${contractId}::uuid
      AND u.kind = 'connected' AND u.local_date >= m.first AND u.local_date < (m.first + interval '1 month')::date
      AND u.local_date < ${before}::date
    GROUP BY u.kind, u.local_date, u.contract_version_id, u.direction
    ORDER BY u.local_date, 1`;
}

/** What earlier invoices have charged, by component, version, month and kind. A credit note's lines are not taken off. */
export function chargedByMonth(tx: Tx, { tenantId, contractId }: OfContract) {
  return tx.$queryRaw<
    {
      componentId: string | null;
      contractVersionId: string;
      month: string;
      kind: string;
      metered: bigint;
      amountMinor: bigint;
    }[]
  >`
    SELECT c.component_id AS "componentId", c.contract_version_id AS "contractVersionId",
           COALESCE(c.month, to_char(c.period_from, 'YYYY-MM')) AS month, c.kind,
           sum(c.metered)::bigint AS metered, sum(c.amount_minor)::bigint AS "amountMinor"
    FROM invoice i JOIN charge c ON c.tenant_id = i.tenant_id AND c.invoice_id = i.id
    WHERE i.tenant_id = ${tenantId}::uuid AND i.contract_id = ${contractId}::uuid AND i.kind = 'invoice'
    GROUP BY 1, 2, 3, 4 ORDER BY 3, 1, 2, 4`;
}

export interface ChargeLinks {
  readonly tenantId: string;
  /** The usage, and for each the place of its charge in the list below. */
  readonly usageIds: readonly string[];
  readonly places: readonly number[];
  readonly charges: readonly { readonly id: string; readonly componentId: string }[];
}

/**
 * Says which usage charges stand on. A record that a charge of the component stands on already breaks the key; charges
 * and usage that are not there are refused by the table itself.
 */
export async function linkUsage(tx: Tx, { tenantId, usageIds, places, charges }: ChargeLinks): Promise<void> {
  for (let from = 0; from < usageIds.length; from += LINKED_AT_ONCE) {
    const used = usageIds.slice(from, from + LINKED_AT_ONCE);
    const its = places.slice(from, from + LINKED_AT_ONCE);
    const named = [...new Set(its)];
    const at = new Map(named.map((place, i) => [place, i + 1]));
    const of = named.map((place) => charges[place]);
    // As array literals: the driver would quote each element by itself.
    await tx.$executeRaw`
      INSERT INTO charge_usage (tenant_id, component_id, usage_id, charge_id)
      SELECT ${tenantId}::uuid, (${literal(of.map((charge) => charge?.componentId))}::uuid[])[place], used,
             (${literal(of.map((charge) => charge?.id))}::uuid[])[place]
      FROM unnest(${literal(used)}::uuid[], ${literal(its.map((place) => at.get(place)))}::int[]) AS l(used, place)`;
  }
}

/**
 * Few enough that what Prisma remembers of its last hundred statements for an error report, parameters and all, is seven
 * megabytes and not seventy.
 */
const LINKED_AT_ONCE = 2_000;

/** Takes the usage of a draft's lines off them. Postgres refuses it for a finalised invoice. */
export async function unlinkUsage(tx: Tx, tenantId: string, invoiceId: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM charge_usage
    WHERE tenant_id = ${tenantId}::uuid AND charge_id = ANY (ARRAY(
      SELECT c.id FROM charge c WHERE c.tenant_id = ${tenantId}::uuid AND c.invoice_id = ${invoiceId}::uuid))`;
}

function literal(values: readonly (string | number | undefined)[]): string {
  return `{${values.join(",")}}`;
}
