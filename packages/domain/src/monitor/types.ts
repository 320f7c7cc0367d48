/** listen: nobody hears who listens. whisper: the agent alone does. join: everybody does. */
export const MONITOR_MODES = ["listen", "whisper", "join"] as const;
export type MonitorMode = (typeof MONITOR_MODES)[number];

/** Why a listening is over. */
export const MONITOR_ENDS = [
  /** Who listened went. */
  "left",
  "call_ended",
  /** The call went to another agent. */
  "call_moved",
  /** The telephone of who listened fell away. */
  "phone_lost",
  /** It never came. */
  "no_phone",
  /** The same person listens to another call. */
  "replaced",
  /** The client turned listening off. */
  "switched_off",
  /** The telephone system could not do it. */
  "refused",
  /** The telephone system changed hands. */
  "system",
] as const;
export type MonitorEnd = (typeof MONITOR_ENDS)[number];

export interface MonitorStep {
  readonly mode: MonitorMode;
  /** From when on it was so. */
  readonly at: Date;
}

export interface MonitorSnapshot {
  /** connecting: nothing is heard yet. */
  readonly state: "connecting" | "live" | "ended";
  readonly mode: MonitorMode;
  /** Does the leg of who listens stand? */
  readonly phoneUp: boolean;
  readonly liveAt: Date | null;
  /** What was heard since when; a mode that never came about is not here. */
  readonly steps: readonly MonitorStep[];
  readonly endedAt: Date | null;
  readonly end: MonitorEnd | null;
}

export type MonitorEvent =
  | { readonly type: "phoneUp" }
  | { readonly type: "phoneDown" }
  /** The copy of the call's sound reaches who listens. */
  | { readonly type: "hearing" }
  | { readonly type: "choose"; readonly mode: MonitorMode }
  /** The channel that was copied is gone, or its copy is. */
  | { readonly type: "earLost" }
  /** The telephone was waited for long enough. */
  | { readonly type: "deadline" }
  | { readonly type: "end"; readonly reason: MonitorEnd };

export type MonitorEffect =
  /** Copy the call's sound as this mode wants it, in place of the copy before. */
  | { readonly do: "hear"; readonly mode: MonitorMode }
  /** Take down all that was put up. */
  | { readonly do: "hush" };

export type MonitorRefusal = "MONITOR_ENDED" | "MONITOR_ALREADY";
