import { type OffReason, PAUSE_REASONS, type PauseReason } from "@callbay/domain/duty-machine";
import type { DutyState } from "@callbay/domain/values";
import type { MediaFailure, PhoneFailure, PhoneStatus, TabHold } from "../softphone/types.ts";

/** Everything that decides what the desk shows, at one instant. */
export interface DeskFacts {
  readonly tab: TabHold;
  readonly phone: PhoneStatus;
  readonly media: MediaFailure | null;
  /** null until the server has answered. */
  readonly duty: DutyFacts | null;
  /** A pop came and its call is not yet in what the server says. */
  readonly popped: boolean;
  /** null until the server has answered. */
  readonly surroundings: SurroundingFacts | null;
  /** The code with which going on duty was refused last. */
  readonly refusal: string | null;
}

export interface DutyFacts {
  readonly state: DutyState;
  readonly pauseReason: string | null;
  readonly hasCall: boolean;
  readonly held: boolean;
  /** Looking at a contact, or a call of their own is being placed; null when neither. */
  readonly preview: "looking" | "dialing" | null;
  /** A call of before whose disposition is still due. */
  readonly owes: boolean;
}

export interface SurroundingFacts {
  readonly hasSeat: boolean;
  readonly campaigns: number;
  readonly running: number;
  readonly lastEnd: OffReason | null;
}

/** What the desk is about now; each has its own look. */
export type Stage =
  | { readonly name: "loading" }
  | { readonly name: "elsewhere" }
  | { readonly name: "taken" }
  | { readonly name: "talking" }
  | { readonly name: "held" }
  /** A contact to look at, before it is called. */
  | { readonly name: "preview" }
  /** A call for this agent alone rings. */
  | { readonly name: "dialing" }
  | { readonly name: "wrapup" }
  /** As wrap-up, for a call of before, while on no call. */
  | { readonly name: "owed" }
  | { readonly name: "noSeat" }
  | { readonly name: "microphone"; readonly failure: MediaFailure }
  | { readonly name: "phoneFailed"; readonly failure: PhoneFailure }
  | { readonly name: "off" }
  | { readonly name: "kicked" }
  | { readonly name: "ended"; readonly reason: Exclude<OffReason, "agent" | "kicked"> }
  | { readonly name: "connecting" }
  | { readonly name: "paused"; readonly reason: PauseReason | null }
  | { readonly name: "waiting" }
  | { readonly name: "noCampaign"; readonly onSome: boolean };

/** A pause's reason as the texts know it. */
export function pauseReasonOf(reason: string | null): PauseReason | null {
  return PAUSE_REASONS.find((known) => known === reason) ?? null;
}

/**
 * What the desk shows. A conversation comes before every trouble, since the customer is on the line; a trouble that
 * keeps calls away comes before the calm of waiting.
 */
export function stageOf(facts: DeskFacts): Stage {
  const { tab, duty } = facts;
  if (tab === "elsewhere" || tab === "taken") return { name: tab };
  if (!duty || tab === "asking") return { name: "loading" };
  if (facts.popped) return { name: "talking" };
  if (duty.state === "talking") return { name: duty.held ? "held" : "talking" };
  if (duty.state === "wrapup") return { name: "wrapup" };
  if (duty.state === "previewing" && duty.preview === "dialing") return { name: "dialing" };
  if (duty.state === "off") return offStage(facts, duty);
  if (facts.phone.name === "failed") return { name: "phoneFailed", failure: facts.phone.reason };
  if (facts.media && facts.phone.name !== "inCall") return { name: "microphone", failure: facts.media };
  if (duty.owes) return { name: "owed" };
  if (duty.state === "connecting") return { name: "connecting" };
  if (duty.state === "previewing" && duty.preview === "looking") return { name: "preview" };
  if (duty.state === "paused") return { name: "paused", reason: pauseReasonOf(duty.pauseReason) };
  const { surroundings } = facts;
  if (surroundings && surroundings.running === 0) return { name: "noCampaign", onSome: surroundings.campaigns > 0 };
  return { name: "waiting" };
}

function offStage({ media, phone, refusal, surroundings }: DeskFacts, duty: DutyFacts): Stage {
  if (refusal === "NO_SEAT" || surroundings?.hasSeat === false) return { name: "noSeat" };
  if (media) return { name: "microphone", failure: media };
  if (phone.name === "failed" && phone.reason === "unsupported") return { name: "phoneFailed", failure: phone.reason };
  if (duty.owes) return { name: "owed" };
  const last = surroundings?.lastEnd ?? null;
  if (last === null || last === "agent") return { name: "off" };
  return last === "kicked" ? { name: "kicked" } : { name: "ended", reason: last };
}

/** The trouble that is worth a line of its own, the worst first. */
export type Alert =
  | "microphoneLost"
  | "audioBlocked"
  | "relayLostCall"
  | "relayLost"
  | "audioBroken"
  | "silent"
  | "poor"
  | "kickedSoon"
  | "muted"
  | "liveLost";

export interface AlertFacts {
  readonly phone: PhoneStatus;
  readonly media: MediaFailure | null;
  readonly audioBlocked: boolean;
  readonly muted: boolean;
  readonly onDuty: boolean;
  readonly talking: boolean;
  readonly quality: "none" | "idle" | "good" | "fair" | "poor" | "silent";
  readonly next: "paused" | "off" | null;
  readonly live: "connecting" | "live" | "lost";
}

/** What to warn of, if anything: one thing at a time, since the place for it does not grow. */
export function alertOf(facts: AlertFacts): Alert | null {
  const { phone, talking } = facts;
  if (!facts.onDuty) return facts.live === "lost" ? "liveLost" : null;
  if (facts.media && phone.name === "inCall") return "microphoneLost";
  if (facts.audioBlocked) return "audioBlocked";
  if (phone.name === "reconnecting") return phone.legAlive && talking ? "relayLostCall" : "relayLost";
  if (phone.name === "inCall" && phone.audio === "broken" && talking) return "audioBroken";
  if (talking && facts.quality === "silent") return "silent";
  if (talking && facts.muted) return "muted";
  if (talking && facts.quality === "poor") return "poor";
  if (talking && facts.next === "off") return "kickedSoon";
  return facts.live === "lost" ? "liveLost" : null;
}
