/** Where a live call can be sent: an outside number, one agent on duty, or the next free agent of a queue. */
export const TRANSFER_KINDS = ["number", "agent", "queue"] as const;
export type TransferKind = (typeof TRANSFER_KINDS)[number];

/** blind: joined as soon as somebody answers. attended: the agent speaks with them first. */
export const TRANSFER_MODES = ["blind", "attended"] as const;
export type TransferMode = (typeof TRANSFER_MODES)[number];

/**
 * ```
 * requested ─→ calling ─┬→ consulting ⇄ swapped
 *                       │      ⇅   ⇗
 *                       │  conference
 *                       └──────┴──→ handed over: to an agent it is over (done), to a number it goes on (away) → done
 * ```
 */
export const TRANSFER_STATES = ["requested", "calling", "consulting", "swapped", "conference", "away", "done"] as const;
export type TransferState = (typeof TRANSFER_STATES)[number];
export type TransferPhase = Exclude<TransferState, "requested" | "done">;

/** What the agent can do with a transfer that is under way. */
export const TRANSFER_ACTS = ["swap", "conference", "complete", "cancel"] as const;
export type TransferAct = (typeof TRANSFER_ACTS)[number];

/**
 * How it ended: handed over; taken back by the agent; nobody answered; who answered went again; or the call itself was
 * over before.
 */
export const TRANSFER_RESULTS = ["completed", "cancelled", "failed", "left", "ended"] as const;
export type TransferResult = (typeof TRANSFER_RESULTS)[number];

/** A transfer under way. */
export interface Transfer {
  readonly kind: TransferKind;
  readonly mode: TransferMode;
  readonly phase: TransferPhase;
  /** The agent stayed away for too long: nobody is there to whom the customer could go back. */
  readonly orphan: boolean;
}

export type TransferEvent =
  | { readonly type: "answered" }
  | { readonly type: TransferAct }
  /** Whoever was called did not answer, or has gone. */
  | { readonly type: "targetGone" }
  /** The agent's softphone stayed away for too long; and it is back after all. */
  | { readonly type: "agentGone" }
  | { readonly type: "agentBack" }
  /** The customer hung up, or was hung up on. */
  | { readonly type: "callEnded" };

export type TransferRefusal = "TRANSFER_NOT_ANSWERED" | "TRANSFER_ALREADY" | "TRANSFER_OVER";

export type TransferStep =
  | {
      readonly ok: true;
      /** null: it is over, and says how. */
      readonly transfer: Transfer | null;
      /**
       * handOver: customer and target belong together from now on, without the agent. dropTarget: whoever was called is
       * let go. endCall: there is nobody left for the customer.
       */
      readonly effect: "stay" | "handOver" | "dropTarget" | "endCall";
      readonly result: TransferResult | null;
    }
  | { readonly ok: false; readonly code: TransferRefusal };

/** A transfer as it begins. */
export function startTransfer(kind: TransferKind, mode: TransferMode): Transfer {
  return { kind, mode, phase: "calling", orphan: false };
}

/**
 * One step of a transfer. The customer is in nobody's hands at no moment: until the hand-over it is the agent's call, and
 * whatever fails brings the customer back there; an agent who is gone for good leaves the customer to whoever was
 * called, and only where nobody is left the call ends.
 *
 * Source: requirements W2, C3, T4; docs/call-modes.md.
 */
export function stepTransfer(transfer: Transfer, event: TransferEvent): TransferStep {
  const { phase } = transfer;
  if (event.type === "callEnded") return over("dropTarget", phase === "away" ? "completed" : "ended");
  if (event.type === "targetGone") return targetGone(transfer);
  if (phase === "away") return refuse("TRANSFER_OVER");
  switch (event.type) {
    case "answered":
      if (phase !== "calling") return refuse("TRANSFER_ALREADY");
      return transfer.mode === "blind" ? handOver(transfer) : stay({ ...transfer, phase: "consulting" });
    case "agentGone":
      // An agent who is not there consults nobody: who answers gets the customer.
      return phase === "calling" ? stay({ ...transfer, mode: "blind", orphan: true }) : handOver(transfer);
    case "agentBack":
      return stay({ ...transfer, orphan: false });
    case "cancel":
      return over("dropTarget", "cancelled");
    case "complete":
      // While it still rings the agent need not wait for the answer.
      if (phase === "calling") return transfer.mode === "blind" ? refuse("TRANSFER_ALREADY") : stay(blind(transfer));
      return handOver(transfer);
    case "swap":
      if (phase === "calling") return refuse("TRANSFER_NOT_ANSWERED");
      return stay({ ...transfer, phase: phase === "swapped" ? "consulting" : "swapped" });
    case "conference":
      if (phase === "calling") return refuse("TRANSFER_NOT_ANSWERED");
      return phase === "conference" ? refuse("TRANSFER_ALREADY") : stay({ ...transfer, phase: "conference" });
  }
}

function targetGone({ phase, orphan }: Transfer): TransferStep {
  if (phase === "away") return over("endCall", "completed");
  const result = phase === "calling" ? "failed" : "left";
  return over(orphan ? "endCall" : "stay", result);
}

function blind(transfer: Transfer): Transfer {
  return { ...transfer, mode: "blind" };
}

function stay(transfer: Transfer): TransferStep {
  return { ok: true, transfer, effect: "stay", result: null };
}

/** To an agent the call simply goes over; with a number it goes on, and the leg with it. */
function handOver(transfer: Transfer): TransferStep {
  if (transfer.kind !== "number") return { ok: true, transfer: null, effect: "handOver", result: "completed" };
  return { ok: true, transfer: { ...transfer, phase: "away" }, effect: "handOver", result: null };
}

function over(effect: "stay" | "dropTarget" | "endCall", result: TransferResult): TransferStep {
  return { ok: true, transfer: null, effect, result };
}

function refuse(code: TransferRefusal): TransferStep {
  return { ok: false, code };
}

/** desk: the agent's standing bridge. room: a bridge of the customer and an outside number alone. */
export type Place = "desk" | "music" | "room";

export interface CallPlaces {
  readonly customer: Place;
  /** Whoever was called; "music" also for one who has not answered, and hears what the network plays. */
  readonly target: Place;
}

/** The agent's side of the call. */
export interface AgentSide {
  readonly held: boolean;
  /** The agent's leg fell away and may come back. */
  readonly lost: boolean;
}

/** Where everybody belongs: whoever has nobody to talk with hears music, and nobody ever hears silence. */
export function placesOf(transfer: Pick<Transfer, "phase"> | null, agent: AgentSide): CallPlaces {
  const withAgent = agent.lost ? "music" : "desk";
  switch (transfer?.phase) {
    case undefined:
      return { customer: agent.held ? "music" : withAgent, target: "music" };
    case "calling":
      return { customer: "music", target: "music" };
    case "consulting":
      return { customer: "music", target: withAgent };
    case "swapped":
      return { customer: withAgent, target: "music" };
    case "conference":
      // They have each other while the agent is away.
      return { customer: "desk", target: "desk" };
    case "away":
      return { customer: "room", target: "room" };
  }
}
