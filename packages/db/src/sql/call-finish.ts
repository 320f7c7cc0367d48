import type { RawTx } from "../client.ts";
import type { CallClosedFrom, CallEndedBy, Direction, Outcome } from "../generated/enums.ts";

/** A call that ends, locked for this transaction, with what decides how. */
export interface EndingCall {
  readonly direction: Direction;
  readonly isInternal: boolean;
  readonly campaignId: string | null;
  readonly contactId: string | null;
  readonly phone: string;
  readonly startedAt: Date;
  readonly ringingAt: Date | null;
  readonly answeredAt: Date | null;
  readonly joinedAt: Date | null;
  readonly endedAt: Date | null;
  readonly outcome: Outcome | null;
  readonly membershipId: string | null;
  readonly seatLeaseId: string | null;
  readonly attemptKind: string | null;
  readonly detection: unknown;
  /** Null without a campaign. */
  readonly ringTimeoutMs: number | null;
  readonly dispositions: number;
  readonly disposition: {
    readonly id: string;
    readonly retryAfterMinutes: number | null;
    readonly doNotCall: boolean;
    readonly success: boolean;
  } | null;
}

/** Locks a call and reads what its end asks for. Null: the tenant has none of this id. */
export async function callToEnd(tx: RawTx, tenantId: string, callId: string): Promise<EndingCall | null> {
  const rows = await tx.$queryRaw<EndingCall[]>`
    SELECT c.direction::text AS direction, c.is_internal AS "isInternal", c.campaign_id AS "campaignId",
           c.contact_id AS "contactId", c.phone, c.started_at AS "startedAt", c.ringing_at AS "ringingAt",
           c.answered_at AS "answeredAt", c.joined_at AS "joinedAt", c.ended_at AS "endedAt", c.outcome::text AS outcome,
           c.membership_id AS "membershipId", c.seat_lease_id AS "seatLeaseId", a.kind AS "attemptKind", a.detection,
           p.ring_timeout_ms AS "ringTimeoutMs",
           (SELECT count(*)::int FROM campaign_disposition d
            WHERE d.tenant_id = c.tenant_id AND d.campaign_id = c.campaign_id) AS dispositions,
           (SELECT jsonb_build_object('id', d.id, 'retryAfterMinutes', d.retry_after_minutes,
                                      'doNotCall', d.do_not_call, 'success', d.success)
            FROM campaign_disposition d WHERE d.tenant_id = c.tenant_id AND d.id = c.disposition_id) AS disposition
    FROM call c
    LEFT JOIN attempt a ON a.tenant_id = c.tenant_id AND a.id = c.attempt_id
    LEFT JOIN campaign p ON p.tenant_id = c.tenant_id AND p.id = c.campaign_id
    WHERE c.tenant_id = ${tenantId}::uuid AND c.id = ${callId}::uuid
    FOR UPDATE OF c`;
  return rows[0] ?? null;
}

/** How a call ended. */
export interface CallEnding {
  readonly tenantId: string;
  readonly callId: string;
  readonly eventId: string;
  readonly ringingAt: Date | null;
  readonly answeredAt: Date | null;
  readonly partedAt: Date | null;
  readonly endedAt: Date;
  readonly talkMs: number;
  readonly holdMs: number;
  readonly outcome: Outcome;
  readonly cause: number | null;
  readonly endedBy: CallEndedBy;
  readonly closedFrom: CallClosedFrom;
}

/** Writes the end of a call: call, attempt, legs and history in one statement. */
export async function writeEnd(tx: RawTx, end: CallEnding): Promise<void> {
  const data = { outcome: end.outcome, endedBy: end.endedBy, closedFrom: end.closedFrom };
  await tx.$executeRaw`
    WITH told AS (
      UPDATE call SET ringing_at = ${end.ringingAt}::timestamptz, answered_at = ${end.answeredAt}::timestamptz,
        parted_at = ${end.partedAt}::timestamptz, ended_at = ${end.endedAt}::timestamptz, talk_ms = ${end.talkMs}::int,
        hold_ms = ${end.holdMs}::int, outcome = ${end.outcome}::outcome, hangup_cause = ${end.cause}::int,
        ended_by = ${end.endedBy}::call_ended_by, closed_from = ${end.closedFrom}::call_closed_from
      WHERE tenant_id = ${end.tenantId}::uuid AND id = ${end.callId}::uuid
    ), attempts AS (
      UPDATE attempt SET state = 'ended', ringing_at = ${end.ringingAt}::timestamptz,
        answered_at = ${end.answeredAt}::timestamptz, ended_at = ${end.endedAt}::timestamptz,
        outcome = ${end.outcome}::outcome, hangup_cause = ${end.cause}::int
      WHERE tenant_id = ${end.tenantId}::uuid AND id = ${end.callId}::uuid AND state NOT IN ('ended', 'released')
    ), legs AS (
      -- The agent's channel lives on; its part in this call is over.
      UPDATE leg SET ended_at = ${end.endedAt}::timestamptz,
        hangup_cause = CASE WHEN kind = 'customer' THEN ${end.cause}::int ELSE hangup_cause END
      WHERE tenant_id = ${end.tenantId}::uuid AND call_id = ${end.callId}::uuid AND ended_at IS NULL
        AND kind IN ('customer', 'agent')
    ), transfers AS (
      -- Asked for, and never taken up: nothing of it rang.
      UPDATE call_transfer SET state = 'done', ended_at = ${end.endedAt}::timestamptz, result = 'ended'
      WHERE tenant_id = ${end.tenantId}::uuid AND call_id = ${end.callId}::uuid AND ended_at IS NULL
        AND state = 'requested'
    )
    INSERT INTO call_event (tenant_id, id, call_id, at, type, data)
    VALUES (${end.tenantId}::uuid, ${end.eventId}::uuid, ${end.callId}::uuid, ${end.endedAt}::timestamptz, 'ended',
            ${JSON.stringify(data)}::jsonb)`;
}

interface ContactKey {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly contactId: string;
}

/** A campaign's contact, locked, with the rules that decide about it. */
export interface LockedContact {
  readonly attempts: number;
  readonly outcomeCounts: unknown;
  readonly retryRules: unknown;
  readonly compliance: { readonly id: string; readonly revision: number; readonly rules: unknown } | null;
}

/** Null: the campaign does not have this contact. */
export async function lockContact(tx: RawTx, key: ContactKey): Promise<LockedContact | null> {
  const rows = await tx.$queryRaw<LockedContact[]>`
    SELECT k.attempts, k.outcome_counts AS "outcomeCounts", c.retry_rules AS "retryRules",
           (SELECT jsonb_build_object('id', p.id, 'revision', p.revision, 'rules', p.rules) FROM compliance_profile p
            WHERE p.tenant_id = c.tenant_id AND p.id = c.compliance_id) AS compliance
    FROM campaign_contact k JOIN campaign c ON c.tenant_id = k.tenant_id AND c.id = k.campaign_id
    WHERE k.tenant_id = ${key.tenantId}::uuid AND k.campaign_id = ${key.campaignId}::uuid
      AND k.contact_id = ${key.contactId}::uuid
    FOR UPDATE OF k`;
  return rows[0] ?? null;
}

/** Counts an attempt at its contact. */
export async function writeTry(
  tx: RawTx,
  key: ContactKey,
  tried: {
    readonly attempts: number;
    readonly outcomeCounts: Readonly<Record<string, number>>;
    readonly outcome: Outcome;
    readonly at: Date;
    /** Null leaves it as it is. */
    readonly agentOnlyUntil: Date | null;
  },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE campaign_contact SET attempts = ${tried.attempts}::int,
      outcome_counts = ${JSON.stringify(tried.outcomeCounts)}::jsonb, last_outcome = ${tried.outcome}::outcome,
      last_attempt_at = ${tried.at}::timestamptz,
      agent_only_until = COALESCE(${tried.agentOnlyUntil}::timestamptz, agent_only_until)
    WHERE tenant_id = ${key.tenantId}::uuid AND campaign_id = ${key.campaignId}::uuid
      AND contact_id = ${key.contactId}::uuid`;
}

/** Leaves a contact reserved for its agent's word. */
export async function writeAwaiting(tx: RawTx, key: ContactKey, reason: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE campaign_contact SET reason = ${reason}
    WHERE tenant_id = ${key.tenantId}::uuid AND campaign_id = ${key.campaignId}::uuid
      AND contact_id = ${key.contactId}::uuid AND state = 'reserved'`;
}

/** What comes of a contact after a call, or after its agent's word. */
export async function writeSettled(
  tx: RawTx,
  key: ContactKey,
  next: {
    readonly state: string;
    readonly reason: string;
    /** When it is dialled again; null: never. */
    readonly nextAttemptAt: Date | null;
    readonly now: Date;
    /** Null leaves it as it is. */
    readonly dispositionId: string | null;
    /** Who called back is written only with a word; `undefined` leaves it as it is. */
    readonly callbackBy: string | null | undefined;
  },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE campaign_contact SET state = ${next.state}::campaign_contact_state, reason = ${next.reason},
      next_attempt_at = COALESCE(${next.nextAttemptAt}::timestamptz, next_attempt_at),
      done_at = CASE WHEN ${next.nextAttemptAt}::timestamptz IS NULL THEN ${next.now}::timestamptz ELSE done_at END,
      last_disposition_id = COALESCE(${next.dispositionId}::uuid, last_disposition_id),
      callback_by = CASE WHEN ${next.callbackBy !== undefined} THEN ${next.callbackBy ?? null}::uuid ELSE callback_by END
    WHERE tenant_id = ${key.tenantId}::uuid AND campaign_id = ${key.campaignId}::uuid
      AND contact_id = ${key.contactId}::uuid`;
}
