import type { DispositionField } from "@callbay/domain/disposition-fields";
import type { CampaignPurpose } from "@callbay/domain/values";

/**
 * Live events: small, lossy, for screens and wake-ups only. Whoever needs the truth reads Postgres. They go over
 * Redis pub/sub, one channel per tenant and one for the operator, and never carry a full phone number.
 */
export type LiveEvent =
  | {
      readonly type: "duty.changed";
      readonly dutySessionId: string;
      readonly membershipId: string;
      readonly state: string;
      readonly since: string;
      readonly reason: string | null;
      readonly callId: string | null;
    }
  | {
      /** The screen pop: sent with the join, before its database write. */
      readonly type: "call.joined";
      readonly callId: string;
      readonly membershipId: string;
      readonly campaignId: string | null;
      readonly contactId: string | null;
      readonly joinedAt: string;
      /** Is the conversation recorded? */
      readonly recording?: boolean;
      /** Who is on the line, for the agent's own screen alone; absent when it could not be read in time. */
      readonly card?: CallCard;
    }
  | {
      readonly type: "call.changed";
      readonly callId: string;
      readonly membershipId: string | null;
      readonly campaignId: string | null;
      readonly what:
        | "ringing"
        | "answered"
        | "held"
        | "resumed"
        | "muted"
        | "unmuted"
        | "transfer"
        | "ended"
        | "disposed";
    }
  /** A message came, for who gets it; or was read, for who wrote it. */
  | { readonly type: "message.changed"; readonly membershipId: string; readonly messageId: string }
  /** Alerts of the floor: somebody took notice of one, or a limit was changed. */
  | { readonly type: "floor.changed" }
  /** A listening began to be heard, took another mode, or ended: for who listens. */
  | {
      readonly type: "monitor.changed";
      readonly monitorId: string;
      readonly membershipId: string;
      readonly callId: string;
    }
  /** Somebody listens to this agent's call, or no more: for the agent, where it is told. */
  | { readonly type: "call.monitored"; readonly membershipId: string; readonly callId: string }
  | { readonly type: "campaign.changed"; readonly campaignId: string }
  | { readonly type: "import.progress"; readonly importId: string; readonly listId: string }
  /** Registers, do-not-call lists, or an import into one of them. */
  | { readonly type: "dnc.changed" }
  /** Something was judged, drawn to be judged, or compared. */
  | { readonly type: "quality.changed" }
  | { readonly type: "seat.changed" }
  | { readonly type: "contract.changed"; readonly contractId: string }
  | { readonly type: "invoice.changed"; readonly invoiceId: string }
  | { readonly type: "pool.changed" }
  | { readonly type: "tenant.changed"; readonly tenantId: string }
  /** A person was signed out somewhere else: each of their screens looks whether it is still signed in. */
  | { readonly type: "session.ended"; readonly accountId: string };

/** What a screen pop shows before anything is asked for. The number is masked. */
export interface CallCard {
  readonly displayName: string;
  readonly vip: boolean;
  readonly phone: string;
  /** Where the number is. */
  readonly timezone: string | null;
  readonly country: string | null;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly campaign: { readonly id: string; readonly name: string; readonly purpose: CampaignPurpose };
  /** With its merge fields, which the screen fills in. */
  readonly script: string;
  readonly dispositions: readonly {
    readonly id: string;
    readonly position: number;
    readonly code: string;
    readonly label: string;
    readonly success: boolean;
    readonly doNotCall: boolean;
    readonly retryAfterMinutes: number | null;
    readonly fields: readonly DispositionField[];
  }[];
}

/** Whom an event concerns: one tenant's people, or the operator's console. */
export type Audience = { readonly tenantId: string } | "operator";

export interface EventPublisher {
  publish(audience: Audience, event: LiveEvent): Promise<void>;
}

export interface EventSubscriber {
  /** Calls `listener` for each event until the returned function is called. */
  subscribe(audience: Audience, listener: (event: LiveEvent) => void): Promise<() => Promise<void>>;
}

export function eventChannel(audience: Audience): string {
  return audience === "operator" ? "callbay:events:operator" : `callbay:events:tenant:${audience.tenantId}`;
}
