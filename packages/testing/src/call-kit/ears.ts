import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { channelAt, type FarEnd } from "./far-end.ts";
import { until } from "./until.ts";

/** Who is heard somewhere. The agent's telephone plays 440 Hz, the leader's 660 Hz, the customer talks. */
export interface Heard {
  readonly agent: boolean;
  readonly leader: boolean;
  readonly customer: boolean;
}

const RATE = 8_000;
const HEADER_BYTES = 44;
const LISTEN_S = 1.5;
/** The two tones that telephones play. */
const AGENT_HZ = 440;
const LEADER_HZ = 660;

/** Writes down for a moment what each far end receives, all at once, and says who is heard in it. */
export async function hearAll<K extends string>(
  dir: string,
  ends: Readonly<Record<K, FarEnd>>,
): Promise<Record<K, Heard>> {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true, mode: 0o777 });
  const names = Object.keys(ends) as K[];
  const heard = await Promise.all(
    names.map(async (name) => {
      const file = join(dir, `${name}.wav`);
      const { at } = ends[name];
      const channel = await channelAt(ends[name]);
      const said = await at.console(`mixmonitor start ${channel} ${join(dir, `${name}-both.wav`)},r(${file})`);
      const enough = HEADER_BYTES + RATE * 2 * LISTEN_S;
      await until(`${name} hears something: ${said}`, async () => existsSync(file) && statSync(file).size >= enough);
      await at.console(`mixmonitor stop ${channel}`);
      return [name, whoIsIn(readFileSync(file).subarray(HEADER_BYTES))] as const;
    }),
  );
  return Object.fromEntries(heard) as Record<K, Heard>;
}

function whoIsIn(pcm: Buffer): Heard {
  const samples = Array.from({ length: Math.floor(pcm.length / 2) }, (_, i) => pcm.readInt16LE(i * 2));
  const total = power(samples, null);
  const [agent, leader] = [power(samples, AGENT_HZ), power(samples, LEADER_HZ)];
  return {
    agent: agent > TONE_POWER,
    leader: leader > TONE_POWER,
    customer: total - agent - leader > SPEECH_POWER,
  };
}

/** Amplitudes of 200 and of 100 of 32,768: far above hiss, far below what is played. */
const TONE_POWER = 200 ** 2 / 2;
const SPEECH_POWER = 100 ** 2 / 2;

/** Mean power: of everything, or of one frequency alone (Goertzel). */
function power(samples: readonly number[], hz: number | null): number {
  const n = Math.max(1, samples.length);
  if (hz === null) return samples.reduce((sum, value) => sum + value * value, 0) / n;
  const step = 2 * Math.PI * (hz / RATE);
  let re = 0;
  let im = 0;
  for (const [i, value] of samples.entries()) {
    re += value * Math.cos(step * i);
    im += value * Math.sin(step * i);
  }
  return (2 * (re * re + im * im)) / (n * n);
}
