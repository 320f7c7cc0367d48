/**
 * How the simulated carrier's callees behave. One table, from which both the carrier's dialplan and
 * the expectations of tests and demo are made, so that they cannot disagree.
 */
import { drawnBehaviour } from "./drawn.ts";

export type CalleeKind =
  /** Picks up, talks, hangs up. */
  | "talker"
  /** Picks up, talks until the other side hangs up (ten minutes at most). */
  | "waiter"
  /** Picks up, presses 1, then 5#, hangs up. */
  | "presser"
  /** Picks up, says hello, and waits for somebody to speak. */
  | "greeter"
  /** Picks up and hangs up at once (half a second later). */
  | "hangs_up"
  /** An answering machine: greeting, beep, silence. */
  | "machine"
  | "busy"
  /** Rings until the network gives up, after three minutes. */
  | "no_answer"
  | "rejected"
  | "congestion"
  | "unallocated";

/** What became of a call, seen from the network. */
export type CarrierOutcome = "answered" | "busy" | "no_answer" | "rejected" | "unreachable" | "failed";

export interface CalleeBehaviour {
  kind: CalleeKind;
  /** How long it rings before the callee acts; null: it never does. */
  ringMs: number | null;
  /** How long the callee stays on the line before hanging up itself; null: until the other side does. */
  talkMs: number | null;
  /** The Q.850 cause with which the call ends when the callee ends it (19: by the caller's timeout). */
  q850: number;
  outcome: CarrierOutcome;
}

const KIND_BY_LETTER = {
  T: "talker",
  W: "waiter",
  P: "presser",
  G: "greeter",
  H: "hangs_up",
  M: "machine",
  B: "busy",
  N: "no_answer",
  R: "rejected",
  C: "congestion",
  U: "unallocated",
} as const satisfies Record<string, CalleeKind>;

/** Row: last digit but one. Column: last digit. 62 of 100 are picked up, 8 of them by machines. */
const GRID = [
  // 0123456789
  "TBTNWTMWTN", // 0x
  "WTNTBTWURN", // 1x
  "TPTNWTMBTW", // 2x
  "NTWTBTWTNC", // 3x
  "TWBNTCMWTH", // 4x
  "NTWTBRWTNU", // 5x
  "TPTNWTMBTN", // 6x
  "NTBTWHRNTC", // 7x
  "TWRNBTMUTM", // 8x
  "NTGPBRMHNM", // 9x
] as const;

const ENDS: Record<CalleeKind, { q850: number; outcome: CarrierOutcome }> = {
  talker: { q850: 16, outcome: "answered" },
  waiter: { q850: 16, outcome: "answered" },
  presser: { q850: 16, outcome: "answered" },
  greeter: { q850: 16, outcome: "answered" },
  hangs_up: { q850: 16, outcome: "answered" },
  machine: { q850: 16, outcome: "answered" },
  busy: { q850: 17, outcome: "busy" },
  no_answer: { q850: 19, outcome: "no_answer" },
  rejected: { q850: 21, outcome: "rejected" },
  congestion: { q850: 34, outcome: "failed" },
  unallocated: { q850: 1, outcome: "unreachable" },
};

/** All two-digit endings, "00" to "99". */
export const ENDINGS: readonly string[] = Array.from({ length: 100 }, (_, index) => String(index).padStart(2, "0"));

/** The number's last two digits, which alone decide; undefined when it is no number of 7 to 15 digits. */
export function endingOf(number: string): string | undefined {
  const digits = number.replace(/^\+/, "");
  return /^\d{7,15}$/.test(digits) ? digits.slice(-2) : undefined;
}

/** How the callee with this number (E.164, with or without "+") behaves; undefined when the carrier refuses the number. */
export function calleeBehaviour(number: string): CalleeBehaviour | undefined {
  const drawn = drawnBehaviour(number);
  if (drawn) return drawn;
  const ending = endingOf(number);
  return ending === undefined ? undefined : behaviourOfEnding(ending);
}

/** How callees with this two-digit ending behave. */
export function behaviourOfEnding(ending: string): CalleeBehaviour {
  const letter = GRID[Number(ending[0])]?.[Number(ending[1])] as keyof typeof KIND_BY_LETTER | undefined;
  if (!letter) throw new RangeError(`not a two-digit ending: ${ending}`);
  const kind = KIND_BY_LETTER[letter];
  return { kind, ringMs: ringMs(kind, Number(ending)), talkMs: talkMs(kind, Number(ending)), ...ENDS[kind] };
}

/** The endings of one kind, to pick numbers for a test. */
export function endingsOf(kind: CalleeKind): string[] {
  return ENDINGS.filter((ending) => behaviourOfEnding(ending).kind === kind);
}

/** Multiples of numbers prime to the range's length: neighbours differ, and the same digits always do the same. */
function ringMs(kind: CalleeKind, ending: number): number | null {
  if (kind === "no_answer") return null;
  if (kind === "busy" || kind === "congestion" || kind === "unallocated") return 0;
  return 300 + ((ending * 53) % 18) * 100;
}

function talkMs(kind: CalleeKind, ending: number): number | null {
  if (kind === "talker") return 2_000 + ((ending * 29) % 13) * 500;
  if (kind === "presser") return 5_000;
  if (kind === "hangs_up") return 500;
  return null;
}
