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
    }
  | {
      readonly type: "call.changed";
      readonly callId: string;
      readonly membershipId: string | null;
      readonly campaignId: string | null;
      readonly what: "ringing" | "answered" | "held" | "resumed" | "muted" | "unmuted" | "ended" | "disposed";
    }
  | { readonly type: "campaign.changed"; readonly campaignId: string }
  | { readonly type: "import.progress"; readonly importId: string; readonly listId: string }
  /** Registers, do-not-call lists, or an import into one of them. */
  | { readonly type: "dnc.changed" }
  | { readonly type: "seat.changed" }
  | { readonly type: "contract.changed"; readonly contractId: string }
  | { readonly type: "invoice.changed"; readonly invoiceId: string }
  | { readonly type: "pool.changed" }
  | { readonly type: "tenant.changed"; readonly tenantId: string };

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
