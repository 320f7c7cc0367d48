/**
 * The bars of a drawing: the loudest of the parts that fall on each, scaled so that the loudest of the recording is 1.
 * Silence stays 0; a recording with fewer parts than bars repeats them.
 *
 * @param loudest of the whole recording, so that two channels are drawn to one scale.
 */
export function barsOf(parts: readonly number[], count: number, loudest: number): number[] {
  return Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * parts.length) / count);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * parts.length) / count));
    const peak = Math.max(0, ...parts.slice(from, to));
    return loudest === 0 ? 0 : peak / loudest;
  });
}
