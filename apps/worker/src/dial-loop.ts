import type { EventSubscriber, LiveEvent } from "@callbay/jobs/events";
import { listedContacts, topUpCampaign } from "@callbay/services/campaign/materialise";
import type { Deps, VerbContext } from "@callbay/services/context";
import { completeIfExhausted, pauseByLoop } from "@callbay/services/dial/finish";
import { claimCampaignLease, releaseCampaignLease, renewCampaignLease } from "@callbay/services/dial/lease";
import { PacingMemory } from "@callbay/services/dial/memory";
import { atMost, type DialPlan } from "@callbay/services/dial/plan";
import { planFor } from "@callbay/services/dial/plan-modes";
import { reopenMended } from "@callbay/services/dial/reopen";
import { type Reservation, reserveAttempts } from "@callbay/services/dial/reserve";
import { readSnapshot } from "@callbay/services/dial/snapshot";
import type { Logger } from "pino";
import { z } from "zod";
import type { WorkerMetrics } from "./metrics.ts";

export const LEASE_MS = 5_000;
const TICK_MS = 500;
const RENEW_EVERY_MS = 1_500;
/** A burst of events of the floor is one reason to look, not many. */
const SETTLE_MS = 40;
/** Calls of one reservation: it holds locks that other tenants' loops wait for. What is left is placed at once after. */
const RESERVE_AT_ONCE = 50;
/** Between two looks whether the campaign may go on, and whether anybody is left to dial. */
const CHECK_EVERY_MS = 2_000;

export interface DialLoopParts {
  readonly deps: Deps;
  readonly events: EventSubscriber;
  readonly logger: Logger;
  readonly owner: string;
  readonly clock: () => Date;
  readonly metrics?: Pick<WorkerMetrics, "ticked"> | undefined;
}

export interface DialTask {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly fence: bigint;
}

export type LoopEnd = "not_claimed" | "stopped" | "paused" | "completed" | "not_running" | "lease_lost";

/**
 * Dials one campaign: takes its lease, then twice a second and on each event of the tenant's floor looks, decides and
 * reserves, until the campaign ends, pauses, or another loop has the lease. All that it knows is in Postgres: whoever
 * takes over goes on from there.
 */
export async function runDialLoop(parts: DialLoopParts, task: DialTask, stop: AbortSignal): Promise<LoopEnd> {
  const ctx = contextOf(parts, task);
  const claimed = await claimCampaignLease(ctx(), { ...task, owner: parts.owner, ttlMs: LEASE_MS });
  if (!claimed) return "not_claimed";
  const loop = new DialLoop(parts, task, ctx, claimed.pacing);
  const wake = new Alarm();
  const unsubscribe = await parts.events.subscribe({ tenantId: task.tenantId }, (event) => {
    if (concerns(event, task.campaignId)) wake.ring(SETTLE_MS);
  });
  const onStop = (): void => wake.ring(0);
  // Lists may be long, and may have grown while nobody dialled: what is there already is dialled meanwhile.
  let ended = false;
  const growth = takeLists(parts, task, { ctx, loop, stopping: () => ended });
  stop.addEventListener("abort", onStop);
  try {
    for (;;) {
      if (stop.aborted) return "stopped";
      const begun = performance.now();
      const end = await loop.tick();
      parts.metrics?.ticked(performance.now() - begun);
      if (end) return end;
      await wake.wait(loop.hasMore ? SETTLE_MS : TICK_MS);
    }
  } finally {
    stop.removeEventListener("abort", onStop);
    wake.clear();
    ended = true;
    await growth;
    await unsubscribe();
    await releaseCampaignLease(ctx(), task).catch((error: unknown) =>
      parts.logger.warn({ err: error, ...labels(task) }, "The lease was not given back; it expires by itself"),
    );
  }
}

/** Takes over what the lists have that is not the campaign's yet, and lets the loop write down how far that is. */
async function takeLists(
  { clock, logger }: DialLoopParts,
  task: DialTask,
  { ctx, loop, stopping }: { ctx: () => VerbContext; loop: DialLoop; stopping: () => boolean },
): Promise<void> {
  const { tenantId, campaignId } = task;
  try {
    const of = await listedContacts(ctx(), { tenantId, campaignId });
    const onPiece = (looked: number): void => {
      loop.taking = { looked, of: Math.max(looked, of) };
    };
    await topUpCampaign(ctx(), task, { clock, stopping, onPiece });
  } catch (error) {
    logger.warn({ err: error, ...labels(task) }, "The campaign could not take over all of its lists; it tries again");
  } finally {
    loop.taking = null;
  }
}

const settingsBefore = z.object({ settings: z.string() });

class DialLoop {
  /** Did the last look want more calls than one reservation takes? */
  hasMore = false;
  /** How far its lists are taken over; null: they are through. */
  taking: { readonly looked: number; readonly of: number } | null = null;
  private readonly memory: PacingMemory;
  /** What people had set when contacts were last asked about; null: nobody dialled before. */
  private settings: string | null;
  private renewedAt: number;
  private checkedAt = 0;
  private lastDecision: {
    launch: number;
    reserved: number;
    reason: string;
    at: string;
    nodes: DialPlan["nodes"];
    ledgers: ReturnType<PacingMemory["standing"]>;
  } | null = null;

  constructor(
    private readonly parts: DialLoopParts,
    private readonly task: DialTask,
    private readonly ctx: () => VerbContext,
    /** What a former loop wrote down. */
    before: unknown,
  ) {
    this.memory = new PacingMemory(before);
    this.settings = settingsBefore.safeParse(before).data?.settings ?? null;
    this.renewedAt = parts.clock().getTime();
  }

  /** One look at the floor; answers how the loop ends, or null to go on. */
  async tick(): Promise<LoopEnd | null> {
    const ctx = this.ctx();
    const { memory } = this;
    const seen = await readSnapshot(ctx, { ...this.which, ...memory.ask(ctx.now) });
    if (!seen) return "not_running";
    const { model, snapshot } = memory.learn(seen, ctx.now);
    const wanted = planFor(seen.mode, model, snapshot, ctx.now);
    const plan = seen.standing.open ? atMost(wanted, RESERVE_AT_ONCE) : resting(wanted);
    // With nothing to launch the reservation still says, now and then, whether the campaign may go on at all.
    const reservation = plan.launch > 0 || this.checkIsDue() ? await this.reserve(ctx, plan) : null;
    const reserved = reservation?.reserved.length ?? 0;
    this.hasMore = seen.standing.open && plan !== wanted && reserved === plan.launch;
    memory.decided(plan, reserved);
    const reason = plan.launch > 0 && reserved === 0 ? whyNobody(reservation, plan.reason) : plan.reason;
    const ledgers = memory.standing(seen.params.maxAbandonedRate);
    this.lastDecision = {
      launch: plan.launch,
      reserved,
      reason,
      at: ctx.now.toISOString(),
      nodes: plan.nodes,
      ledgers,
    };
    return (await this.after(reservation)) ?? (await this.renewWhenDue());
  }

  private reserve(ctx: VerbContext, plan: DialPlan): Promise<Reservation> {
    const { nodes, reason, launch } = plan;
    return reserveAttempts(ctx, {
      ...this.task,
      nodes: nodes.filter((node) => node.launch > 0).map(({ nodeId, launch }) => ({ nodeId, launch })),
      pacing: { reason, launch, nodes: toJson(nodes) },
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
      case "schedule_over":
        await pauseByLoop(this.ctx(), { ...this.which, reason: reservation.stop });
        return "paused";
    }
    await this.mend(reservation?.settings ?? null);
    if (!this.checkIsDue()) return null;
    this.checkedAt = this.parts.clock().getTime();
    return (await completeIfExhausted(this.ctx(), this.which)) ? "completed" : null;
  }

  /** Somebody changed a number to show, hours or the profile: whom the gate had taken out for those it is asked again. */
  private async mend(settings: string | null): Promise<void> {
    if (settings === null || settings === this.settings) return;
    if (this.settings !== null) await reopenMended(this.ctx(), this.which);
    this.settings = settings;
  }

  private checkIsDue(): boolean {
    return this.parts.clock().getTime() - this.checkedAt >= CHECK_EVERY_MS;
  }

  private async renewWhenDue(): Promise<LoopEnd | null> {
    const now = this.parts.clock().getTime();
    if (now - this.renewedAt < RENEW_EVERY_MS) return null;
    this.renewedAt = now;
    const { model, feed } = this.memory.toJson();
    const { settings, taking } = this;
    const pacing = {
      ...{ model: toJson(model), feed: toJson(feed), lastDecision: toJson(this.lastDecision) },
      ...(settings === null ? {} : { settings }),
      ...(taking === null ? {} : { taking }),
    };
    const kept = await renewCampaignLease(this.ctx(), { ...this.task, ttlMs: LEASE_MS, pacing });
    return kept ? null : "lease_lost";
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

/** Outside its schedule a campaign places nothing, however many calls its agents could take. */
function resting(plan: DialPlan): DialPlan {
  return { ...atMost(plan, 0), reason: "outside_schedule" };
}

/** Calls were wanted and none was reserved: what is shown of it. */
function whyNobody(reservation: Reservation | null, otherwise: string): string {
  if (reservation?.unreadable) return "register_unreadable";
  return reservation?.dry ? "nobody_due" : otherwise;
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
  return z.json().parse(JSON.parse(JSON.stringify(value)));
}
