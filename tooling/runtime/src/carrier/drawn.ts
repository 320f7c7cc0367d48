/**
 * Numbers that say themselves what their callee does, to the hundredth of a second: for tests that draw answering,
 * ringing and talking from laws of their own. +999 is no country's; then: answers (1 or 0), seconds of ringing in three
 * digits, seconds of talk in four, and four digits that tell numbers apart.
 */
import type { CalleeBehaviour } from "./behaviours.ts";

/** What one callee does; who does not answer lets it ring. */
export interface DrawnCallee {
  readonly answers: boolean;
  /** Until the callee answers, below ten seconds. */
  readonly ringMs: number;
  /** From the answer until the callee hangs up, below a hundred seconds. */
  readonly talkMs: number;
}

export const DRAWN_PREFIX = "999";
const DRAWN = /^\+?999([01])(\d{3})(\d{4})\d{4}$/;
const HUNDREDTH_MS = 10;

/**
 * The number of such a callee, E.164; numbers of different indices differ.
 *
 * @param index 0 to 9,999
 * @throws RangeError when a time or the index does not fit
 */
export function drawnNumber({ answers, ringMs, talkMs }: DrawnCallee, index: number): string {
  return `+${DRAWN_PREFIX}${answers ? 1 : 0}${digits(ringMs / HUNDREDTH_MS, 3)}${digits(talkMs / HUNDREDTH_MS, 4)}${digits(index, 4)}`;
}

/** How the callee with this number behaves; undefined for any other number. */
export function drawnBehaviour(number: string): CalleeBehaviour | undefined {
  const [, answers, ring, talk] = DRAWN.exec(number) ?? [];
  if (answers === undefined) return undefined;
  if (answers === "0") return { kind: "no_answer", ringMs: null, talkMs: null, q850: 19, outcome: "no_answer" };
  const [ringMs, talkMs] = [Number(ring) * HUNDREDTH_MS, Number(talk) * HUNDREDTH_MS];
  return { kind: "talker", ringMs, talkMs, q850: 16, outcome: "answered" };
}

function digits(value: number, length: number): string {
  const text = String(Math.round(value)).padStart(length, "0");
  if (text.length > length || value < 0) throw new RangeError(`${value} does not fit into ${length} digits`);
  return text;
}
