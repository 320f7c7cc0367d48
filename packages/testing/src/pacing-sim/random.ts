/** A stream of numbers that a seed determines. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** Standard normal. */
  normal(): number;
}

/** sfc32, seeded by a name: every purpose of a simulated day has a stream of its own, so that policies meet the same day. */
export function randomOf(seed: string): Random {
  let [a, b, c, d] = [1, 2, 3, 4].map((salt) => hash(`${salt}:${seed}`)) as [number, number, number, number];
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 12; i++) next();
  let spare: number | null = null;
  const normal = (): number => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    for (;;) {
      const u = 2 * next() - 1;
      const v = 2 * next() - 1;
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * factor;
      return u * factor;
    }
  };
  return { next, normal };
}

/** A law of durations, in milliseconds. */
export type Law = (random: Random) => number;

/** Lognormal by its mean in seconds and its coefficient of variation. */
export function lognormal(meanS: number, cv: number): Law {
  const variance = Math.log(1 + cv * cv);
  const mu = Math.log(meanS) - variance / 2;
  const sigma = Math.sqrt(variance);
  return (random) => 1000 * Math.exp(mu + sigma * random.normal());
}

export function exponential(meanS: number): Law {
  return (random) => -1000 * meanS * Math.log(1 - random.next());
}

export function uniform(fromS: number, toS: number): Law {
  return (random) => 1000 * (fromS + (toS - fromS) * random.next());
}

export function always(seconds: number): Law {
  return () => 1000 * seconds;
}

/** One law or the other. */
export function either(share: number, one: Law, other: Law): Law {
  return (random) => (random.next() < share ? one(random) : other(random));
}

export function after(seconds: number, law: Law): Law {
  return (random) => 1000 * seconds + law(random);
}

function hash(text: string): number {
  let value = 2_166_136_261;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16_777_619);
  value ^= value >>> 15;
  value = Math.imul(value, 0x85eb_ca6b);
  value ^= value >>> 13;
  return Math.imul(value, 0xc2b2_ae35) ^ (value >>> 16);
}
