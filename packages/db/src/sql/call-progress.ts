import type { Prisma, RawTx } from "../client.ts";

/**
 * A step of a call's life, told by the owner of its node. Refused, and nothing changed, when another process owns the
 * node by now; told twice or late, it changes nothing.
 */
export interface CallStep {
  readonly tenantId: string;
  readonly nodeId: string;
  readonly fence: bigint;
  readonly callId: string;
  /** Id of the line in the call's history. */
  readonly eventId: string;
  readonly at: Date;
}

export interface StepRow {
  /** Does the asking process still own the node? */
  readonly held: boolean;
  /** False: the call was further already. */
  readonly moved: boolean;
  readonly campaignId: string | null;
}

/** What is asked of a reserved attempt before its claim; null when it is reserved no longer. */
export async function attemptToPeek(
  tx: RawTx,
  tenantId: string,
  attemptId: string,
): Promise<{ trunkId: string; reservedAt: Date; reservedFor: string | null } | null> {
  const rows = await tx.$queryRaw<{ trunkId: string; reservedAt: Date; reservedFor: string | null }[]>`
    SELECT trunk_id AS "trunkId", reserved_at AS "reservedAt", duty_session_id AS "reservedFor" FROM attempt
    WHERE tenant_id = ${tenantId}::uuid AND id = ${attemptId}::uuid AND state = 'reserved'`;
  return rows[0] ?? null;
}

/** The far end rings: attempt, call and history in one statement. */
export async function stepToRinging(tx: RawTx, step: CallStep): Promise<StepRow> {
  const rows = await tx.$queryRaw<StepRow[]>`
    WITH node AS MATERIALIZED (
      SELECT COALESCE((SELECT lease_fence = ${step.fence} FROM pbx_node WHERE id = ${step.nodeId}::uuid), false) AS held
    ), moved AS (
      UPDATE attempt a SET state = 'ringing', ringing_at = ${step.at}::timestamptz FROM node
      WHERE node.held AND a.tenant_id = ${step.tenantId}::uuid AND a.id = ${step.callId}::uuid AND a.state = 'dialing'
      RETURNING a.id, a.campaign_id
    ), told AS (
      UPDATE call c SET ringing_at = ${step.at}::timestamptz FROM moved
      WHERE c.tenant_id = ${step.tenantId}::uuid AND c.id = moved.id
    ), noted AS (
      INSERT INTO call_event (tenant_id, id, call_id, at, type)
      SELECT ${step.tenantId}::uuid, ${step.eventId}::uuid, id, ${step.at}::timestamptz, 'ringing' FROM moved
    )
    SELECT node.held, moved.id IS NOT NULL AS moved, moved.campaign_id AS "campaignId"
    FROM node LEFT JOIN moved ON true`;
  return rows[0] ?? { held: false, moved: false, campaignId: null };
}

/** Somebody picked up: attempt, call and history in one statement. */
export async function stepToAnswered(tx: RawTx, step: CallStep): Promise<StepRow> {
  const rows = await tx.$queryRaw<StepRow[]>`
    WITH node AS MATERIALIZED (
      SELECT COALESCE((SELECT lease_fence = ${step.fence} FROM pbx_node WHERE id = ${step.nodeId}::uuid), false) AS held
    ), moved AS (
      UPDATE attempt a SET state = 'answered', answered_at = ${step.at}::timestamptz FROM node
      WHERE node.held AND a.tenant_id = ${step.tenantId}::uuid AND a.id = ${step.callId}::uuid
        AND a.state IN ('dialing', 'ringing')
      RETURNING a.id, a.campaign_id
    ), told AS (
      UPDATE call c SET answered_at = ${step.at}::timestamptz FROM moved
      WHERE c.tenant_id = ${step.tenantId}::uuid AND c.id = moved.id
    ), noted AS (
      INSERT INTO call_event (tenant_id, id, call_id, at, type)
      SELECT ${step.tenantId}::uuid, ${step.eventId}::uuid, id, ${step.at}::timestamptz, 'answered' FROM moved
    )
    SELECT node.held, moved.id IS NOT NULL AS moved, moved.campaign_id AS "campaignId"
    FROM node LEFT JOIN moved ON true`;
  return rows[0] ?? { held: false, moved: false, campaignId: null };
}

/** Customer and agent are in one bridge: attempt, call, the agent's leg, the recording and history in one statement. */
export async function stepToJoined(
  tx: RawTx,
  step: CallStep & {
    readonly dutySessionId: string;
    readonly legId: string;
    readonly agentChannelId: string;
    /** Null: not recorded. */
    readonly recordingId: string | null;
  },
): Promise<{ readonly held: boolean; readonly moved: boolean; readonly hasSession: boolean }> {
  const rows = await tx.$queryRaw<{ held: boolean; moved: boolean; hasSession: boolean }[]>`
    WITH node AS MATERIALIZED (
      SELECT COALESCE((SELECT lease_fence = ${step.fence} FROM pbx_node WHERE id = ${step.nodeId}::uuid), false) AS held
    ), session AS MATERIALIZED (
      SELECT membership_id, seat_lease_id FROM duty_session
      WHERE tenant_id = ${step.tenantId}::uuid AND id = ${step.dutySessionId}::uuid
    ), moved AS (
      UPDATE attempt a SET state = 'joined', answered_at = COALESCE(a.answered_at, ${step.at}::timestamptz) FROM node
      WHERE node.held AND a.tenant_id = ${step.tenantId}::uuid AND a.id = ${step.callId}::uuid
        AND a.state IN ('dialing', 'ringing', 'answered')
      RETURNING a.id
    ), told AS (
      UPDATE call c SET answered_at = COALESCE(c.answered_at, ${step.at}::timestamptz),
        joined_at = ${step.at}::timestamptz, duty_session_id = ${step.dutySessionId}::uuid,
        membership_id = session.membership_id, seat_lease_id = session.seat_lease_id
      FROM moved, session WHERE c.tenant_id = ${step.tenantId}::uuid AND c.id = moved.id
    ), legs AS (
      INSERT INTO leg (tenant_id, id, call_id, channel_id, kind, started_at)
      SELECT ${step.tenantId}::uuid, ${step.legId}::uuid, id, ${step.agentChannelId}, 'agent', ${step.at}::timestamptz
      FROM moved ON CONFLICT DO NOTHING
    ), recorded AS (
      INSERT INTO recording (tenant_id, id, call_id, started_at)
      SELECT ${step.tenantId}::uuid, ${step.recordingId}::uuid, id, ${step.at}::timestamptz
      FROM moved WHERE ${step.recordingId}::uuid IS NOT NULL ON CONFLICT DO NOTHING
    ), noted AS (
      INSERT INTO call_event (tenant_id, id, call_id, at, type, data)
      SELECT ${step.tenantId}::uuid, ${step.eventId}::uuid, moved.id, ${step.at}::timestamptz, 'joined',
             jsonb_build_object('membershipId', session.membership_id)
      FROM moved, session
    )
    SELECT node.held, moved.id IS NOT NULL AS moved, EXISTS (SELECT 1 FROM session) AS "hasSession"
    FROM node LEFT JOIN moved ON true`;
  return rows[0] ?? { held: false, moved: false, hasSession: false };
}

/** Appends a line to a call's history. */
export async function insertEvent(
  tx: RawTx,
  event: {
    readonly tenantId: string;
    readonly id: string;
    readonly callId: string;
    readonly at: Date;
    readonly type: string;
    readonly data: Prisma.InputJsonObject;
  },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO call_event (tenant_id, id, call_id, at, type, data)
    VALUES (${event.tenantId}::uuid, ${event.id}::uuid, ${event.callId}::uuid, ${event.at}::timestamptz, ${event.type},
            ${JSON.stringify(event.data)}::jsonb)`;
}

/** Lines of a call's history of these types, in the order of their time. */
export async function callEvents(
  tx: RawTx,
  tenantId: string,
  callId: string,
  types: readonly string[],
): Promise<{ type: string; at: Date; data: unknown }[]> {
  return tx.$queryRaw<{ type: string; at: Date; data: unknown }[]>`
    SELECT type, at, data FROM call_event
    WHERE tenant_id = ${tenantId}::uuid AND call_id = ${callId}::uuid AND type = ANY(${[...types]}::text[])
    ORDER BY at, id`;
}
