import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type DutyEvent,
  type DutyIntervalFacts,
  type DutySnapshot,
  PAUSE_REASONS,
  startDuty,
  tiles,
  transition,
} from "./duty-machine.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 5, 1, 2, 0, 0) + seconds * 1000);

/** Events in short: "join c1", "pause meal", "callEnded c1 disposed", "end node_lost". */
function eventOf(text: string): DutyEvent {
  const [type, arg = "", more] = text.split(" ");
  if (type === "pause") return { type, reason: arg };
  if (type === "join" || type === "disposed" || type === "dial") return { type, callId: arg };
  if (type === "callEnded") return { type, callId: arg, disposed: more === "disposed" };
  if (type === "end") return { type, reason: arg === "node_lost" ? arg : "signed_out" };
  if (type === "preview" || type === "previewEnd" || type === "previewExpired") return { type };
  if (type === "legUp" || type === "legDown" || type === "ready" || type === "goOff" || type === "kick")
    return { type };
  throw new Error(`no event: ${text}`);
}

/** The session after these events, one a second, each of which must be taken. */
function after(...events: string[]): DutySnapshot {
  return events.reduce(
    (duty, text, i) => {
      const step = transition(duty, eventOf(text), at(i + 1));
      if (!step.ok) throw new Error(`${text} was refused: ${step.code}`);
      return step.duty;
    },
    startDuty(at(0)),
  );
}

const talking = ["legUp", "join c1"];
const wrapup = [...talking, "callEnded c1"];
const previewing = ["legUp", "preview"];
const dialing = [...previewing, "dial c1"];

describe("edges", () => {
  it.each<[string[], string, Partial<DutySnapshot>]>([
    [[], "legUp", { state: "ready", legUp: true }],
    [[], "pause meal", { state: "paused", pauseReason: "meal", legUp: false }],
    [[], "goOff", { state: "off", offReason: "agent" }],
    [["legUp"], "legDown", { state: "connecting", legUp: false }],
    [["legUp"], "join c1", { state: "talking", currentCallId: "c1" }],
    [["legUp"], "pause meal", { state: "paused", pauseReason: "meal" }],
    [["legUp"], "kick", { state: "off", offReason: "kicked" }],
    [["legUp", "pause meal"], "pause meeting", { state: "paused", pauseReason: "meeting" }],
    [["legUp", "pause meal"], "ready", { state: "ready", pauseReason: null }],
    [["legUp", "pause meal", "legDown"], "ready", { state: "connecting" }],
    [["pause meal"], "legUp", { state: "paused", legUp: true }],
    [talking, "callEnded c1", { state: "wrapup", currentCallId: "c1" }],
    [talking, "callEnded c1 disposed", { state: "ready", currentCallId: null }],
    [talking, "pause meal", { state: "talking", next: "paused", pauseReason: "meal" }],
    [talking, "goOff", { state: "talking", next: "off" }],
    [talking, "kick", { state: "talking", next: "off", offReason: "kicked" }],
    [talking, "legDown", { state: "talking", legUp: false }],
    [[...talking, "pause meal"], "ready", { state: "talking", next: null, pauseReason: null }],
    [[...talking, "pause meal"], "goOff", { next: "off", pauseReason: null }],
    [[...talking, "goOff"], "pause meal", { next: "paused", pauseReason: "meal", offReason: null }],
    [[...talking, "pause meal"], "callEnded c1 disposed", { state: "paused", pauseReason: "meal", next: null }],
    [[...talking, "goOff"], "callEnded c1", { state: "wrapup", next: "off" }],
    [wrapup, "disposed c1", { state: "ready", currentCallId: null }],
    [wrapup, "pause break", { state: "wrapup", next: "paused" }],
    [
      [...wrapup, "pause break"],
      "disposed c1",
      { state: "paused", pauseReason: "break", next: null, currentCallId: null },
    ],
    [[...wrapup, "goOff"], "disposed c1", { state: "off", offReason: "agent", next: null, currentCallId: null }],
    [[...wrapup, "kick"], "disposed c1", { state: "off", offReason: "kicked" }],
    [[...wrapup, "goOff"], "kick", { state: "wrapup", next: "off", offReason: "kicked" }],
    [[...wrapup, "legDown"], "disposed c1", { state: "connecting", legUp: false }],
    [["legUp"], "preview", { state: "previewing", currentCallId: null }],
    [["legUp"], "dial c1", { state: "previewing", currentCallId: "c1" }],
    [previewing, "dial c1", { state: "previewing", currentCallId: "c1" }],
    [previewing, "previewEnd", { state: "ready" }],
    [[...previewing, "legDown"], "previewEnd", { state: "connecting", legUp: false }],
    [previewing, "previewExpired", { state: "paused", pauseReason: "other" }],
    [previewing, "pause meal", { state: "paused", pauseReason: "meal" }],
    [previewing, "goOff", { state: "off", offReason: "agent" }],
    [previewing, "legDown", { state: "previewing", legUp: false }],
    [dialing, "join c1", { state: "talking", currentCallId: "c1" }],
    [dialing, "callEnded c1", { state: "ready", currentCallId: null }],
    [dialing, "pause meal", { state: "previewing", next: "paused", pauseReason: "meal" }],
    [[...dialing, "pause meal"], "callEnded c1", { state: "paused", next: null, currentCallId: null }],
    [[...dialing, "pause meal"], "join c1", { state: "talking", next: "paused" }],
    [[...dialing, "kick"], "callEnded c1", { state: "off", offReason: "kicked" }],
    [dialing, "end node_lost", { state: "off", currentCallId: null }],
    [wrapup, "end node_lost", { state: "off", offReason: "node_lost", currentCallId: null }],
  ])("after %j, %s", (events, event, expected) => {
    expect(after(...events, event)).toMatchObject(expected);
  });

  it.each<[string[], string, string]>([
    [[], "ready", "DUTY_LEG_DOWN"],
    [[], "join c1", "DUTY_NOT_READY"],
    [[], "legDown", "DUTY_ALREADY"],
    [["legUp"], "legUp", "DUTY_ALREADY"],
    [["legUp"], "ready", "DUTY_ALREADY"],
    [["legUp"], "callEnded c1", "DUTY_NOT_TALKING"],
    [["legUp"], "disposed c1", "DUTY_NOT_IN_WRAPUP"],
    [["legUp"], "pause forever", "DUTY_PAUSE_REASON_UNKNOWN"],
    [["legUp", "pause meal"], "pause meal", "DUTY_ALREADY"],
    [["legUp", "pause meal"], "join c1", "DUTY_NOT_READY"],
    [talking, "join c2", "DUTY_NOT_READY"],
    [talking, "callEnded c2", "DUTY_OTHER_CALL"],
    [talking, "disposed c1", "DUTY_NOT_IN_WRAPUP"],
    [talking, "ready", "DUTY_ALREADY"],
    [talking, "end signed_out", "DUTY_CALL_IN_PROGRESS"],
    [wrapup, "ready", "DUTY_DISPOSITION_REQUIRED"],
    [wrapup, "disposed c2", "DUTY_OTHER_CALL"],
    [wrapup, "join c2", "DUTY_NOT_READY"],
    [[...talking, "kick"], "ready", "DUTY_KICKED"],
    [[...talking, "kick"], "pause meal", "DUTY_KICKED"],
    [[...talking, "kick"], "goOff", "DUTY_ALREADY"],
    [[...talking, "goOff"], "goOff", "DUTY_ALREADY"],
    [previewing, "preview", "DUTY_ALREADY"],
    [previewing, "ready", "DUTY_ALREADY"],
    [previewing, "join c1", "DUTY_OTHER_CALL"],
    [["legUp"], "previewEnd", "DUTY_NOT_PREVIEWING"],
    [["legUp", "pause meal"], "dial c1", "DUTY_NOT_READY"],
    [[...previewing, "legDown"], "dial c1", "DUTY_LEG_DOWN"],
    [talking, "preview", "DUTY_NOT_READY"],
    [dialing, "join c2", "DUTY_OTHER_CALL"],
    [dialing, "dial c1", "DUTY_ALREADY"],
    [dialing, "dial c2", "DUTY_CALL_IN_PROGRESS"],
    [dialing, "callEnded c2", "DUTY_OTHER_CALL"],
    [dialing, "previewEnd", "DUTY_CALL_IN_PROGRESS"],
    [dialing, "previewExpired", "DUTY_CALL_IN_PROGRESS"],
    [["goOff"], "legUp", "DUTY_ENDED"],
    [["goOff"], "kick", "DUTY_ENDED"],
  ])("after %j, %s is refused: %s", (events, event, code) => {
    const duty = after(...events);
    expect(transition(duty, eventOf(event), at(99))).toEqual({ ok: false, code });
  });
});

describe("intervals", () => {
  it("a step of state closes one and opens the next at the same instant", () => {
    expect(transition(after("legUp"), { type: "join", callId: "c1" }, at(60))).toMatchObject({
      closesInterval: { state: "ready", reason: null, callId: null, startedAt: at(1), endedAt: at(60) },
      opensInterval: { state: "talking", reason: null, callId: "c1", startedAt: at(60), endedAt: null },
    });
  });

  it("a pause keeps its reason, and wrap-up its call", () => {
    expect(transition(after(...wrapup, "pause meal"), { type: "disposed", callId: "c1" }, at(60))).toMatchObject({
      closesInterval: { state: "wrapup", reason: null, callId: "c1" },
      opensInterval: { state: "paused", reason: "meal", callId: null },
    });
  });

  it("another reason is another pause", () => {
    expect(transition(after("legUp", "pause meal"), { type: "pause", reason: "meeting" }, at(60))).toMatchObject({
      closesInterval: { state: "paused", reason: "meal", startedAt: at(2), endedAt: at(60) },
      opensInterval: { state: "paused", reason: "meeting", startedAt: at(60) },
    });
  });

  it("a ready agent read from the database without its leg is not joined", () => {
    const restored = { ...after("legUp"), legUp: false };
    expect(transition(restored, { type: "join", callId: "c1" }, at(60))).toEqual({ ok: false, code: "DUTY_LEG_DOWN" });
  });

  it("what is only asked for closes nothing", () => {
    expect(transition(after(...talking), { type: "goOff" }, at(60))).toMatchObject({
      closesInterval: null,
      opensInterval: null,
      duty: { since: at(2) },
    });
  });

  it("off ends the session: nothing opens", () => {
    expect(transition(after("legUp"), { type: "goOff" }, at(60))).toMatchObject({
      closesInterval: { endedAt: at(60) },
      opensInterval: null,
    });
  });

  it("a clock set back makes an empty interval, not a negative one", () => {
    expect(transition(after("legUp"), { type: "goOff" }, at(-60))).toMatchObject({
      closesInterval: { startedAt: at(1), endedAt: at(1) },
    });
  });
});

it("whatever happens, intervals tile the session along drawn edges, and only a disposition ends wrap-up into work", () => {
  const texts = ["legUp", "legDown", "ready", "goOff", "kick", "pause meal", "pause other", "join c1", "join c2"];
  texts.push("callEnded c1", "callEnded c2", "callEnded c1 disposed", "disposed c1", "disposed c2", "end node_lost");
  texts.push("preview", "previewEnd", "previewExpired", "dial c1", "dial c2");
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...texts), fc.integer({ min: -2, max: 30 })), { maxLength: 60 }),
      (steps) => {
        let duty = startDuty(at(0));
        let clock = 0;
        const intervals: DutyIntervalFacts[] = [];
        for (const [text, seconds] of steps) {
          clock += seconds;
          const step = transition(duty, eventOf(text), at(clock));
          if (!step.ok) continue;
          if (step.closesInterval !== null) intervals.push(step.closesInterval);
          if (duty.state === "wrapup" && step.duty.state === "ready") expect(text).toMatch(/^disposed/);
          if (step.duty.state === "talking") expect(step.duty.currentCallId).not.toBeNull();
          expect(step.duty.state === "off").toBe(step.opensInterval === null && step.closesInterval !== null);
          duty = step.duty;
        }
        const ended = duty.state === "off";
        if (!ended) intervals.push({ ...startDuty(duty.since), ...open(duty) });
        expect(tiles(intervals, { startedAt: at(0), endedAt: ended ? duty.since : null })).toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
});

function open(duty: DutySnapshot): DutyIntervalFacts {
  return {
    state: duty.state,
    reason: duty.pauseReason,
    callId: duty.currentCallId,
    startedAt: duty.since,
    endedAt: null,
  };
}

describe("the judge of tiling", () => {
  const interval = (state: DutyIntervalFacts["state"], from: number, to: number | null): DutyIntervalFacts => ({
    state,
    reason: null,
    callId: null,
    startedAt: at(from),
    endedAt: to === null ? null : at(to),
  });
  const session = { startedAt: at(0), endedAt: at(30) };
  const good = [interval("connecting", 0, 5), interval("ready", 5, 10), interval("talking", 10, 30)];

  it("finds nothing wrong with a good day", () => expect(tiles(good, session)).toEqual([]));

  it.each<[string, DutyIntervalFacts[]]>([
    ["empty", []],
    ["starts_late", [interval("connecting", 1, 5), ...good.slice(1)]],
    ["gap", [interval("connecting", 0, 4), ...good.slice(1)]],
    ["overlap", [interval("connecting", 0, 6), ...good.slice(1)]],
    ["open_before_last", [interval("connecting", 0, null), ...good.slice(1)]],
    ["edge_not_drawn", [interval("connecting", 0, 10), interval("wrapup", 10, 30)]],
    ["ends_wrong", [...good.slice(0, 2), interval("talking", 10, 29)]],
    ["ends_wrong", [...good.slice(0, 2), interval("talking", 10, null)]],
    ["off_is_no_interval", [...good.slice(0, 2), interval("off", 10, 30)]],
  ])("finds %s", (problem, intervals) => {
    expect(tiles(intervals, session).map((found) => found.problem)).toEqual([problem]);
  });

  it("finds an interval that ends before it begins", () => {
    expect(tiles([interval("connecting", 5, 0), interval("ready", 0, null)]).map((p) => p.problem)).toEqual([
      "negative",
    ]);
  });
});

it("pause reasons are distinct", () => expect(new Set(PAUSE_REASONS).size).toBe(PAUSE_REASONS.length));
