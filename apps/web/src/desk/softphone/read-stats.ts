import type { AudioSample } from "./quality.ts";

function numberOf(report: object, key: string): number | null {
  const value: unknown = Reflect.get(report, key);
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** Reads the counters of audio from a connection's report. */
export function sampleOf(reports: Iterable<object>, nowMs: number): AudioSample {
  let sent = 0;
  let received = 0;
  let lost = 0;
  let jitterMs = 0;
  let lostOnTheWay: number | null = null;
  let roundTripMs: number | null = null;
  for (const report of reports) {
    const type: unknown = Reflect.get(report, "type");
    if (type === "outbound-rtp") sent += numberOf(report, "packetsSent") ?? 0;
    if (type === "inbound-rtp") {
      received += numberOf(report, "packetsReceived") ?? 0;
      lost += numberOf(report, "packetsLost") ?? 0;
      jitterMs = Math.max(jitterMs, (numberOf(report, "jitter") ?? 0) * 1000);
    }
    if (type === "remote-inbound-rtp") {
      lostOnTheWay = numberOf(report, "fractionLost");
      const seconds = numberOf(report, "roundTripTime");
      if (seconds !== null) roundTripMs = seconds * 1000;
    }
  }
  return {
    atMs: nowMs,
    packetsSent: sent,
    packetsReceived: received,
    packetsLost: lost,
    jitterMs,
    lostOnTheWay,
    roundTripMs,
  };
}
