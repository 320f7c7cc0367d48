/** Parts that a recording's drawing has at most: more than any screen shows side by side. */
export const WAVE_PARTS = 800;
const FULL_SCALE = 32_768;

/** Takes samples as they come and remembers the loudest of each part. */
export interface PeakMeter {
  /** Interleaved: one sample of each channel, again and again. Pieces may end anywhere between two samples. */
  add(samples: Int16Array): void;
  /** One array per channel, each value 0 (silence) to 255 (as loud as the format can say). */
  peaks(): Uint8Array[];
}

/**
 * Measures how loud a recording is from its beginning to its end, in equal parts, so that it can be drawn without
 * being loaded. The same samples give the same peaks, however they are cut into pieces.
 *
 * @param of `frames`: how many samples each channel has. Fewer may come: the rest stays silent; more are of the last part.
 */
export function peakMeter(of: {
  readonly channels: number;
  readonly frames: number;
  readonly parts?: number;
}): PeakMeter {
  const { channels, frames } = of;
  const parts = Math.max(1, Math.min(of.parts ?? WAVE_PARTS, frames));
  const loudest = Array.from({ length: channels }, () => new Uint16Array(parts));
  let at = 0;
  return {
    add: (samples) => {
      for (const sample of samples) {
        const frame = Math.floor(at / channels);
        const part = Math.min(parts - 1, Math.floor((frame * parts) / Math.max(1, frames)));
        const channel = loudest[at % channels];
        const level = Math.abs(sample);
        if (channel && level > (channel[part] ?? 0)) channel[part] = level;
        at += 1;
      }
    },
    peaks: () => loudest.map((channel) => Uint8Array.from(channel, (level) => Math.round((level * 255) / FULL_SCALE))),
  };
}

/** The peaks of samples that are all there; see `peakMeter`. */
export function peaksOf(samples: Int16Array, channels: number, parts: number = WAVE_PARTS): Uint8Array[] {
  const meter = peakMeter({ channels, frames: Math.floor(samples.length / channels), parts });
  meter.add(samples);
  return meter.peaks();
}
