import { type AudioSample, judgeQuality, keepWindow, NO_QUALITY, type Quality } from "./quality.ts";
import { sampleOf } from "./read-stats.ts";
import { createStore } from "./store.ts";

const SAMPLE_MS = 1_000;

/** Reads the counters of a connection each second while a leg is up, and says how the line is. */
export function createSampler(connection: () => RTCPeerConnection | null) {
  const quality = createStore<Quality>(NO_QUALITY);
  let samples: AudioSample[] = [];
  let talking = false;
  let timer: ReturnType<typeof setInterval> | null = null;

  const sample = async (): Promise<void> => {
    const report = await connection()?.getStats();
    if (!report || !timer) return;
    const reports: object[] = [];
    report.forEach((entry: object) => {
      reports.push(entry);
    });
    const now = performance.now();
    samples = keepWindow([...samples, sampleOf(reports, now)], now);
    quality.set(judgeQuality(samples, talking));
  };
  return {
    quality,
    /** Is somebody on the line? Then silence is worth a warning. */
    setTalking: (on: boolean): void => {
      if (on === talking) return;
      talking = on;
      samples = samples.slice(-1);
    },
    /** A new leg counts from nought. */
    restart: (): void => {
      samples = [];
    },
    run: (on: boolean): void => {
      if (on) {
        timer ??= setInterval(() => void sample(), SAMPLE_MS);
      } else if (timer) {
        clearInterval(timer);
        timer = null;
        samples = [];
        quality.set(NO_QUALITY);
      }
    },
  };
}
