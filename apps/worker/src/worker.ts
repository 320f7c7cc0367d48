import type { Mailer } from "@callbay/gateways/mail-port";
import { dialCampaign } from "@callbay/jobs/catalogue";
import type { EventSubscriber } from "@callbay/jobs/events";
import { handle, type JobMeta, startWorkers } from "@callbay/jobs/queue";
import type { Deps } from "@callbay/services/context";
import type { Logger } from "pino";
import { runDialLoop } from "./dial-loop.ts";
import { importHandler } from "./import-job.ts";
import { mailHandlers } from "./mail-job.ts";
import type { WorkerMetrics } from "./metrics.ts";
import { numbersHandler } from "./numbers-job.ts";
import { paymentHandlers } from "./payment-jobs.ts";
import { installSchedule, scheduleHandlers } from "./schedule.ts";
import { Supervisor } from "./supervisor.ts";

export interface WorkerParts {
  readonly deps: Deps;
  readonly events: EventSubscriber;
  readonly redisUrl: string;
  /** Null where no mail server is configured. */
  readonly mailer: Mailer | null;
  readonly logger: Logger;
  /** Names this process in leases. */
  readonly owner: string;
  readonly dialConcurrency: number;
  readonly clock: () => Date;
  /** Counts what happens, for /metrics. */
  readonly metrics?: WorkerMetrics | undefined;
}

export interface RunningWorker {
  /** Campaigns dialled by this process now. */
  loops(): number;
  /** Ends loops and imports after what they are at, gives leases back, takes no more jobs. */
  stop(): Promise<void>;
}

/** Starts everything that a worker process does. */
export async function startWorker(parts: WorkerParts): Promise<RunningWorker> {
  const { deps, redisUrl, logger, clock, dialConcurrency } = parts;
  const stopping = new AbortController();
  let loops = 0;
  const onError = (error: Error, meta: JobMeta | null): void => {
    if (meta) parts.metrics?.jobFailed(meta.name);
    logger.error({ err: error, job: meta?.name, jobId: meta?.id, attempt: meta?.attempt }, "A job failed");
  };

  const dial = handle(dialCampaign, async ({ tenantId, campaignId, fence }) => {
    loops += 1;
    try {
      const task = { tenantId, campaignId, fence: BigInt(fence) };
      const end = await runDialLoop(parts, task, stopping.signal);
      if (end === "lease_lost") parts.metrics?.leaseLost();
      logger.info({ tenantId, campaignId, fence, end }, "The dial loop ended");
    } finally {
      loops -= 1;
    }
  });
  const workers = [
    startWorkers({ redisUrl, handlers: [dial], concurrency: dialConcurrency, onError }),
    startWorkers({ redisUrl, handlers: [importHandler(deps, clock, stopping.signal)], concurrency: 2, onError }),
    startWorkers({ redisUrl, handlers: [numbersHandler(deps, clock, stopping.signal)], onError }),
    startWorkers({ redisUrl, handlers: scheduleHandlers(deps, clock), onError }),
    startWorkers({ redisUrl, handlers: mailHandlers(deps, clock, parts.mailer), concurrency: 2, onError }),
    startWorkers({ redisUrl, handlers: paymentHandlers(deps, clock), concurrency: 4, onError }),
  ];
  await installSchedule(redisUrl);
  const supervisor = new Supervisor(parts);
  await supervisor.start();
  return {
    loops: () => loops,
    async stop() {
      await supervisor.stop();
      stopping.abort();
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}
