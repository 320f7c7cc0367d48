/** Reads how loud a stream is: 0 … 1, on a scale that follows the ear rather than the voltage. */
export interface LevelReader {
  read(): number;
  close(): void;
}

const QUIETEST_DB = -60;

/** Decibels of a block of samples, mapped to 0 … 1. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  if (rms <= 0) return 0;
  return Math.min(1, Math.max(0, 1 - (20 * Math.log10(rms)) / QUIETEST_DB));
}

/** Listens to a stream without playing it. */
export function createLevelReader(stream: MediaStream): LevelReader {
  const context = new AudioContext();
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  void context.resume();
  const samples = new Float32Array(analyser.fftSize);
  return {
    read: () => {
      analyser.getFloatTimeDomainData(samples);
      return loudness(samples);
    },
    close: () => {
      source.disconnect();
      void context.close();
    },
  };
}
