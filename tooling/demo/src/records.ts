import type { Db } from "@callbay/db/client";
import { reconstructFromCel } from "@callbay/domain/call-machine";
import type { ChannelLogCall, OurCall } from "./witnesses.ts";

export type Records = Awaited<ReturnType<typeof readRecords>>;

/** Everything that the demo's tenant has on record, as stored. */
export async function readRecords(db: Db, tenantId: string) {
  return db.withTenant(
    tenantId,
    async (tx) => ({
      attempts: await tx.attempt.findMany({ where: { tenantId }, orderBy: { reservedAt: "asc" } }),
      calls: await tx.call.findMany({
        where: { tenantId },
        orderBy: { startedAt: "asc" },
        include: { disposition: { select: { code: true, success: true } }, seatLease: { select: { label: true } } },
      }),
      recordings: await tx.recording.findMany({ where: { tenantId }, orderBy: { startedAt: "asc" } }),
      usage: await tx.usageRecord.findMany({ where: { tenantId }, orderBy: [{ occurredAt: "asc" }, { id: "asc" }] }),
      charges: await tx.charge.findMany({
        where: { tenantId },
        orderBy: { position: "asc" },
        include: { component: { select: { type: true } }, _count: { select: { usages: true } } },
      }),
      invoices: await tx.invoice.findMany({ where: { tenantId } }),
      contactStates: await tx.campaignContact.groupBy({
        by: ["state", "reason"],
        where: { tenantId },
        _count: { _all: true },
      }),
    }),
    { timeoutMs: 60_000 },
  );
}

/** Calls that rang: ours, as the judge compares them. */
export function ourCalls(records: Records): OurCall[] {
  return records.calls.flatMap((call) =>
    call.attemptId
      ? [
          {
            attemptId: call.attemptId,
            outcome: call.outcome,
            answeredAt: call.answeredAt,
            endedAt: call.endedAt,
            joinedAt: call.joinedAt,
            talkMs: call.talkMs,
          },
        ]
      : [],
  );
}

/** The PBX's own story of the customers' channels, rebuilt from its channel event log alone. */
export async function channelLogCalls(db: Db): Promise<ChannelLogCall[]> {
  const rows = await db.asOperator((tx) => tx.cel.findMany({ orderBy: { id: "asc" } }), { timeoutMs: 60_000 });
  const customers = new Map<string, typeof rows>();
  for (const row of rows) {
    if (!row.channame.startsWith("PJSIP/carrier-")) continue;
    const own = customers.get(row.uniqueid) ?? [];
    own.push(row);
    customers.set(row.uniqueid, own);
  }
  return [...customers].map(([attemptId, own]) => {
    const told = reconstructFromCel(own, attemptId);
    return {
      attemptId,
      answered: told.answeredAt !== null,
      ended: told.endedAt !== null,
      bridgedMs: told.bridges.reduce(
        (sum, { enteredAt, leftAt }) => sum + ((leftAt ?? enteredAt).getTime() - enteredAt.getTime()),
        0,
      ),
      cause: told.cause,
    };
  });
}
