import type { Outcome } from "../values.ts";

/**
 * Causes of ITU-T Q.850 (05/2018), table 1, with what each says of an unanswered call. The line drawn: `unreachable` is
 * about the number or its owner's device, and says little for tomorrow; `failed` is about the way there, ours or the
 * carrier's, and says nothing of the number; a normal clearing without answer is `no_answer`.
 */
const CAUSES: Readonly<Record<number, readonly [name: string, outcome: Outcome]>> = {
  1: ["unallocated number", "unreachable"],
  2: ["no route to specified transit network", "failed"],
  3: ["no route to destination", "unreachable"],
  4: ["send special information tone", "unreachable"],
  5: ["misdialled trunk prefix", "failed"],
  6: ["channel unacceptable", "failed"],
  7: ["call awarded in an established channel", "failed"],
  8: ["preemption", "failed"],
  9: ["preemption, circuit reserved for reuse", "failed"],
  14: ["query on release: ported number", "unreachable"],
  16: ["normal call clearing", "no_answer"],
  17: ["user busy", "busy"],
  18: ["no user responding", "no_answer"],
  19: ["no answer from user (user alerted)", "no_answer"],
  20: ["subscriber absent", "unreachable"],
  21: ["call rejected", "rejected"],
  22: ["number changed", "unreachable"],
  23: ["redirection to new destination", "failed"],
  24: ["call rejected due to feature at the destination", "rejected"],
  25: ["exchange routing error", "failed"],
  26: ["non-selected user clearing", "no_answer"],
  27: ["destination out of order", "unreachable"],
  28: ["invalid number format", "unreachable"],
  29: ["facility rejected", "failed"],
  30: ["response to status enquiry", "failed"],
  31: ["normal, unspecified", "no_answer"],
  34: ["no circuit or channel available", "failed"],
  38: ["network out of order", "failed"],
  39: ["permanent frame mode connection out of service", "failed"],
  40: ["permanent frame mode connection operational", "failed"],
  41: ["temporary failure", "failed"],
  42: ["switching equipment congestion", "failed"],
  43: ["access information discarded", "failed"],
  44: ["requested circuit or channel not available", "failed"],
  46: ["precedence call blocked", "failed"],
  47: ["resource unavailable, unspecified", "failed"],
  49: ["quality of service not available", "failed"],
  50: ["requested facility not subscribed", "failed"],
  52: ["outgoing calls barred", "failed"],
  53: ["outgoing calls barred within closed user group", "failed"],
  54: ["incoming calls barred", "rejected"],
  55: ["incoming calls barred within closed user group", "rejected"],
  57: ["bearer capability not authorized", "failed"],
  58: ["bearer capability not presently available", "failed"],
  62: ["inconsistency in outgoing access information", "failed"],
  63: ["service or option not available", "failed"],
  65: ["bearer capability not implemented", "failed"],
  66: ["channel type not implemented", "failed"],
  69: ["requested facility not implemented", "failed"],
  79: ["service or option not implemented", "failed"],
  81: ["invalid call reference", "failed"],
  87: ["user not a member of closed user group", "failed"],
  88: ["incompatible destination", "failed"],
  95: ["invalid message", "failed"],
  96: ["mandatory information element missing", "failed"],
  97: ["message type non-existent", "failed"],
  98: ["message incompatible with call state", "failed"],
  99: ["information element non-existent", "failed"],
  100: ["invalid information element contents", "failed"],
  101: ["message incompatible with call state", "failed"],
  102: ["recovery on timer expiry", "failed"],
  111: ["protocol error, unspecified", "failed"],
  127: ["interworking, unspecified", "failed"],
};

export interface OutcomeFacts {
  readonly answered: boolean;
  readonly joined: boolean;
  /** Answered by a person and not joined in time: the abandoned message was due. */
  readonly abandoned: boolean;
  /** Q.850 cause of the hangup; null when nobody told one. */
  readonly cause: number | null;
  /** We gave up at the ring timeout. Asterisk then names the cause of its own hangup, which says nothing. */
  readonly timedOut: boolean;
  /** The PBX refused to place the call, or never heard of it. */
  readonly originateFailed: boolean;
  /** A machine answered, where the campaign looks for one. */
  readonly machine?: boolean;
  /** An automated script spoke in time, and no agent was asked for: whoever hangs up on it was not kept waiting. */
  readonly script?: boolean;
}

/**
 * What the network says of a call that has ended. An answered call ends in exactly one of joined or script (`answered`),
 * `machine` or `abandoned`; whoever hung up before an agent came was answered by silence, so that is abandoned too.
 *
 * Source: design §2 Outcome, invariant 3; ITU-T Q.850.
 */
export function outcomeFromCause(facts: OutcomeFacts): Outcome {
  if (facts.originateFailed && !facts.answered) return "failed";
  if (facts.joined) return "answered";
  if (facts.answered) {
    if (facts.machine) return "machine";
    return facts.script && !facts.abandoned ? "answered" : "abandoned";
  }
  if (facts.timedOut) return "no_answer";
  return (facts.cause === null ? undefined : CAUSES[facts.cause]?.[1]) ?? "failed";
}

/** The cause in ITU's words, for the operator's screens; null for a number that Q.850 does not know. */
export function causeName(cause: number): string | null {
  return CAUSES[cause]?.[0] ?? null;
}
