/** How well somebody does a kind of work: 1 is learning it, 5 is whom the others ask. */
export const SKILL_LEVELS = [1, 2, 3, 4, 5] as const;
export type SkillLevel = (typeof SKILL_LEVELS)[number];

/** Of one workspace. */
export const MAX_SKILLS = 200;

/**
 * Who of these is asked first: the highest level, among equals whoever comes first in the order that is given.
 *
 * @param levelOf 0 for who has none
 */
export function bestFirst<T>(candidates: readonly T[], levelOf: (candidate: T) => number): T[] {
  return [...candidates].sort((a, b) => levelOf(b) - levelOf(a));
}
