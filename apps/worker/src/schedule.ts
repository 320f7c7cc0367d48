import { addDays, localDate } from "@callbay/domain/calendar";
import { recordSeatDays as recordSeatDaysJob, remindOfInvoices } from "@callbay/jobs/catalogue";
import { connectRedis, disconnectRedis } from "@callbay/jobs/connection";
import { defineJob } from "@callbay/jobs/define";
import { handle, type JobHandler } from "@callbay/jobs/queue";
import type { Deps, VerbContext } from "@callbay/services/context";
import { platformVerb } from "@callbay/services/node/platform-verb";
import { recordSeatDays } from "@callbay/services/usage/seat-days";
import { type ConnectionOptions, Queue } from "bullmq";
import { z } from "zod";

/** Wakes every hour: somewhere a tenant's day has just ended. */
const hourly = defineJob({
  queue: "schedule",
  name: "hourly",
  schema: z.object({}).loose(),
  attempts: 3,
  backoffMs: 10_000,
  idempotencyKey: () => "hourly",
});

const tenantDays = platformVerb({
  name: "schedule.tenant_days",
  input: z.object({}),
  run: async ({ tx }) =>
    tx.tenant.findMany({ where: { state: { not: "closed" } }, select: { id: true, timezone: true } }),
});

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
      for (const { id, timezone } of await tenantDays(ctx, {})) {
        const through = addDays(localDate(ctx.now, timezone), -1);
        await deps.jobs.enqueue(recordSeatDaysJob, { tenantId: id, through });
        await deps.jobs.enqueue(remindOfInvoices, { tenantId: id });
      }
    }),
    handle(recordSeatDaysJob, async (payload) => {
      await recordSeatDays(context(), payload);
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
