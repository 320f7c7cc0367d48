import { dialCampaign } from "@callbay/jobs/catalogue";
import type { EventSubscriber } from "@callbay/jobs/events";
import { requeuePersonMails } from "@callbay/services/access/deliver-person-mail";
import type { Deps, VerbContext } from "@callbay/services/context";
import { findUnclaimed, sweepReserved } from "@callbay/services/dial/finish";
import { findCampaignsWithoutLoop } from "@callbay/services/dial/lease";
import { requeueNumbers } from "@callbay/services/do-not-call/import-steps";
import { settleRegisters } from "@callbay/services/do-not-call/rejudge";
import { findCallbacks, findStaleOffers, sweepCallbacks, sweepOffers } from "@callbay/services/duty/preview/sweep";
import { requeueImports } from "@callbay/services/list/requeue-imports";
import { findTenantsToRoll, rollReports } from "@callbay/services/report/roll";
import { findDueReports, sendDueReports } from "@callbay/services/report/send";
import type { Logger } from "pino";
import { startBySchedule } from "./scheduled-starts.ts";

const LOOK_EVERY_MS = 1_000;
const SWEEP_EVERY_MS = 2_000;
const PROMISES_EVERY_MS = 60_000;
const REQUEUE_EVERY_MS = 30_000;
/** Figures of reports are seconds old at most. */
const ROLL_EVERY_MS = 1_000;

export interface SupervisorParts {
  readonly deps: Deps;
  readonly events: EventSubscriber;
  readonly logger: Logger;
  readonly clock: () => Date;
}

/**
 * Sees to it that every running campaign has a loop, that campaigns start by their schedules, that reserved attempts
 * nobody came for go back, that imports and mails whose job was lost with Redis are taken up again, and that whom a
 * register held back is asked about when it changes. Each worker process runs one; what they do twice changes nothing.
 */
export class Supervisor {
  private readonly timers: NodeJS.Timeout[] = [];
  private unsubscribe: (() => Promise<void>) | undefined;
  /** Pieces of work under way, so that a slow one is not started again beside itself. */
  private readonly running = new Map<string, Promise<void>>();
  /** By campaign, why it could not start by its schedule; said once. */
  private readonly notStarted = new Map<string, string>();
  /** Changes of registers whose contacts were asked about anew. */
  private readonly registersSeen = new Set<string>();

  constructor(private readonly parts: SupervisorParts) {}

  async start(): Promise<void> {
    this.unsubscribe = await this.parts.events.subscribe("operator", (event) => {
      if (event.type === "campaign.changed") this.run("look", () => this.look());
    });
    this.every("look", LOOK_EVERY_MS, () => this.look());
    this.every("schedules", LOOK_EVERY_MS, () => startBySchedule(this.context(), this.parts.logger, this.notStarted));
    this.every("sweep", SWEEP_EVERY_MS, () => this.sweep());
    this.every("promises", PROMISES_EVERY_MS, () => this.openPromises());
    this.every("registers", REQUEUE_EVERY_MS, () => settleRegisters(this.context(), this.registersSeen));
    this.every("requeue", REQUEUE_EVERY_MS, () => this.requeue());
    this.every("reports", ROLL_EVERY_MS, () => this.rollReports());
    this.every("report mails", REQUEUE_EVERY_MS, () => this.sendReports());
  }

  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.unsubscribe?.();
    await Promise.all(this.running.values());
  }

  private every(name: string, ms: number, work: () => Promise<void>): void {
    this.run(name, work);
    this.timers.push(setInterval(() => this.run(name, work), ms));
  }

  private run(name: string, work: () => Promise<void>): void {
    if (this.running.has(name)) return;
    const done = work()
      .catch((error: unknown) => this.parts.logger.error({ err: error, work: name }, "The supervisor failed at this"))
      .finally(() => this.running.delete(name));
    this.running.set(name, done);
  }

  private async look(): Promise<void> {
    for (const { tenantId, campaignId, fence } of await findCampaignsWithoutLoop(this.context(), {}))
      await this.parts.deps.jobs.enqueue(dialCampaign, { tenantId, campaignId, fence: String(fence) });
  }

  private async sweep(): Promise<void> {
    for (const tenantId of await findUnclaimed(this.context(), {})) {
      const released = await sweepReserved(this.context(), { tenantId });
      if (released > 0) this.parts.logger.warn({ tenantId, released }, "Attempts that nobody claimed went back");
    }
    for (const tenantId of await findStaleOffers(this.context(), {})) await sweepOffers(this.context(), { tenantId });
  }

  private async openPromises(): Promise<void> {
    for (const tenantId of await findCallbacks(this.context(), {})) {
      const opened = await sweepCallbacks(this.context(), { tenantId });
      if (opened > 0) this.parts.logger.info({ tenantId, opened }, "Promised callbacks became anybody's");
    }
  }

  /** One step a tenant, so that a large one's building does not keep the figures of the others waiting. */
  private async rollReports(): Promise<void> {
    for (const tenantId of await findTenantsToRoll(this.context(), {})) await rollReports(this.context(), { tenantId });
  }

  private async sendReports(): Promise<void> {
    for (const tenantId of await findDueReports(this.context(), {})) await sendDueReports(this.context(), { tenantId });
  }

  private async requeue(): Promise<void> {
    await requeueImports(this.context());
    await requeueNumbers(this.context());
    await requeuePersonMails(this.context());
  }

  private context(): VerbContext {
    const { deps, clock } = this.parts;
    return { deps, actor: { kind: "system", name: "supervisor" }, now: clock(), requestId: "supervisor" };
  }
}
