import type { Db } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import type { TenantActor } from "@callbay/domain/actor";
import type { DutyState } from "@callbay/domain/values";

/** Until the softphone stood, at the beginning of a session. */
const CONNECT_MS = 3_000;

/** A duty session of the demo's past, and the conversations in it. */
export interface OpenSession {
  readonly dutySessionId: string;
  readonly agent: TenantActor;
  readonly from: Date;
  readonly to: Date;
  readonly talks: {
    readonly callId: string;
    readonly joinedAt: Date;
    readonly partedAt: Date;
    readonly wrappedAt: Date;
  }[];
}

interface Sat {
  readonly agent: TenantActor;
  readonly seatLeaseId: string;
  readonly from: Date;
  readonly to: Date;
}

/** Written as it was in the end. There is no verb for it: going on duty is of the present and needs a telephone. */
export async function openSession(db: Db, nodeId: string, { agent, seatLeaseId, from, to }: Sat): Promise<OpenSession> {
  const { tenantId, membershipId } = agent;
  const dutySessionId = newId();
  await db.withTenant(tenantId, (tx) =>
    tx.dutySession.createMany({
      data: {
        ...{ tenantId, id: dutySessionId, membershipId, seatLeaseId, nodeId, state: "off", stateSince: to },
        ...{ startedAt: from, endedAt: to, endedReason: "agent" },
      },
    }),
  );
  return { dutySessionId, agent, from, to, talks: [] };
}

/** The states of the session, without gap or overlap: ready but for connecting, talking and wrapping up. */
export async function tileSession(db: Db, { dutySessionId, agent, from, to, talks }: OpenSession): Promise<void> {
  const { tenantId } = agent;
  const connected = new Date(from.getTime() + CONNECT_MS);
  const steps: { state: DutyState; startedAt: Date; callId: string | null }[] = [
    { state: "connecting", startedAt: from, callId: null },
    { state: "ready", startedAt: connected, callId: null },
    ...talks.flatMap(({ callId, joinedAt, partedAt, wrappedAt }) => [
      { state: "talking" as const, startedAt: joinedAt, callId },
      { state: "wrapup" as const, startedAt: partedAt, callId },
      { state: "ready" as const, startedAt: wrappedAt, callId: null },
    ]),
  ];
  await db.withTenant(tenantId, (tx) =>
    tx.dutyInterval.createMany({
      data: steps.map((step, index) => ({
        ...{ ...step, tenantId, id: newId(), dutySessionId, seq: index + 1 },
        endedAt: steps[index + 1]?.startedAt ?? to,
      })),
    }),
  );
}
