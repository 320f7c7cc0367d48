import type { OperatorActor, TenantActor } from "@callbay/domain/actor";
import { type OperatorPermission, operatorMay, type TenantPermission, tenantMay } from "@callbay/domain/permissions";
import type { EventSubscriber, LiveEvent } from "./ports.ts";

type EventType = LiveEvent["type"];

/** Which permission shows an event to everybody in the workspace. */
const TENANT_SEES: Record<EventType, TenantPermission | null> = {
  "duty.changed": "floor.read",
  "call.joined": "call.read",
  "call.changed": "call.read",
  "floor.changed": "floor.read",
  // Each for one person.
  "monitor.changed": null,
  "message.changed": null,
  "call.monitored": null,
  "campaign.changed": "campaign.read",
  "import.progress": "list.read",
  "dnc.changed": "list.read",
  "quality.changed": "quality.read",
  "seat.changed": "seat.read",
  "contract.changed": "contract.read",
  "invoice.changed": "invoice.read",
  "tenant.changed": "workspace.read",
  // For one person, and told to none of their screens: those that are out see it, the others go on.
  "session.ended": null,
  "pool.changed": null,
};

const OPERATOR_SEES: Record<EventType, OperatorPermission | null> = {
  "duty.changed": "platform.pool.read",
  "call.joined": "platform.pool.read",
  "call.changed": "platform.pool.read",
  "floor.changed": "platform.pool.read",
  "monitor.changed": "platform.pool.read",
  "message.changed": "platform.pool.read",
  "call.monitored": "platform.pool.read",
  "campaign.changed": "platform.tenant.read",
  "import.progress": "platform.tenant.read",
  "dnc.changed": "platform.dnc.read",
  "quality.changed": "platform.tenant.read",
  "seat.changed": "platform.tenant.read",
  "contract.changed": "platform.contract.read",
  "invoice.changed": "platform.billing.read",
  "tenant.changed": "platform.tenant.read",
  "session.ended": null,
  "pool.changed": "platform.pool.read",
};

/** May this person's screens hear of it? Agents hear of themselves, and of the campaigns that they might work on. */
export function maySee(actor: OperatorActor | TenantActor, event: LiveEvent): boolean {
  if (actor.secondFactorMissing) return false;
  if (actor.kind === "operator") {
    const asked = OPERATOR_SEES[event.type];
    return asked !== null && operatorMay(actor.role, asked);
  }
  const permission = TENANT_SEES[event.type];
  if (permission && tenantMay(actor.role, permission)) return true;
  if (!tenantMay(actor.role, "duty.own")) return false;
  if (event.type === "campaign.changed") return true;
  return "membershipId" in event && event.membershipId === actor.membershipId;
}

/**
 * May it be told of this person's work? Of another team, somebody who may take people off duty hears who is on duty;
 * of its calls nobody hears.
 */
function isNear(actor: OperatorActor | TenantActor, event: LiveEvent, team: ReadonlySet<string> | null): boolean {
  if (team === null || !("membershipId" in event)) return true;
  if (event.membershipId !== null && team.has(event.membershipId)) return true;
  return event.type === "duty.changed" && actor.kind === "tenant" && tenantMay(actor.role, "agent.kick:tenant");
}

/** What a contact's list says is for the agent who talks to it; others are told of the call alone. */
function forWhom(actor: OperatorActor | TenantActor, event: LiveEvent, team: ReadonlySet<string> | null): LiveEvent {
  if (event.type === "duty.changed" && team !== null && !team.has(event.membershipId))
    return { ...event, callId: null, reason: null };
  if (event.type !== "call.joined" || !event.card) return event;
  if (actor.kind === "tenant" && event.membershipId === actor.membershipId) return event;
  const { card: _, ...rest } = event;
  return rest;
}

/** May this event mean that the person is signed out, or is somebody else here than before? */
function concerns(actor: OperatorActor | TenantActor, event: LiveEvent): boolean {
  return event.type === "tenant.changed" || (event.type === "session.ended" && event.accountId === actor.accountId);
}

/** Events wait here for a slow reader; the oldest go first, since screens refetch anyway. */
const MAX_WAITING = 500;

export interface WatchOptions {
  readonly subscriber: EventSubscriber;
  readonly actor: OperatorActor | TenantActor;
  /** The memberships whose work this person may watch; absent or null: everybody's. */
  readonly team?: ReadonlySet<string> | null;
  readonly signal: AbortSignal;
  /** Is this actor still who they were? Asked now and then, and at once when an event says that it may be otherwise. */
  readonly stillValid: () => Promise<boolean>;
  readonly recheckMs?: number;
}

/** The live events that a person may see, until they leave, are signed out, or are somebody else here than they were. */
export async function* watchEvents(options: WatchOptions): AsyncGenerator<LiveEvent, void> {
  const { subscriber, actor, team = null, signal, stillValid, recheckMs = 30_000 } = options;
  const waiting: LiveEvent[] = [];
  let wake = () => {};
  let valid = true;
  const audience = actor.kind === "operator" ? "operator" : { tenantId: actor.tenantId };
  const check = (): void => {
    stillValid().then(
      (answer) => {
        if (answer) return;
        valid = false;
        wake();
      },
      () => {}, // The database does not answer just now: the next check decides.
    );
  };
  const unsubscribe = await subscriber.subscribe(audience, (event) => {
    if (concerns(actor, event)) check();
    if (!maySee(actor, event) || !isNear(actor, event, team)) return;
    waiting.push(forWhom(actor, event, team));
    if (waiting.length > MAX_WAITING) waiting.shift();
    wake();
  });
  const recheck = setInterval(check, recheckMs);
  const onAbort = () => wake();
  signal.addEventListener("abort", onAbort);
  try {
    while (!signal.aborted && valid) {
      const event = waiting.shift();
      if (event) {
        yield event;
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        // Something may have come between the look above and this promise.
        if (waiting.length > 0 || signal.aborted || !valid) resolve();
      });
    }
  } finally {
    clearInterval(recheck);
    signal.removeEventListener("abort", onAbort);
    await unsubscribe();
  }
}
