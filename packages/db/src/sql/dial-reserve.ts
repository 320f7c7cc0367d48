import type { Prisma, RawTx } from "../client.ts";

/** A contact that is due, locked for this transaction. */
export interface DueRow {
  readonly contactId: string;
  readonly listId: string;
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  readonly agentOnlyUntil: Date | null;
  readonly callbackBy: string | null;
}

interface Due {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly now: Date;
  /** Contacts that this transaction has looked at already. */
  readonly except: readonly string[];
}

/**
 * Contacts that were tried before and are due, passing over those that another transaction holds. They go before fresh
 * ones: a promised callback is worth more, and a million fresh ones would otherwise come first. Those that wait for an
 * agent of their own are left to the agents' desks.
 */
export async function dueRetries(tx: RawTx, due: Due & { readonly limit: number }): Promise<DueRow[]> {
  return tx.$queryRaw<DueRow[]>`
    SELECT contact_id AS "contactId", list_id AS "listId", attempts, next_attempt_at AS "nextAttemptAt",
           agent_only_until AS "agentOnlyUntil", callback_by AS "callbackBy"
    FROM campaign_contact
    WHERE tenant_id = ${due.tenantId}::uuid AND campaign_id = ${due.campaignId}::uuid AND state = 'ready'
      AND attempts > 0 AND next_attempt_at <= ${due.now}
      AND callback_by IS NULL AND (agent_only_until IS NULL OR agent_only_until <= ${due.now})
      AND NOT (contact_id = ANY(${[...due.except]}::uuid[]))
    ORDER BY next_attempt_at LIMIT ${due.limit} FOR UPDATE SKIP LOCKED`;
}

/** Fresh contacts that are due, so many of each list; each list reads its own part of the partial index. */
export async function dueFresh(
  tx: RawTx,
  due: Due & { readonly wanted: readonly { readonly listId: string; readonly count: number }[] },
): Promise<DueRow[]> {
  return tx.$queryRaw<DueRow[]>`
    SELECT k.contact_id AS "contactId", k.list_id AS "listId", k.attempts, k.next_attempt_at AS "nextAttemptAt",
           k.agent_only_until AS "agentOnlyUntil", k.callback_by AS "callbackBy"
    FROM unnest(${due.wanted.map(({ listId }) => listId)}::uuid[], ${due.wanted.map(({ count }) => count)}::int[])
      AS q(list_id, count)
    CROSS JOIN LATERAL (
      SELECT contact_id, list_id, attempts, next_attempt_at, agent_only_until, callback_by FROM campaign_contact
      WHERE tenant_id = ${due.tenantId}::uuid AND campaign_id = ${due.campaignId}::uuid AND list_id = q.list_id
        AND state = 'ready' AND attempts = 0 AND next_attempt_at <= ${due.now}
        AND callback_by IS NULL AND (agent_only_until IS NULL OR agent_only_until <= ${due.now})
        AND NOT (contact_id = ANY(${[...due.except]}::uuid[]))
      ORDER BY next_attempt_at LIMIT q.count FOR UPDATE SKIP LOCKED) k`;
}

export type ConsentBasis = "consent" | "contract" | "legitimate_interest" | "public_task";

export interface ConsentRow {
  readonly contactId: string;
  /** Of the contact's list. */
  readonly basis: ConsentBasis;
  /** The contact's own consent. */
  readonly at: Date | null;
  readonly proof: string;
}

/** By what right each of these contacts may be called: its list's basis, and what it agreed to itself. */
export async function consentOf(tx: RawTx, tenantId: string, contactIds: readonly string[]): Promise<ConsentRow[]> {
  return tx.$queryRaw<ConsentRow[]>`
    SELECT c.id AS "contactId", l.consent_basis::text AS basis, c.consent_at AS at, c.consent_proof AS proof
    FROM contact c
    JOIN contact_list l ON l.tenant_id = c.tenant_id AND l.id = c.list_id
    WHERE c.tenant_id = ${tenantId}::uuid AND c.id = ANY(${[...contactIds]}::uuid[])`;
}

/**
 * Until this transaction ends nobody else of the tenant counts tries: two campaigns that reserve at once would each
 * see a number untried. Taken before the locks of nodes, never after them.
 */
export async function lockTries(tx: RawTx, tenantId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('tries:' || ${tenantId}, 0))`;
}

export interface TryRow {
  readonly phone: string;
  readonly at: Date;
  /** When a person who had answered was left in silence. */
  readonly abandonedAt: Date | null;
}

/** When these numbers were tried since a moment, by any campaign of the client; released attempts left out. */
export async function triesOf(tx: RawTx, tenantId: string, phones: readonly string[], since: Date): Promise<TryRow[]> {
  return tx.$queryRaw<TryRow[]>`
    SELECT phone, reserved_at AS at, CASE WHEN outcome = 'abandoned' THEN ended_at END AS "abandonedAt" FROM attempt
    WHERE tenant_id = ${tenantId}::uuid AND phone = ANY(${[...phones]}::text[]) AND reserved_at > ${since}
      AND state <> 'released'`;
}

/**
 * Is anybody of this campaign still to be dialled, now or later, or in an attempt? A fresh contact of a list that the
 * campaign has no more is never drawn, and keeps nothing open; who was tried already is tried again.
 */
export async function anybodyLeft(tx: RawTx, tenantId: string, campaignId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ left: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM campaign_list l CROSS JOIN LATERAL (
                     SELECT 1 FROM campaign_contact k
                     WHERE k.tenant_id = l.tenant_id AND k.campaign_id = l.campaign_id AND k.list_id = l.list_id
                       AND k.state = 'ready' AND k.attempts = 0 LIMIT 1) AS fresh
                   WHERE l.tenant_id = ${tenantId}::uuid AND l.campaign_id = ${campaignId}::uuid)
        OR EXISTS (SELECT 1 FROM campaign_contact WHERE tenant_id = ${tenantId}::uuid
                     AND campaign_id = ${campaignId}::uuid AND state = 'ready' AND attempts > 0)
        OR EXISTS (SELECT 1 FROM campaign_contact WHERE tenant_id = ${tenantId}::uuid
                     AND campaign_id = ${campaignId}::uuid AND state = 'reserved') AS left`;
  return rows[0]?.left ?? false;
}

export interface PointRow {
  readonly id: string;
  readonly contactId: string;
  readonly position: number;
  readonly phone: string;
  readonly country: string;
  readonly timezone: string;
  /** Attempts of this campaign at this number, released ones not counted. */
  readonly tried: number;
}

/**
 * The numbers of these contacts, with how often the campaign tried each. The state is written so that no index knows it:
 * a plan made while the table was small read all of the client's attempts for each number.
 */
export async function pointsOf(
  tx: RawTx,
  tenantId: string,
  campaignId: string,
  contactIds: readonly string[],
): Promise<PointRow[]> {
  return tx.$queryRaw<PointRow[]>`
    SELECT p.id, p.contact_id AS "contactId", p.position, p.phone, p.country, p.timezone,
           (SELECT count(*)::int FROM attempt t
            WHERE t.tenant_id = p.tenant_id AND t.campaign_id = ${campaignId}::uuid AND t.contact_id = p.contact_id
              AND t.contact_point_id = p.id AND t.state::text <> 'released') AS tried
    FROM contact_point p
    WHERE p.tenant_id = ${tenantId}::uuid AND p.contact_id = ANY(${[...contactIds]}::uuid[])
    ORDER BY p.contact_id, p.position`;
}

export interface DoNotCallRow {
  readonly phone: string;
  readonly list: "operator" | "tenant" | "campaign";
  readonly expiresAt: Date | null;
}

/** Do-not-call entries of these numbers that bind this campaign, expired ones included: the gate judges. */
export async function doNotCallOf(
  tx: RawTx,
  tenantId: string,
  campaignId: string,
  phones: readonly string[],
): Promise<DoNotCallRow[]> {
  return tx.$queryRaw<DoNotCallRow[]>`
    SELECT phone, 'operator' AS list, expires_at AS "expiresAt" FROM operator_do_not_call
    WHERE phone = ANY(${[...phones]}::text[])
    UNION ALL
    SELECT phone, CASE WHEN campaign_id IS NULL THEN 'tenant' ELSE 'campaign' END, expires_at FROM do_not_call
    WHERE tenant_id = ${tenantId}::uuid AND phone = ANY(${[...phones]}::text[])
      AND (campaign_id IS NULL OR campaign_id = ${campaignId}::uuid)`;
}

export interface RefusalRow {
  readonly contactId: string;
  readonly state: "ready" | "done" | "blocked";
  readonly reason: string;
  /** Null leaves it as it is. */
  readonly nextAttemptAt: Date | null;
}

/** Writes down why these contacts are not dialled now. */
export async function storeRefusals(
  tx: RawTx,
  where: { tenantId: string; campaignId: string; now: Date },
  rows: readonly RefusalRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    UPDATE campaign_contact k SET state = r.state::campaign_contact_state, reason = r.reason,
      next_attempt_at = COALESCE(r.next_at, k.next_attempt_at),
      done_at = CASE WHEN r.state = 'ready' THEN NULL ELSE ${where.now}::timestamptz END
    FROM unnest(
      ${rows.map((row) => row.contactId)}::uuid[],
      ${rows.map((row) => row.state)}::text[],
      ${rows.map((row) => row.reason)}::text[],
      ${rows.map((row) => row.nextAttemptAt)}::timestamptz[]
    ) AS r(contact_id, state, reason, next_at)
    WHERE k.tenant_id = ${where.tenantId}::uuid AND k.campaign_id = ${where.campaignId}::uuid
      AND k.contact_id = r.contact_id AND k.state = 'ready'`;
}

/** An attempt to be written, with the contact that it takes. */
export interface NewAttempt {
  readonly id: string;
  readonly contactId: string;
  readonly contactPointId: string;
  readonly phone: string;
  readonly callerId: string;
  readonly nodeId: string;
  readonly trunkId: string;
  readonly kind: string;
  readonly decision: Prisma.InputJsonObject;
  readonly ordinal: number;
}

/** Writes the attempts of a reservation and takes their contacts, in one statement. */
export async function writeAttempts(
  tx: RawTx,
  where: { readonly tenantId: string; readonly campaignId: string; readonly now: Date },
  attempts: readonly NewAttempt[],
): Promise<void> {
  if (attempts.length === 0) return;
  const column = <K extends keyof NewAttempt>(key: K) => attempts.map((attempt) => attempt[key]);
  await tx.$executeRaw`
    WITH taken AS (
      UPDATE campaign_contact SET state = 'reserved', reason = 'in_attempt'
      WHERE tenant_id = ${where.tenantId}::uuid AND campaign_id = ${where.campaignId}::uuid
        AND contact_id = ANY(${column("contactId")}::uuid[]) AND state = 'ready'
    )
    INSERT INTO attempt (tenant_id, campaign_id, reserved_at, id, contact_id, contact_point_id, phone, caller_id, node_id,
                         trunk_id, kind, decision, ordinal)
    SELECT ${where.tenantId}::uuid, ${where.campaignId}::uuid, ${where.now}::timestamptz, a.*
    FROM unnest(
      ${column("id")}::uuid[],
      ${column("contactId")}::uuid[],
      ${column("contactPointId")}::uuid[],
      ${column("phone")}::text[],
      ${column("callerId")}::text[],
      ${column("nodeId")}::uuid[],
      ${column("trunkId")}::uuid[],
      ${column("kind")}::text[],
      ${column("decision").map((decision) => JSON.stringify(decision))}::jsonb[],
      ${column("ordinal")}::int[]
    ) AS a`;
}

/** Tenants with attempts that were reserved before `before` and never claimed. Call in the operator's scope. */
export async function tenantsWithUnclaimed(tx: RawTx, before: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ tenantId: string }[]>`
    SELECT DISTINCT tenant_id AS "tenantId" FROM attempt WHERE state = 'reserved' AND reserved_at < ${before}`;
  return rows.map((row) => row.tenantId);
}

/**
 * Fresh contacts due whose only number is of this country and zone wait until the window opens there. One statement for
 * thousands: at closing time the loop must not turn over a million contacts one by one while other zones are open.
 */
export async function postponeZone(
  tx: RawTx,
  zone: {
    readonly tenantId: string;
    readonly campaignId: string;
    readonly now: Date;
    readonly zone: string;
    readonly country: string;
    /** outside_window or holiday. */
    readonly reason: string;
    readonly opensAt: Date;
    readonly limit: number;
  },
): Promise<number> {
  // The array is made once. As a joined subquery the planner may run it anew for each row of the campaign.
  return tx.$executeRaw`
    UPDATE campaign_contact k SET reason = ${zone.reason}, next_attempt_at = ${zone.opensAt}
    WHERE k.tenant_id = ${zone.tenantId}::uuid AND k.campaign_id = ${zone.campaignId}::uuid AND k.contact_id = ANY(ARRAY(
      SELECT d.contact_id FROM campaign_contact d
      JOIN contact_point p ON p.tenant_id = d.tenant_id AND p.contact_id = d.contact_id AND p.position = 0
        AND p.timezone = ${zone.zone} AND p.country = ${zone.country}
      WHERE d.tenant_id = ${zone.tenantId}::uuid AND d.campaign_id = ${zone.campaignId}::uuid AND d.state = 'ready'
        AND d.attempts = 0 AND d.next_attempt_at <= ${zone.now}
        AND NOT EXISTS (SELECT 1 FROM contact_point o WHERE o.tenant_id = d.tenant_id AND o.contact_id = d.contact_id
                          AND o.position > 0)
      LIMIT ${zone.limit} FOR UPDATE OF d SKIP LOCKED))`;
}
