import {
  type DutyEvent,
  type DutyIntervalFacts,
  type DutyRefusal,
  type DutySnapshot,
  type DutyTransition,
  PAUSE_REASONS,
  type PauseReason,
} from "./duty/types.ts";

export { DUTY_EDGES } from "./duty/edges.ts";
export { type TilingProblem, tiles } from "./duty/tiles.ts";
export * from "./duty/types.ts";

/** A duty session as it begins: its leg is not up yet. */
export function startDuty(now: Date): DutySnapshot {
  return {
    state: "connecting",
    since: now,
    pauseReason: null,
    next: null,
    currentCallId: null,
    legUp: false,
    offReason: null,
  };
}

/** What an event makes of a duty session: the changed fields, or why it may not be. */
type Step = Partial<DutySnapshot> | DutyRefusal;

/**
 * One step of an agent's duty, along the drawn edges only.
 *
 * What is asked for while talking or in wrap-up (`paused`, `off`) takes effect after wrap-up, and wrap-up ends with the
 * disposition alone. An agent who previews is in nobody else's reach; once a call is placed for them it is theirs until it
 * ends, and what is asked for meanwhile waits for that. A leg that drops takes a ready agent back to `connecting` and leaves every other state as it is;
 * `ready` afterwards means connecting until the leg is up.
 *
 * @param now the instant of the event; one before `since` (a clock set back) counts as `since`, so that intervals tile.
 * Source: design §4.4, §4.7; invariant 5; requirements R8.
 */
export function transition(duty: DutySnapshot, event: DutyEvent, now: Date): DutyTransition {
  const step = stepOf(duty, event);
  if (typeof step === "string") return { ok: false, code: step };
  const at = now < duty.since ? duty.since : now;
  const after: DutySnapshot = { ...duty, ...step };
  const goesOn = after.state === duty.state && (after.state !== "paused" || after.pauseReason === duty.pauseReason);
  if (goesOn) return { ok: true, duty: after, closesInterval: null, opensInterval: null };
  const entered: DutySnapshot = { ...after, since: at };
  return {
    ok: true,
    duty: entered,
    closesInterval: { ...intervalOf(duty), endedAt: at },
    opensInterval: entered.state === "off" ? null : intervalOf(entered),
  };
}

/** The open interval of a duty session in the state it is in. */
export function intervalOf(duty: DutySnapshot): DutyIntervalFacts {
  return {
    state: duty.state,
    reason: duty.state === "paused" ? duty.pauseReason : null,
    callId: duty.currentCallId,
    startedAt: duty.since,
    endedAt: null,
  };
}

function stepOf(duty: DutySnapshot, event: DutyEvent): Step {
  if (duty.state === "off") return "DUTY_ENDED";
  switch (event.type) {
    case "legUp":
      if (duty.legUp) return "DUTY_ALREADY";
      return duty.state === "connecting" ? { legUp: true, state: "ready" } : { legUp: true };
    case "legDown":
      if (!duty.legUp) return "DUTY_ALREADY";
      return duty.state === "ready" ? { legUp: false, state: "connecting" } : { legUp: false };
    case "ready":
      return readyStep(duty);
    case "pause":
      return pauseStep(duty, event.reason);
    case "preview":
      if (duty.state !== "ready") return duty.state === "previewing" ? "DUTY_ALREADY" : "DUTY_NOT_READY";
      return duty.legUp ? { state: "previewing" } : "DUTY_LEG_DOWN";
    case "dial":
      return dialStep(duty, event.callId);
    case "previewEnd":
      if (duty.state !== "previewing") return "DUTY_NOT_PREVIEWING";
      return duty.currentCallId === null ? afterWrapup(duty) : "DUTY_CALL_IN_PROGRESS";
    case "previewExpired":
      if (duty.state !== "previewing") return "DUTY_NOT_PREVIEWING";
      return duty.currentCallId === null ? { state: "paused", pauseReason: "other" } : "DUTY_CALL_IN_PROGRESS";
    case "join":
      if (duty.state === "previewing" && duty.currentCallId !== event.callId) return "DUTY_OTHER_CALL";
      if (duty.state !== "ready" && duty.state !== "previewing") return "DUTY_NOT_READY";
      return duty.legUp ? { state: "talking", currentCallId: event.callId } : "DUTY_LEG_DOWN";
    case "callEnded":
      if (duty.state === "previewing")
        return duty.currentCallId === event.callId ? afterWrapup(duty) : "DUTY_OTHER_CALL";
      if (duty.state !== "talking") return "DUTY_NOT_TALKING";
      if (duty.currentCallId !== event.callId) return "DUTY_OTHER_CALL";
      return event.disposed ? afterWrapup(duty) : { state: "wrapup" };
    case "disposed":
      if (duty.state !== "wrapup") return "DUTY_NOT_IN_WRAPUP";
      return duty.currentCallId === event.callId ? afterWrapup(duty) : "DUTY_OTHER_CALL";
    case "goOff":
      return offStep(duty, "agent");
    case "kick":
      return offStep(duty, "kicked");
    case "end":
      if (duty.state === "talking") return "DUTY_CALL_IN_PROGRESS";
      return { ...OFF, offReason: event.reason };
  }
}

const OFF = { state: "off", pauseReason: null, next: null, currentCallId: null } as const;

function isBusy(duty: DutySnapshot): boolean {
  return duty.state === "talking" || duty.state === "wrapup" || isDialing(duty);
}

/** A call is being placed for this agent. */
function isDialing(duty: DutySnapshot): boolean {
  return duty.state === "previewing" && duty.currentCallId !== null;
}

function dialStep(duty: DutySnapshot, callId: string): Step {
  if (duty.state !== "ready" && duty.state !== "previewing") return "DUTY_NOT_READY";
  if (isDialing(duty)) return duty.currentCallId === callId ? "DUTY_ALREADY" : "DUTY_CALL_IN_PROGRESS";
  return duty.legUp ? { state: "previewing", currentCallId: callId } : "DUTY_LEG_DOWN";
}

function readyStep(duty: DutySnapshot): Step {
  if (isBusy(duty)) {
    if (duty.offReason === "kicked") return "DUTY_KICKED";
    if (duty.next !== null) return { next: null, pauseReason: null, offReason: null };
    return duty.state === "wrapup" ? "DUTY_DISPOSITION_REQUIRED" : "DUTY_ALREADY";
  }
  if (duty.state === "ready" || duty.state === "previewing") return "DUTY_ALREADY";
  if (duty.state === "connecting") return "DUTY_LEG_DOWN";
  return { state: duty.legUp ? "ready" : "connecting", pauseReason: null };
}

function pauseStep(duty: DutySnapshot, asked: string): Step {
  const reason: PauseReason | undefined = PAUSE_REASONS.find((known) => known === asked);
  if (reason === undefined) return "DUTY_PAUSE_REASON_UNKNOWN";
  if (duty.offReason === "kicked") return "DUTY_KICKED";
  if (duty.pauseReason === reason) return "DUTY_ALREADY";
  if (isBusy(duty)) return { next: "paused", pauseReason: reason, offReason: null };
  return { state: "paused", pauseReason: reason };
}

function offStep(duty: DutySnapshot, offReason: "agent" | "kicked"): Step {
  if (!isBusy(duty)) return { ...OFF, offReason };
  if (duty.offReason === "kicked" || duty.offReason === offReason) return "DUTY_ALREADY";
  return { next: "off", pauseReason: null, offReason };
}

function afterWrapup(duty: DutySnapshot): Step {
  if (duty.next === "off") return OFF;
  if (duty.next === "paused") return { state: "paused", next: null, currentCallId: null };
  return { state: duty.legUp ? "ready" : "connecting", currentCallId: null };
}
