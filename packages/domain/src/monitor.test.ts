import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  earOf,
  isToldToAgent,
  MONITOR_ENDS,
  MONITOR_MODES,
  type MonitorEvent,
  type MonitorSnapshot,
  noticeFor,
  startMonitor,
  stepMonitor,
} from "./monitor.ts";

const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 8, 0, second));
const hear = (mode: MonitorSnapshot["mode"]) => ({ do: "hear", mode });
const HUSH = { do: "hush" };

/** Plays events, one a second; returns where it stands and the effects of the last one. */
function play(...events: MonitorEvent[]) {
  let monitor = startMonitor("listen");
  let effects: readonly object[] = [];
  let refusal: string | null = null;
  for (const [i, event] of events.entries()) {
    const result = stepMonitor(monitor, event, at(i + 1));
    refusal = result.ok ? null : result.code;
    effects = result.ok ? result.effects : [];
    if (result.ok) monitor = result.monitor;
  }
  return { monitor, effects, refusal };
}
const up: MonitorEvent = { type: "phoneUp" };
const hearing: MonitorEvent = { type: "hearing" };
const choose = (mode: MonitorSnapshot["mode"]): MonitorEvent => ({ type: "choose", mode });

describe("a listening", () => {
  test.each<[string, MonitorEvent[], Partial<MonitorSnapshot>, object[]]>([
    ["waits for the telephone", [], { state: "connecting", liveAt: null }, []],
    ["hears as soon as it stands", [up], { state: "connecting" }, [hear("listen")]],
    ["is live when it hears", [up, hearing], { state: "live", liveAt: at(2) }, []],
    ["takes another mode without a new call", [up, hearing, choose("whisper")], { mode: "whisper" }, [hear("whisper")]],
    ["takes another mode before the telephone is there", [choose("join"), up], { mode: "join" }, [hear("join")]],
    [
      "falls back to listening when the agent's leg goes",
      [up, hearing, choose("whisper"), hearing, { type: "earLost" }],
      { state: "live", mode: "listen" },
      [hear("listen")],
    ],
    ["asks again for a lost copy", [up, hearing, { type: "earLost" }], { mode: "listen" }, [hear("listen")]],
    ["gives up a telephone that never comes", [{ type: "deadline" }], { state: "ended", end: "no_phone" }, [HUSH]],
    ["does not mind the deadline later", [up, hearing, { type: "deadline" }], { state: "live" }, []],
    ["ends with its telephone", [up, hearing, { type: "phoneDown" }], { state: "ended", end: "phone_lost" }, [HUSH]],
    ["ends with a telephone that refuses", [{ type: "phoneDown" }], { state: "ended", end: "no_phone" }, [HUSH]],
    ["ends with the call", [up, { type: "end", reason: "call_ended" }], { end: "call_ended", endedAt: at(2) }, [HUSH]],
  ])("%s", (_, events, monitor, effects) => {
    const result = play(...events);
    expect(result.monitor).toMatchObject(monitor);
    expect(result.effects).toEqual(effects);
  });

  test("remembers each mode from when it was heard, and none that never was", () => {
    const { monitor } = play(up, hearing, choose("whisper"), choose("join"), hearing, hearing);
    expect(monitor.steps).toEqual([
      { mode: "listen", at: at(2) },
      { mode: "join", at: at(5) },
    ]);
  });

  test("refuses the mode it is in, and everything once it is over", () => {
    expect(play(choose("listen")).refusal).toBe("MONITOR_ALREADY");
    expect(play({ type: "end", reason: "left" }, choose("join")).refusal).toBe("MONITOR_ENDED");
  });

  test("whatever comes in whatever order: it ends once, hushes with its end alone, and never asks after it", () => {
    const event = fc.oneof(
      fc.constantFrom<MonitorEvent>(up, hearing, { type: "phoneDown" }, { type: "earLost" }, { type: "deadline" }),
      fc.constantFrom(...MONITOR_MODES).map(choose),
      fc.constantFrom(...MONITOR_ENDS).map((reason): MonitorEvent => ({ type: "end", reason })),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        let monitor = startMonitor("listen");
        let hushed = 0;
        for (const [i, one] of events.entries()) {
          const result = stepMonitor(monitor, one, at(i));
          if (!result.ok) continue;
          const before = monitor;
          monitor = result.monitor;
          expect(before.state).not.toBe("ended");
          const hushes = result.effects.some((effect) => effect.do === "hush");
          expect(hushes).toBe(monitor.state === "ended");
          if (hushes) hushed += 1;
          for (const effect of result.effects)
            if (effect.do === "hear") expect([effect.mode, monitor.phoneUp]).toEqual([monitor.mode, true]);
        }
        expect(hushed).toBe(monitor.state === "ended" ? 1 : 0);
        expect(monitor.state === "ended").toBe(monitor.end !== null);
      }),
    );
  });
});

test("only a whisper hangs on the agent's channel, and the customer never hears it", () => {
  expect(earOf("listen")).toEqual({ on: "customer", whisper: "none" });
  expect(earOf("whisper")).toEqual({ on: "agent", whisper: "out" });
  expect(earOf("join")).toEqual({ on: "customer", whisper: "both" });
});

test("an agent is told of who speaks always, and of who listens where the client says so", () => {
  expect(MONITOR_MODES.map((mode) => isToldToAgent(mode, false))).toEqual([false, true, true]);
  expect(MONITOR_MODES.every((mode) => isToldToAgent(mode, true))).toBe(true);
});

test("the notice is that of the client's country", () => {
  expect(["CN", "HK", "de", "NO", "GB", "US", "BR"].map(noticeFor)).toEqual([
    "cn",
    "hk",
    "eu",
    "eu",
    "uk",
    "us",
    "other",
  ]);
});
