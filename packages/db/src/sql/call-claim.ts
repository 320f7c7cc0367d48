import type { RawTx } from "../client.ts";

/** An attempt that was asked for, and whether it is ours to dial now. */
export interface ClaimRow {
  readonly id: string;
  /** Does the asking process still own the node? */
  readonly held: boolean;
  /** Taken by this statement. */
  readonly claimed: boolean;
  readonly campaignRunning: boolean;
  /** Given back by this statement in place of being taken: the list that forbids the number by now. */
  readonly barredBy: "operator" | "tenant" | "campaign" | null;
  readonly campaignId: string;
  readonly contactId: string;
  readonly phone: string;
  readonly callerId: string;
  readonly kind: string;
  readonly dutySessionId: string | null;
  readonly decision: unknown;
}

/** What a claim writes of one attempt. */
export interface NewClaim {
  readonly attemptId: string;
  readonly legId: string;
  readonly eventId: string;
}

/**
 * Takes reserved attempts of one tenant by compare-and-set and begins their calls, with the customer's leg and the first
 * line of their history, all in one statement: what it did not take, or what belongs to another node, it leaves alone.
 * The do-not-call lists have a last word: an attempt at a number that came onto one since it was reserved is given back
 * in place of being taken, unless a person lifted that list's refusal for this very call.
 *
 * Node and state are written so that no index knows them: a plan made while the table was small read a whole node for
 * each attempt, until its statistics came.
 * Answers a row for each attempt of the node that exists.
 */
export async function claimReserved(
  tx: RawTx,
  by: {
    readonly tenantId: string;
    readonly nodeId: string;
    readonly fence: bigint;
    readonly owner: string;
    readonly now: Date;
  },
  claims: readonly NewClaim[],
): Promise<ClaimRow[]> {
  const ids = claims.map(({ attemptId }) => attemptId);
  return tx.$queryRaw<ClaimRow[]>`
    WITH node AS MATERIALIZED (
      SELECT COALESCE((SELECT lease_fence = ${by.fence} FROM pbx_node WHERE id = ${by.nodeId}::uuid), false) AS held
    ), asked AS MATERIALIZED (
      SELECT a.id, a.campaign_id, a.contact_id, a.phone, a.caller_id, a.kind, a.duty_session_id, a.decision,
             c.state = 'running' AS running, (
               SELECT e.list FROM (
                 SELECT 'operator' AS list FROM operator_do_not_call o
                 WHERE o.phone = a.phone AND (o.expires_at IS NULL OR o.expires_at > ${by.now}::timestamptz)
                 UNION ALL
                 SELECT CASE WHEN d.campaign_id IS NULL THEN 'tenant' ELSE 'campaign' END FROM do_not_call d
                 WHERE d.tenant_id = a.tenant_id AND d.phone = a.phone
                   AND (d.campaign_id IS NULL OR d.campaign_id = a.campaign_id)
                   AND (d.expires_at IS NULL OR d.expires_at > ${by.now}::timestamptz)
               ) e WHERE NOT COALESCE(a.decision #> '{gate,lifted}' @> to_jsonb('dnc_' || e.list), false) LIMIT 1
             ) AS barred
      FROM attempt a JOIN campaign c ON c.tenant_id = a.tenant_id AND c.id = a.campaign_id
      WHERE a.tenant_id = ${by.tenantId}::uuid AND a.id = ANY(${ids}::uuid[])
        AND a.node_id IS NOT DISTINCT FROM ${by.nodeId}::uuid
    ), claimed AS (
      UPDATE attempt a SET state = 'dialing', claimed_at = ${by.now}::timestamptz, claimed_by = ${by.owner},
        claim_fence = ${by.fence}
      FROM asked, node
      WHERE a.tenant_id = ${by.tenantId}::uuid AND a.id = asked.id AND a.state::text = 'reserved' AND asked.running
        AND asked.barred IS NULL AND node.held
      RETURNING a.id
    ), released AS (
      UPDATE attempt a SET state = 'released', released_reason = 'do_not_call', ended_at = ${by.now}::timestamptz
      FROM asked, node
      WHERE a.tenant_id = ${by.tenantId}::uuid AND a.id = asked.id AND a.state::text = 'reserved' AND asked.barred IS NOT NULL
        AND node.held
      RETURNING a.id, a.campaign_id, a.contact_id
    ), given_back AS (
      UPDATE campaign_contact k SET state = 'ready', reason = 'released_do_not_call', next_attempt_at = ${by.now}::timestamptz
      FROM released r
      WHERE k.tenant_id = ${by.tenantId}::uuid AND k.campaign_id = r.campaign_id AND k.contact_id = r.contact_id
        AND k.state = 'reserved'
    ), written AS (
      SELECT n.* FROM claimed JOIN unnest(
        ${ids}::uuid[], ${claims.map(({ legId }) => legId)}::uuid[], ${claims.map(({ eventId }) => eventId)}::uuid[]
      ) AS n(id, leg_id, event_id) USING (id)
    ), calls AS (
      INSERT INTO call (tenant_id, id, attempt_id, direction, campaign_id, contact_id, phone, caller_id, node_id, started_at)
      SELECT ${by.tenantId}::uuid, id, id, 'outbound', campaign_id, contact_id, phone, caller_id, ${by.nodeId}::uuid,
             ${by.now}::timestamptz
      FROM asked JOIN written USING (id)
    ), legs AS (
      INSERT INTO leg (tenant_id, id, call_id, channel_id, kind, started_at)
      SELECT ${by.tenantId}::uuid, leg_id, id, id::text, 'customer', ${by.now}::timestamptz FROM written
    ), events AS (
      INSERT INTO call_event (tenant_id, id, call_id, at, type)
      SELECT ${by.tenantId}::uuid, event_id, id, ${by.now}::timestamptz, 'dialing' FROM written
    )
    SELECT asked.id, node.held, written.id IS NOT NULL AS claimed, asked.running AS "campaignRunning",
           CASE WHEN released.id IS NOT NULL THEN asked.barred END AS "barredBy",
           asked.campaign_id AS "campaignId", asked.contact_id AS "contactId", asked.phone, asked.caller_id AS "callerId",
           asked.kind, asked.duty_session_id AS "dutySessionId", asked.decision
    FROM node CROSS JOIN asked LEFT JOIN written USING (id) LEFT JOIN released USING (id)`;
}

/** What the orders of a campaign are made of. */
export interface OrderCampaignRow {
  readonly id: string;
  readonly dialMode: string;
  readonly ringTimeoutMs: number;
  readonly joinDeadlineMs: number;
  readonly abandonedMedia: string;
  readonly recordingForced: boolean;
  readonly machine: unknown;
  readonly agentless: unknown;
  readonly compliance: { readonly id: string; readonly revision: number; readonly rules: unknown } | null;
  readonly agents: readonly { readonly membershipId: string }[];
  readonly _count: { readonly dispositions: number };
  /** The tenant's. */
  readonly timezone: string;
  readonly startsOn: Date;
  readonly endsOn: Date | null;
  /** Of its contract: from which day each version holds, and whether it wants calls recorded. */
  readonly versions: readonly {
    readonly id: string;
    readonly version: number;
    readonly effectiveFrom: string;
    readonly recordingRequired: boolean;
  }[];
}

/** Campaigns of claimed attempts, with what their contracts say. */
export async function orderCampaigns(
  tx: RawTx,
  tenantId: string,
  campaignIds: readonly string[],
): Promise<OrderCampaignRow[]> {
  return tx.$queryRaw<OrderCampaignRow[]>`
    SELECT c.id, c.dial_mode::text AS "dialMode", c.ring_timeout_ms AS "ringTimeoutMs",
           c.join_deadline_ms AS "joinDeadlineMs", c.abandoned_media AS "abandonedMedia",
           c.recording_forced AS "recordingForced", c.machine, c.agentless,
           CASE WHEN p.id IS NULL THEN NULL
                ELSE jsonb_build_object('id', p.id, 'revision', p.revision, 'rules', p.rules) END AS compliance,
           COALESCE((SELECT jsonb_agg(jsonb_build_object('membershipId', a.membership_id)) FROM campaign_agent a
                     WHERE a.tenant_id = c.tenant_id AND a.campaign_id = c.id), '[]') AS agents,
           jsonb_build_object('dispositions', (SELECT count(*) FROM campaign_disposition d
             WHERE d.tenant_id = c.tenant_id AND d.campaign_id = c.id)) AS "_count",
           t.timezone, k.starts_on AS "startsOn", k.ends_on AS "endsOn",
           COALESCE((SELECT jsonb_agg(jsonb_build_object('id', v.id, 'version', v.version,
                                                         'effectiveFrom', v.effective_from,
                                                         'recordingRequired', v.recording_required))
                     FROM contract_version v WHERE v.tenant_id = k.tenant_id AND v.contract_id = k.id), '[]') AS versions
    FROM campaign c
    JOIN contract k ON k.tenant_id = c.tenant_id AND k.id = c.contract_id
    JOIN tenant t ON t.id = c.tenant_id
    LEFT JOIN compliance_profile p ON p.tenant_id = c.tenant_id AND p.id = c.compliance_id
    WHERE c.tenant_id = ${tenantId}::uuid AND c.id = ANY(${[...campaignIds]}::uuid[])`;
}
