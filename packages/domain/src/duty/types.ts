import type { DutyNext, DutyState } from "../values.ts";

/** Why an agent is paused, as it chooses. */
export const PAUSE_REASONS = ["break", "meal", "meeting", "training", "coaching", "technical", "other"] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

/** Why a duty session ended: the agent went, a supervisor kicked, or the system had to. */
export const OFF_REASONS = ["agent", "kicked", "seat_ended", "signed_out", "leg_lost", "node_lost"] as const;
export type OffReason = (typeof OFF_REASONS)[number];

/** An agent on duty, as media-bridge holds it. All but `legUp` is stored; that one is read from the PBX. */
export interface DutySnapshot {
  readonly state: DutyState;
  readonly since: Date;
  /** Of the pause that holds, or of the one asked for. */
  readonly pauseReason: PauseReason | null;
  /** Asked for while a call is on or owes its word: takes effect after it. */
  readonly next: DutyNext | null;
  /** The call talked on, the one whose disposition is due, or, while previewing, the one that is being placed. */
  readonly currentCallId: string | null;
  /** Is the agent's WebRTC leg in its standing bridge? */
  readonly legUp: boolean;
  /** Why it went off, or will; null while nothing ends it. */
  readonly offReason: OffReason | null;
}

export type DutyEvent =
  | { readonly type: "legUp" }
  | { readonly type: "legDown" }
  /** Ends a pause; while talking or in wrap-up it takes back what was asked for next. */
  | { readonly type: "ready" }
  | { readonly type: "pause"; readonly reason: string }
  /** Looks at one contact, which nobody else gets meanwhile. */
  | { readonly type: "preview" }
  /** A call is placed for this agent alone, who waits for it. */
  | { readonly type: "dial"; readonly callId: string }
  /** The contact goes back: skipped, or taken away. */
  | { readonly type: "previewEnd" }
  /** The contact was looked at for too long: whoever does not look is not there. */
  | { readonly type: "previewExpired" }
  | { readonly type: "join"; readonly callId: string }
  /** `disposed`: the agent gave the disposition while still talking, so there is no wrap-up. */
  | { readonly type: "callEnded"; readonly callId: string; readonly disposed?: boolean }
  | { readonly type: "disposed"; readonly callId: string }
  | { readonly type: "goOff" }
  /** A supervisor forces the agent off: after the current call and its disposition; the agent cannot take it back. */
  | { readonly type: "kick" }
  /** The system ends the session now, whatever is due; refused only while a call is talked on. */
  | { readonly type: "end"; readonly reason: Exclude<OffReason, "agent" | "kicked"> };

export type DutyRefusal =
  | "DUTY_ENDED"
  | "DUTY_ALREADY"
  | "DUTY_LEG_DOWN"
  | "DUTY_NOT_READY"
  | "DUTY_NOT_TALKING"
  | "DUTY_NOT_PREVIEWING"
  | "DUTY_NOT_IN_WRAPUP"
  | "DUTY_OTHER_CALL"
  | "DUTY_DISPOSITION_REQUIRED"
  | "DUTY_PAUSE_REASON_UNKNOWN"
  | "DUTY_KICKED"
  | "DUTY_CALL_IN_PROGRESS";

/** One stretch of a duty session in one state: [startedAt, endedAt). */
export interface DutyIntervalFacts {
  readonly state: DutyState;
  /** The pause's reason. */
  readonly reason: string | null;
  readonly callId: string | null;
  readonly startedAt: Date;
  /** null while it lasts. */
  readonly endedAt: Date | null;
}

export type DutyTransition =
  | {
      readonly ok: true;
      readonly duty: DutySnapshot;
      /** The interval that this step closed; null when the state goes on. */
      readonly closesInterval: (DutyIntervalFacts & { readonly endedAt: Date }) | null;
      /** The interval that it opened; null when the state goes on or the session ended. */
      readonly opensInterval: DutyIntervalFacts | null;
    }
  | { readonly ok: false; readonly code: DutyRefusal };
