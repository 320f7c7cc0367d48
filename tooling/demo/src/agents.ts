import type { TenantActor } from "@callbay/domain/actor";
import { CallbayError } from "@callbay/domain/errors";
import type { LiveEvent } from "@callbay/jobs/events";
import { calleeBehaviour } from "@callbay/tooling-runtime/carrier";
import type { Phones } from "@callbay/tooling-runtime/phones";
import type { Caller, DeskSide } from "./desk-side.ts";

/** How long an agent talks to somebody who would never hang up. */
const PATIENCE_MS = 3_000;
/** How long an agent takes to note what came of a call. */
const WRAP_UP_MS = 200;

export interface DispositionIds {
  readonly sale: string;
  readonly noInterest: string;
  readonly doNotCall: string;
  readonly machine: string;
}

export interface AgentOptions {
  readonly side: DeskSide;
  readonly actor: TenantActor;
  readonly phones: Phones;
  readonly registrar: { readonly host: string; readonly port: number };
  readonly dispositions: DispositionIds;
  /** The number behind a call: the simulated person decides by it, as a person would by what is said. */
  readonly phoneOf: (callId: string) => Promise<string>;
  readonly onError: (error: unknown) => void;
}

export interface SimulatedAgent {
  readonly membershipId: string;
  /** Ends the duty session and hangs the phone up. */
  leave(): Promise<void>;
}

/** One agent with a SIP phone: goes on duty, becomes ready, talks, notes the outcome, next. */
export async function startAgent(options: AgentOptions): Promise<SimulatedAgent> {
  const { side, actor, phones, registrar } = options;
  const desk = side.as(actor);
  const { sip } = await desk.duty.start({ device: "sip" });
  await phones.addPhone({
    username: sip.username,
    password: sip.password,
    registrarHost: registrar.host,
    registrarPort: registrar.port,
  });
  const timers = new Set<NodeJS.Timeout>();
  const after = (ms: number, work: () => Promise<void>) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work().catch(options.onError);
    }, ms);
    timers.add(timer);
  };
  const stopListening = await side.subscriber.subscribe({ tenantId: actor.tenantId }, (event: LiveEvent) => {
    if (event.type !== "duty.changed" || event.membershipId !== actor.membershipId) return;
    react(options, desk, event.state, event.callId, after);
  });
  // The first state may have come before we listened.
  const { state, call } = await desk.duty.current();
  react(options, desk, state, call?.callId ?? null, after);
  return {
    membershipId: actor.membershipId,
    leave: async () => {
      await stopListening();
      for (const timer of timers) clearTimeout(timer);
      await desk.duty.end();
      await phones.removePhone(sip.username);
    },
  };
}

function react(
  options: AgentOptions,
  desk: Caller,
  state: string,
  callId: string | null,
  after: (ms: number, work: () => Promise<void>) => void,
): void {
  if (state === "talking" && callId) {
    after(PATIENCE_MS, async () => {
      // Whoever hangs up by themselves is let finish.
      if (calleeBehaviour(await options.phoneOf(callId))?.talkMs !== null) return;
      await insist(() => desk.duty.hangup({ callId }));
    });
  }
  if (state === "wrapup" && callId) {
    after(WRAP_UP_MS, async () => {
      const dispositionId = choose(await options.phoneOf(callId), options.dispositions);
      await insist(() => desk.duty.dispose({ callId, dispositionId, note: "" }));
    });
  }
}

/** Does what a person does when told "try again": tries again; and lets it be when the call is over by then. */
async function insist(work: () => Promise<unknown>): Promise<void> {
  for (let left = 5; ; left--) {
    try {
      await work();
      return;
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      const kind = cause instanceof CallbayError ? cause.kind : "unexpected";
      if (kind === "conflict") return;
      if (kind !== "unavailable" || left === 0) throw error;
    }
  }
}

/** The same number always ends the same way. */
function choose(phone: string, ids: DispositionIds): string {
  if (calleeBehaviour(phone)?.kind === "machine") return ids.machine;
  const mood = [...phone].reduce((sum, digit) => sum + (Number(digit) || 0), 0) % 10;
  if (mood < 3) return ids.sale;
  return mood === 3 ? ids.doNotCall : ids.noInterest;
}
