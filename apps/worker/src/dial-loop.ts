import { createPacingModel, type PacingModel, restorePacingModel } from "@callbay/domain/pacing";
import type { EventSubscriber, LiveEvent } from "@callbay/jobs/events";
import type { Deps, VerbContext } from "@callbay/services/context";
import { completeIfExhausted, pauseByLoop } from "@callbay/services/dial/finish";
import {
  claimCampaignLease,
  releaseCampaignLease,
  renewCampaignLease,
  topUpCampaignContacts,
} from "@callbay/services/dial/lease";
import { type DialPlan, type DialSnapshot, planLaunch } from "@callbay/services/dial/plan";
import { type Reservation, reserveAttempts } from "@callbay/services/dial/reserve";
import { readSnapshot } from "@callbay/services/dial/snapshot";
import type { Logger } from "pino";
import { z } from "zod";

export const LEASE_MS = 5_000;
const TICK_MS = 500;
const RENEW_EVERY_MS = 1_500;
const LEDGER_EVERY_MS = 30_000;
/** A burst of events of the floor is one reason to look, not many. */
const SETTLE_MS = 40;
/** Between two looks whether the campaign may go on, and whether anybody is left to dial. */
const CHECK_EVERY_MS = 2_000;

export interface DialLoopParts {
  readonly deps: Deps;
  readonly events: EventSubscriber;
  readonly logger: Logger;
  readonly owner: string;
  readonly clock: () => Date;
}

export interface DialTask {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly fence: bigint;
}

export type LoopEnd = "not_claimed" | "stopped" | "paused" | "completed" | "not_running" | "lease_lost";

const stored = z.object({ model: z.unknown() });

/**
 * Dials one campaign: takes its lease, then twice a second and on each event of the tenant's floor looks, decides and
 * reserves, until the campaign ends, pauses, or another loop has the lease. All that it knows is in Postgres: whoever
 * takes over goes on from there.
 */
export async function runDialLoop(parts: DialLoopParts, task: DialTask, stop: AbortSignal): Promise<LoopEnd> {
  const ctx = contextOf(parts, task);
  const claimed = await claimCampaignLease(ctx(), { ...task, owner: parts.owner, ttlMs: LEASE_MS });
  if (!claimed) return "not_claimed";
  const loop = new DialLoop(parts, task, ctx, stored.safeParse(claimed.pacing).data?.model);
  const wake = new Alarm();
  const unsubscribe = await parts.events.subscribe({ tenantId: task.tenantId }, (event) => {
    if (concerns(event, task.campaignId)) wake.ring(SETTLE_MS);
  });
  const onStop = (): void => wake.ring(0);
  stop.addEventListener("abort", onStop);
  try {
    // A list that grew while nobody dialled may be long: the lease is kept alive beside it.
    await loop.keepingLease(topUpCampaignContacts(ctx(), task));
    for (;;) {
      if (stop.aborted) return "stopped";
      const end = await loop.tick();
      if (end) return end;
      await wake.wait(TICK_MS);
    }
  } finally {
    stop.removeEventListener("abort", onStop);
    wake.clear();
    await unsubscribe();
    await releaseCampaignLease(ctx(), task).catch((error: unknown) =>
      parts.logger.warn({ err: error, ...labels(task) }, "The lease was not given back; it expires by itself"),
    );
  }
}

class DialLoop {
  private model: PacingModel | undefined;
  private ledger: { value: DialSnapshot["ledger"]; readAt: number } | undefined;
  private renewedAt: number;
  private checkedAt = 0;
  private lastDecision: {
    launch: number;
    reserved: number;
    reason: string;
    at: string;
    nodes: DialPlan["nodes"];
  } | null = null;

  constructor(
    private readonly parts: DialLoopParts,
    private readonly task: DialTask,
    private readonly ctx: () => VerbContext,
    private readonly learnt: unknown,
  ) {
    this.renewedAt = parts.clock().getTime();
  }

  /** One look at the floor; answers how the loop ends, or null to go on. */
  async tick(): Promise<LoopEnd | null> {
    const ctx = this.ctx();
    const seen = await readSnapshot(ctx, { ...this.which, ledger: this.knownLedger() });
    if (!seen) return "not_running";
    if (!this.knownLedger()) this.ledger = { value: seen.snapshot.ledger, readAt: ctx.now.getTime() };
    const model = this.model
      ? { ...this.model, params: seen.params }
      : this.learnt === undefined
        ? createPacingModel(seen.params)
        : restorePacingModel(seen.params, this.learnt);
    const plan = planLaunch(model, seen.snapshot, ctx.now);
    this.model = plan.model;
    // With nothing to launch the reservation still says, now and then, whether the campaign may go on at all.
    const reservation = plan.launch > 0 || this.checkIsDue() ? await this.reserve(ctx, plan) : null;
    const reserved = reservation?.reserved.length ?? 0;
    const reason = plan.launch > 0 && reserved === 0 && reservation?.dry ? "nobody_due" : plan.reason;
    this.lastDecision = { launch: plan.launch, reserved, reason, at: ctx.now.toISOString(), nodes: plan.nodes };
    return (await this.after(reservation)) ?? (await this.renewWhenDue());
  }

  /** Does something long and keeps the lease meanwhile. */
  async keepingLease<T>(work: Promise<T>): Promise<T> {
    const timer = setInterval(() => {
      this.renewWhenDue().catch((error: unknown) =>
        this.parts.logger.warn({ err: error, ...labels(this.task) }, "The lease could not be renewed"),
      );
    }, RENEW_EVERY_MS);
    try {
      return await work;
    } finally {
      clearInterval(timer);
    }
  }

  private reserve(ctx: VerbContext, plan: DialPlan): Promise<Reservation> {
    const { nodes, reason, launch } = plan;
    return reserveAttempts(ctx, {
      ...this.task,
      nodes: nodes.filter((node) => node.launch > 0).map(({ nodeId, launch }) => ({ nodeId, launch })),
      pacing: { reason, launch, nodes: nodes.map((node) => ({ ...node, diagnostics: { ...node.diagnostics } })) },
    });
  }

  private async after(reservation: Reservation | null): Promise<LoopEnd | null> {
    switch (reservation?.stop) {
      case "lease_lost":
        return "lease_lost";
      case "campaign_not_running":
        return "not_running";
      case "contract_not_active":
      case "no_caller_id":
        await pauseByLoop(this.ctx(), { ...this.which, reason: reservation.stop });
        return "paused";
    }
    if (!this.checkIsDue()) return null;
    this.checkedAt = this.parts.clock().getTime();
    return (await completeIfExhausted(this.ctx(), this.which)) ? "completed" : null;
  }

  private checkIsDue(): boolean {
    return this.parts.clock().getTime() - this.checkedAt >= CHECK_EVERY_MS;
  }

  private async renewWhenDue(): Promise<LoopEnd | null> {
    const now = this.parts.clock().getTime();
    if (now - this.renewedAt < RENEW_EVERY_MS) return null;
    this.renewedAt = now;
    const pacing = { model: toJson(this.model ?? this.learnt ?? null), lastDecision: toJson(this.lastDecision) };
    const kept = await renewCampaignLease(this.ctx(), { ...this.task, ttlMs: LEASE_MS, pacing });
    return kept ? null : "lease_lost";
  }

  private knownLedger(): DialSnapshot["ledger"] | null {
    const fresh = this.ledger && this.parts.clock().getTime() - this.ledger.readAt < LEDGER_EVERY_MS;
    return fresh && this.ledger ? this.ledger.value : null;
  }

  private get which(): { tenantId: string; campaignId: string } {
    return { tenantId: this.task.tenantId, campaignId: this.task.campaignId };
  }
}

/** One sleeper that an event can wake early. */
class Alarm {
  private timer: NodeJS.Timeout | undefined;
  private wakeAt = Number.POSITIVE_INFINITY;
  private resolve: (() => void) | undefined;
  private rung = false;

  /** Sleeps so long, or until it is rung. A ring while nobody sleeps wakes the next sleeper at once. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.resolve = resolve;
      this.arm(this.rung ? SETTLE_MS : ms);
      this.rung = false;
    });
  }

  ring(inMs: number): void {
    if (!this.resolve) this.rung = true;
    else if (performance.now() + inMs < this.wakeAt) this.arm(inMs);
  }

  clear(): void {
    clearTimeout(this.timer);
  }

  private arm(ms: number): void {
    clearTimeout(this.timer);
    this.wakeAt = performance.now() + ms;
    this.timer = setTimeout(() => {
      const { resolve } = this;
      this.resolve = undefined;
      this.wakeAt = Number.POSITIVE_INFINITY;
      resolve?.();
    }, ms);
  }
}

function concerns(event: LiveEvent, campaignId: string): boolean {
  switch (event.type) {
    case "duty.changed":
      return true;
    case "campaign.changed":
      return event.campaignId === campaignId;
    case "call.changed":
      return event.campaignId === campaignId && (event.what === "ended" || event.what === "answered");
    default:
      return false;
  }
}

function contextOf({ deps, clock }: DialLoopParts, task: DialTask): () => VerbContext {
  const actor = { kind: "system", name: "dial" } as const;
  return () => ({ deps, actor, now: clock(), requestId: `dial-${task.campaignId}-${task.fence}` });
}

function labels({ tenantId, campaignId, fence }: DialTask) {
  return { tenantId, campaignId, fence: String(fence) };
}

/** What is written down is plain JSON by its types; this says so to the compiler and to whoever changes them. */
function toJson(value: unknown) {
  return z.json().parse(value);
}
