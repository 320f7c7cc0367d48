import type { MonitorEffect, MonitorEvent, MonitorMode, MonitorRefusal, MonitorSnapshot } from "./monitor/types.ts";

export * from "./monitor/types.ts";

/** A listening as it begins: the telephone of who listens is not there yet. */
export function startMonitor(mode: MonitorMode): MonitorSnapshot {
  return { state: "connecting", mode, phoneUp: false, liveAt: null, steps: [], endedAt: null, end: null };
}

export type MonitorTransition =
  | { readonly ok: true; readonly monitor: MonitorSnapshot; readonly effects: readonly MonitorEffect[] }
  | { readonly ok: false; readonly code: MonitorRefusal };

/**
 * One step of a listening. What it asks for touches the telephone of who listens, and copies of what the call's channels
 * hear and say; the call itself is never moved, held or ended by it, so nothing that goes wrong here can hurt it.
 *
 * `listen` and `join` follow the customer's channel, which ends with the call whoever is there to see it. `whisper` must
 * follow the agent's, since only the agent may hear it: where that falls away the whisper falls back to listening.
 *
 * @param now the instant of the event.
 * Source: requirements G48, G49, W2.
 */
export function stepMonitor(monitor: MonitorSnapshot, event: MonitorEvent, now: Date): MonitorTransition {
  if (monitor.state === "ended") return { ok: false, code: "MONITOR_ENDED" };
  switch (event.type) {
    case "phoneUp":
      if (monitor.phoneUp) return { ok: false, code: "MONITOR_ALREADY" };
      return to({ ...monitor, phoneUp: true }, [{ do: "hear", mode: monitor.mode }]);
    case "hearing": {
      const last = monitor.steps.at(-1);
      const steps = last?.mode === monitor.mode ? monitor.steps : [...monitor.steps, { mode: monitor.mode, at: now }];
      return to({ ...monitor, state: "live", liveAt: monitor.liveAt ?? now, steps });
    }
    case "choose":
      if (event.mode === monitor.mode) return { ok: false, code: "MONITOR_ALREADY" };
      return to({ ...monitor, mode: event.mode }, monitor.phoneUp ? [{ do: "hear", mode: event.mode }] : []);
    case "earLost": {
      if (!monitor.phoneUp) return to(monitor);
      const mode = monitor.mode === "whisper" ? "listen" : monitor.mode;
      return to({ ...monitor, mode }, [{ do: "hear", mode }]);
    }
    case "deadline":
      return monitor.phoneUp ? to(monitor) : ended(monitor, "no_phone", now);
    case "phoneDown":
      return ended(monitor, monitor.phoneUp ? "phone_lost" : "no_phone", now);
    case "end":
      return ended(monitor, event.reason, now);
  }
}

function to(monitor: MonitorSnapshot, effects: readonly MonitorEffect[] = []): MonitorTransition {
  return { ok: true, monitor, effects };
}

function ended(monitor: MonitorSnapshot, end: NonNullable<MonitorSnapshot["end"]>, now: Date): MonitorTransition {
  return to({ ...monitor, state: "ended", phoneUp: false, end, endedAt: now }, [{ do: "hush" }]);
}

/** Which channel of the call is copied, and who hears the one who listens. */
export function earOf(mode: MonitorMode): {
  readonly on: "customer" | "agent";
  readonly whisper: "none" | "out" | "both";
} {
  if (mode === "whisper") return { on: "agent", whisper: "out" };
  return { on: "customer", whisper: mode === "join" ? "both" : "none" };
}

/** Does the agent know of it? Whoever speaks is heard; who only listens is told of where the client says so. */
export function isToldToAgent(mode: MonitorMode, announced: boolean): boolean {
  return announced || mode !== "listen";
}

/** Whose law the notice names, that an owner confirms before anybody listens. */
export function noticeFor(country: string): MonitorNotice {
  const code = country.toUpperCase();
  if (EU_AND_EEA.has(code)) return "eu";
  const own: Readonly<Record<string, MonitorNotice>> = { CN: "cn", HK: "hk", GB: "uk", US: "us" };
  return own[code] ?? "other";
}

export const MONITOR_NOTICES = ["cn", "hk", "eu", "uk", "us", "other"] as const;
export type MonitorNotice = (typeof MONITOR_NOTICES)[number];

const EU_AND_EEA = new Set(
  "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO".split(" "),
);
