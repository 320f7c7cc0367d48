/** One reading of the connection's counters. */
export interface AudioSample {
  readonly atMs: number;
  readonly packetsSent: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  /** Of what we sent, the share that the exchange missed lately: 0 … 1; null while it has not said. */
  readonly lostOnTheWay: number | null;
  readonly jitterMs: number;
  readonly roundTripMs: number | null;
}

export type QualityLevel =
  /** No leg, or too early to say. */
  | "none"
  /** Nobody is on the line: silence is right. */
  | "idle"
  | "good"
  | "fair"
  | "poor"
  /** Somebody should be heard, and nothing arrives. */
  | "silent";

export interface Quality {
  readonly level: QualityLevel;
  readonly lossPercent: number;
  readonly jitterMs: number;
  readonly roundTripMs: number | null;
  readonly packetsSent: number;
  readonly packetsReceived: number;
}

export const NO_QUALITY: Quality = {
  level: "none",
  lossPercent: 0,
  jitterMs: 0,
  roundTripMs: null,
  packetsSent: 0,
  packetsReceived: 0,
};

/** How far back a judgement looks. */
export const WINDOW_MS = 5_000;
const SILENT_AFTER_MS = 3_000;

interface Limit {
  readonly loss: number;
  readonly jitterMs: number;
  readonly roundTripMs: number;
}
/** Beyond these a conversation suffers; ITU-T G.107 and G.114 in round figures. */
const FAIR: Limit = { loss: 0.01, jitterMs: 30, roundTripMs: 300 };
const POOR: Limit = { loss: 0.05, jitterMs: 60, roundTripMs: 600 };

/** Drops what is older than the window, keeping one reading before it to measure from. */
export function keepWindow(samples: readonly AudioSample[], nowMs: number): AudioSample[] {
  const firstInside = samples.findIndex((sample) => nowMs - sample.atMs <= WINDOW_MS);
  return firstInside === -1 ? samples.slice(-1) : samples.slice(Math.max(0, firstInside - 1));
}

/**
 * How the line is, from the readings of the last seconds.
 *
 * @param talking whether somebody should be heard now
 */
export function judgeQuality(samples: readonly AudioSample[], talking: boolean): Quality {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last) return NO_QUALITY;
  const received = last.packetsReceived - first.packetsReceived;
  const lost = Math.max(0, last.packetsLost - first.packetsLost);
  const inbound = received + lost > 0 ? lost / (received + lost) : 0;
  const loss = Math.max(inbound, last.lostOnTheWay ?? 0);
  const facts = {
    lossPercent: Math.round(loss * 1000) / 10,
    jitterMs: Math.round(last.jitterMs),
    roundTripMs: last.roundTripMs === null ? null : Math.round(last.roundTripMs),
    packetsSent: last.packetsSent,
    packetsReceived: last.packetsReceived,
  };
  return { level: levelOf({ samples, last, loss, talking }), ...facts };
}

interface Judged {
  readonly samples: readonly AudioSample[];
  readonly last: AudioSample;
  readonly loss: number;
  readonly talking: boolean;
}

function levelOf({ samples, last, loss, talking }: Judged): QualityLevel {
  if (samples.length < 2) return talking ? "none" : "idle";
  if (!talking) return "idle";
  const before = samples.findLast((sample) => last.atMs - sample.atMs >= SILENT_AFTER_MS);
  if (before && before.packetsReceived === last.packetsReceived) return "silent";
  const beyond = (limit: Limit): boolean =>
    loss > limit.loss || last.jitterMs > limit.jitterMs || (last.roundTripMs ?? 0) > limit.roundTripMs;
  if (beyond(POOR)) return "poor";
  return beyond(FAIR) ? "fair" : "good";
}
