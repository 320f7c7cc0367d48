import { addDays, localDate } from "@callbay/domain/calendar";
import {
  recordAgentTime as recordAgentTimeJob,
  recordSeatDays as recordSeatDaysJob,
  remindOfInvoices,
} from "@callbay/jobs/catalogue";
import { connectRedis, disconnectRedis } from "@callbay/jobs/connection";
import { defineJob } from "@callbay/jobs/define";
import { handle, type JobHandler } from "@callbay/jobs/queue";
import type { Deps, VerbContext } from "@callbay/services/context";
import { platformVerb } from "@callbay/services/node/platform-verb";
import { findUnmoved, moveRecordings } from "@callbay/services/recording/move";
import { deleteOldRecordings, findRecordingDays } from "@callbay/services/recording/retention";
import { recordAgentTime } from "@callbay/services/usage/agent-time";
import { recordSeatDays } from "@callbay/services/usage/seat-days";
import { type ConnectionOptions, Queue } from "bullmq";
import { z } from "zod";
import { sweepPayments } from "./payment-jobs.ts";

/** Wakes every hour: somewhere a tenant's day has just ended. */
const hourly = defineJob({
  queue: "schedule",
  name: "hourly",
  schema: z.object({}).loose(),
  attempts: 3,
  backoffMs: 10_000,
  idempotencyKey: () => "hourly",
});

/** Deletes the recordings of a tenant whose days are over. */
const deleteRecordings = defineJob({
  queue: "schedule",
  name: "delete-recordings",
  schema: z.object({ tenantId: z.uuid(), hour: z.iso.datetime() }),
  attempts: 3,
  backoffMs: 60_000,
  idempotencyKey: ({ tenantId, hour }) => `recordings-${tenantId}-${hour.replaceAll(":", "")}`,
});

/** Moves the recordings of a tenant from the disk into the bucket, where one is set. */
const moveToBucket = defineJob({
  queue: "schedule",
  name: "move-recordings",
  schema: z.object({ tenantId: z.uuid(), hour: z.iso.datetime() }),
  attempts: 5,
  backoffMs: 60_000,
  idempotencyKey: ({ tenantId, hour }) => `move-recordings-${tenantId}-${hour.replaceAll(":", "")}`,
});

const tenantDays = platformVerb({
  name: "schedule.tenant_days",
  input: z.object({}),
  run: async ({ tx }) =>
    tx.tenant.findMany({ where: { state: { not: "closed" } }, select: { id: true, timezone: true } }),
});

/** Files on the disk that are not what their rows say; they stay there, and somebody has to look. */
class DamagedRecordings extends Error {
  override readonly name = "DamagedRecordings";
  constructor(tenantId: string, ids: readonly string[]) {
    super(
      `Tenant ${tenantId}: ${ids.length} recordings are missing or changed on the disk: ${ids.slice(0, 20).join(", ")}`,
    );
  }
}

/** What runs by the clock, and what it sets going. Each piece writes its facts once, however often it runs. */
export function scheduleHandlers(deps: Deps, clock: () => Date): JobHandler[] {
  const context = (): VerbContext => ({
    deps,
    actor: { kind: "system", name: "schedule" },
    now: clock(),
    requestId: "schedule",
  });
  return [
    handle(hourly, async () => {
      const ctx = context();
      // A day more than an hour ago needs: what a stopped worker left is caught up; the closing looks at it all again.
      const hour = `${ctx.now.toISOString().slice(0, 13)}:00:00Z`;
      for (const { id, timezone } of await tenantDays(ctx, {})) {
        const through = addDays(localDate(ctx.now, timezone), -1);
        await deps.jobs.enqueue(recordSeatDaysJob, { tenantId: id, through });
        await deps.jobs.enqueue(recordAgentTimeJob, { tenantId: id, since: through, hour });
        await deps.jobs.enqueue(remindOfInvoices, { tenantId: id });
      }
      for (const tenantId of await findRecordingDays(ctx, {}))
        await deps.jobs.enqueue(deleteRecordings, { tenantId, hour });
      if (deps.recordingBucket)
        for (const tenantId of await findUnmoved(ctx, {})) await deps.jobs.enqueue(moveToBucket, { tenantId, hour });
      await sweepPayments(ctx);
    }),
    handle(deleteRecordings, async ({ tenantId }) => {
      await deleteOldRecordings(context(), { tenantId });
    }),
    handle(moveToBucket, async ({ tenantId }) => {
      const { damaged } = await moveRecordings(context(), { tenantId });
      if (damaged.length > 0) throw new DamagedRecordings(tenantId, damaged);
    }),
    handle(recordSeatDaysJob, async (payload) => {
      await recordSeatDays(context(), payload);
    }),
    handle(recordAgentTimeJob, async ({ tenantId, since }) => {
      await recordAgentTime(context(), { tenantId, since });
    }),
  ];
}

/** Puts the schedule into Redis; doing it again changes nothing, and Redis emptied gets it back at the next start. */
export async function installSchedule(redisUrl: string): Promise<void> {
  const connection = connectRedis(redisUrl, "callbay-schedule");
  const queue = new Queue(hourly.queue, { connection: connection as ConnectionOptions });
  try {
    await queue.upsertJobScheduler(
      "hourly",
      { pattern: "5 0 * * * *" },
      { name: hourly.name, data: {}, opts: { attempts: hourly.attempts, removeOnComplete: 24, removeOnFail: 168 } },
    );
  } finally {
    await queue.close();
    disconnectRedis(connection);
  }
}
