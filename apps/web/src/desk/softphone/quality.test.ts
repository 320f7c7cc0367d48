import { describe, expect, it } from "vitest";
import { type AudioSample, judgeQuality, keepWindow, NO_QUALITY } from "./quality.ts";
import { sampleOf } from "./read-stats.ts";

const at = (second: number, more: Partial<AudioSample> = {}): AudioSample => ({
  atMs: second * 1000,
  packetsSent: second * 50,
  packetsReceived: second * 50,
  packetsLost: 0,
  lostOnTheWay: null,
  jitterMs: 3,
  roundTripMs: 20,
  ...more,
});
const five = [1, 2, 3, 4, 5].map((second) => at(second));

describe("judgeQuality", () => {
  it.each<{ level: string; samples: AudioSample[]; talking: boolean }>([
    { level: "good", samples: five, talking: true },
    { level: "idle", samples: five, talking: false },
    { level: "none", samples: [at(1)], talking: true },
    { level: "fair", samples: [...five, at(6, { packetsLost: 5 })], talking: true },
    { level: "poor", samples: [...five, at(6, { packetsLost: 40 })], talking: true },
    { level: "fair", samples: [...five, at(6, { jitterMs: 45 })], talking: true },
    { level: "poor", samples: [...five, at(6, { lostOnTheWay: 0.2 })], talking: true },
    { level: "poor", samples: [...five, at(6, { roundTripMs: 900 })], talking: true },
    { level: "silent", samples: [1, 2, 3, 4, 5].map((s) => at(s, { packetsReceived: 50 })), talking: true },
    { level: "good", samples: [at(1, { packetsReceived: 0 }), at(2, { packetsReceived: 0 }), at(3)], talking: true },
  ])("$level", ({ level, samples, talking }) => {
    expect(judgeQuality(samples, talking).level).toBe(level);
  });

  it("tells loss in percent, of what came and what went", () => {
    expect(judgeQuality([at(1), at(2, { packetsLost: 50 })], true).lossPercent).toBe(50);
  });

  it("says nothing of no readings", () => {
    expect(judgeQuality([], true)).toEqual(NO_QUALITY);
  });
});

describe("keepWindow", () => {
  it("keeps the window and one reading before it", () => {
    const samples = Array.from({ length: 12 }, (_, second) => at(second));
    expect(keepWindow(samples, 11_000).map((sample) => sample.atMs / 1000)).toEqual([5, 6, 7, 8, 9, 10, 11]);
    expect(keepWindow([at(1)], 60_000)).toHaveLength(1);
    expect(keepWindow([], 0)).toEqual([]);
  });
});

describe("sampleOf", () => {
  it("reads counters, and leaves unsaid what a browser does not say", () => {
    const reports = [
      { type: "outbound-rtp", packetsSent: 10 },
      { type: "inbound-rtp", packetsReceived: 9, packetsLost: 1, jitter: 0.004 },
      { type: "remote-inbound-rtp", fractionLost: 0.5, roundTripTime: 0.02 },
      { type: "codec" },
    ];
    expect(sampleOf(reports, 7)).toEqual({
      atMs: 7,
      packetsSent: 10,
      packetsReceived: 9,
      packetsLost: 1,
      jitterMs: 4,
      lostOnTheWay: 0.5,
      roundTripMs: 20,
    });
    expect(sampleOf([], 0).roundTripMs).toBeNull();
  });
});
