import type { RawTx } from "../client.ts";

/** Where an agent stands now, as the owner of its node tells it. */
export interface DutyStep {
  readonly tenantId: string;
  readonly nodeId: string;
  readonly fence: bigint;
  readonly dutySessionId: string;
  readonly intervalId: string;
  /** Number of the interval that holds now. */
  readonly seq: number;
  readonly state: string;
  readonly since: Date;
  readonly pauseReason: string | null;
  readonly next: string | null;
  readonly currentCallId: string | null;
  readonly offReason: string | null;
}

export interface DutyStepRow {
  /** Does the asking process still own the node? */
  readonly held: boolean;
  readonly membershipId: string;
  readonly recordingEnabled: boolean;
  /** Before this step. */
  readonly stateBefore: string;
  /** False: the session has ended, or another node has it; nothing was changed. */
  readonly written: boolean;
}

/**
 * Closes the interval before, opens the next one and updates the session, in one statement. Null: there is no such
 * session.
 */
export async function writeDutyStep(tx: RawTx, step: DutyStep): Promise<DutyStepRow | null> {
  const isOff = step.state === "off";
  // Off is no interval of its own: it closes the last one.
  const closesBelow = isOff ? step.seq + 1 : step.seq;
  const rows = await tx.$queryRaw<DutyStepRow[]>`
    WITH node AS MATERIALIZED (
      SELECT COALESCE((SELECT lease_fence = ${step.fence} FROM pbx_node WHERE id = ${step.nodeId}::uuid), false) AS held
    ), session AS MATERIALIZED (
      SELECT d.membership_id, d.state::text AS state, l.recording_enabled,
             node.held AND d.ended_at IS NULL AND d.node_id = ${step.nodeId}::uuid AS open
      FROM node CROSS JOIN duty_session d
      JOIN seat_lease l ON l.tenant_id = d.tenant_id AND l.id = d.seat_lease_id
      WHERE d.tenant_id = ${step.tenantId}::uuid AND d.id = ${step.dutySessionId}::uuid
    ), closed AS (
      UPDATE duty_interval i SET ended_at = ${step.since}::timestamptz FROM session
      WHERE session.open AND i.tenant_id = ${step.tenantId}::uuid AND i.duty_session_id = ${step.dutySessionId}::uuid
        AND i.seq < ${closesBelow}::int AND i.ended_at IS NULL
      RETURNING 1
    ), opened AS (
      INSERT INTO duty_interval (tenant_id, id, duty_session_id, seq, state, reason, call_id, started_at)
      SELECT ${step.tenantId}::uuid, ${step.intervalId}::uuid, ${step.dutySessionId}::uuid, ${step.seq}::int,
             ${step.state}::duty_state, CASE WHEN ${step.state} = 'paused' THEN ${step.pauseReason} END,
             ${step.currentCallId}::uuid, ${step.since}::timestamptz
      -- Counting them makes sure that what went before is closed when this is opened: the two may not overlap.
      FROM session, (SELECT count(*) FROM closed) AS before
      WHERE session.open AND ${step.state} <> 'off' ON CONFLICT DO NOTHING
    ), written AS (
      UPDATE duty_session d SET state = ${step.state}::duty_state, state_since = ${step.since}::timestamptz,
        pause_reason = ${step.pauseReason}, next = ${step.next}::duty_next, current_call_id = ${step.currentCallId}::uuid,
        ended_reason = ${step.offReason},
        ended_at = CASE WHEN ${step.state} = 'off' THEN ${step.since}::timestamptz ELSE d.ended_at END
      FROM session
      WHERE session.open AND d.tenant_id = ${step.tenantId}::uuid AND d.id = ${step.dutySessionId}::uuid
      RETURNING 1
    )
    SELECT node.held, session.membership_id AS "membershipId", session.recording_enabled AS "recordingEnabled",
           session.state AS "stateBefore", EXISTS (SELECT 1 FROM written) AS written
    FROM node CROSS JOIN session`;
  return rows[0] ?? null;
}
