/** One machine in fifty goes to an agent all the same: little of an agent's time, enough to measure by. */
export const SAMPLED_PER_MILLE = 20;

/**
 * Is this attempt in the sample? Drawn from the attempt's id alone, so that whoever takes a call over after a crash
 * draws the same, and nobody can choose.
 */
export function isSampled(attemptId: string): boolean {
  let hash = 2_166_136_261;
  for (let i = 0; i < attemptId.length; i++) hash = Math.imul(hash ^ attemptId.charCodeAt(i), 16_777_619) >>> 0;
  // The low bits of this hash follow the last letters; the high ones are mixed.
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_519) >>> 0;
  return ((hash ^ (hash >>> 13)) >>> 0) % 1000 < SAMPLED_PER_MILLE;
}
