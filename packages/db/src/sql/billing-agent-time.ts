import type { TenantRole } from "@callbay/domain/permissions";
import type { BillableDutyState } from "@callbay/domain/rating/price-type";
import type { Tx } from "../client.ts";

/** A duty interval that is over, with who it was of. */
export interface EndedInterval {
  readonly id: string;
  readonly state: BillableDutyState;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly seatLeaseId: string;
  readonly accountId: string;
  readonly membershipId: string;
  readonly role: TenantRole;
  readonly callId: string | null;
  /** Of the call. */
  readonly campaignId: string | null;
}

export interface IntervalsWanted {
  readonly tenantId: string;
  readonly contractId: string;
  /** Those that ended after. */
  readonly since: Date;
  readonly states: readonly string[];
}

/**
 * Duty intervals on the seats of a contract that ended since and are not usage yet, in order of person and time. Who
 * looks at a contact before it is called is at the client's service and in no conversation: that is ready.
 */
export function endedIntervals(tx: Tx, { tenantId, contractId, since, states }: IntervalsWanted) {
  return tx.$queryRaw<EndedInterval[]>`
    SELECT i.id, CASE i.state WHEN 'previewing' THEN 'ready' ELSE i.state::text END AS state, i.started_at AS "startedAt", i.ended_at AS "endedAt",
           s.seat_lease_id AS "seatLeaseId", m.account_id AS "accountId", m.id AS "membershipId",
           m.role::text AS role, c.id AS "callId", c.campaign_id AS "campaignId"
    FROM seat_lease l
    JOIN duty_session s ON s.tenant_id = l.tenant_id AND s.seat_lease_id = l.id
      AND (s.ended_at IS NULL OR s.ended_at > ${since}::timestamptz)
    JOIN duty_interval i ON i.tenant_id = s.tenant_id AND i.duty_session_id = s.id
      AND i.ended_at > i.started_at AND i.ended_at > ${since}::timestamptz AND CASE i.state WHEN 'previewing' THEN 'ready' ELSE i.state::text END = ANY (${[...states]}::text[])
    JOIN membership m ON m.tenant_id = s.tenant_id AND m.id = s.membership_id
    LEFT JOIN call c ON c.tenant_id = i.tenant_id AND c.id = i.call_id
    WHERE l.tenant_id = ${tenantId}::uuid AND l.contract_id = ${contractId}::uuid
      AND NOT EXISTS (SELECT 1 FROM usage_record u
                      WHERE u.tenant_id = i.tenant_id AND u.kind = 'agent_time'
                        AND u.source_key = concat('interval:', i.id, ':0'))
    ORDER BY m.account_id, i.started_at, i.id`;
}

export interface AgentSpans {
  readonly tenantId: string;
  readonly personId: string;
  readonly spans: readonly { readonly from: Date; readonly to: Date }[];
}

/** A stretch that was free on the person's clock and now is this tenant's; `position` is the place of its span. */
export interface TakenTime {
  readonly position: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Puts spans of a person's time on the clock that all tenants share; answers what of them was free, in order. */
export function takeAgentTime(tx: Tx, { tenantId, personId, spans }: AgentSpans): Promise<TakenTime[]> {
  return tx.$queryRaw<TakenTime[]>`
    SELECT position - 1 AS position, starts_at AS "startsAt", ends_at AS "endsAt"
    FROM take_agent_time(${tenantId}::uuid, ${personId}::uuid, ${spans.map(({ from }) => from)}::timestamptz[],
                         ${spans.map(({ to }) => to)}::timestamptz[])
    ORDER BY position, starts_at`;
}
