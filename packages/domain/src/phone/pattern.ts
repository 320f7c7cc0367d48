/** One step of a pattern over digits: on a digit of `mask` (bit d for digit d) to `next`, or freely to each of `free`. */
interface Step {
  readonly mask: number;
  readonly next: number;
  readonly free: readonly number[];
}

const ANY_DIGIT = 0b11_1111_1111;
/** The end of the text: nothing that we walk over digits can take it. */
const NOTHING = 0;

/**
 * Patterns of a numbering plan as one machine that reads digits: all of them are walked at once, so that a number is
 * read once however many patterns ask about it.
 *
 * It knows what the plans' patterns are written in: digits, \d, classes, groups, alternatives, ?, {n}, {n,m}, and $ as
 * something that no digit satisfies. Anything else is refused, so that a plan written otherwise one day is not read
 * wrongly but not at all.
 */
export class Patterns {
  readonly #steps: Step[] = [];
  readonly #starts: number[] = [];
  /** The steps at which a pattern has matched, and which one. */
  readonly #ends = new Map<number, number>();
  #count = 0;

  /** Adds a pattern; answers its number. @param goesOn what begins with a match is a match too. @throws SyntaxError */
  add(source: string, goesOn = false): number {
    const end = this.#step({ mask: goesOn ? ANY_DIGIT : NOTHING, next: this.#steps.length, free: [] });
    this.#ends.set(end, this.#count);
    const reader = { source, at: 0 };
    const start = this.#alternatives(reader, end);
    if (reader.at !== source.length) throw new SyntaxError(`a pattern that cannot be read: ${source}`);
    this.#starts.push(start);
    return this.#count++;
  }

  /** Where all patterns begin. */
  start(): readonly number[] {
    return this.#close(this.#starts);
  }

  /** Where they stand after this digit; empty when none can match any more. */
  after(at: readonly number[], digit: number): readonly number[] {
    const bit = 1 << digit;
    const next: number[] = [];
    for (const id of at) {
      const step = this.#steps[id];
      if (step && (step.mask & bit) !== 0) next.push(step.next);
    }
    return this.#close(next);
  }

  /** The numbers of the patterns that match what was read until here. */
  matches(at: readonly number[]): Set<number> {
    const found = new Set<number>();
    for (const id of at) {
      const end = this.#ends.get(id);
      if (end !== undefined) found.add(end);
    }
    return found;
  }

  /** Can any pattern still match when more digits come, other than by what has matched already? */
  isAlive(at: readonly number[]): boolean {
    return at.some((id) => !this.#ends.has(id));
  }

  #close(ids: readonly number[]): readonly number[] {
    const seen = new Set<number>();
    const open = [...ids];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      open.push(...(this.#steps[id]?.free ?? []));
    }
    // Only steps that read a digit, and ends, tell one place from another.
    return [...seen].filter((id) => this.#ends.has(id) || this.#steps[id]?.free.length === 0).sort((a, b) => a - b);
  }

  #step(step: Step): number {
    this.#steps.push(step);
    return this.#steps.length - 1;
  }

  /** Builds from the back: every part knows what comes after it. */
  #alternatives(reader: Reader, then: number): number {
    const starts = [this.#sequence(reader, then)];
    while (reader.source[reader.at] === "|") {
      reader.at += 1;
      starts.push(this.#sequence(reader, then));
    }
    return starts.length === 1 && starts[0] !== undefined
      ? starts[0]
      : this.#step({ mask: NOTHING, next: 0, free: starts });
  }

  #sequence(reader: Reader, then: number): number {
    const parts: { readonly source: string; readonly least: number; readonly most: number }[] = [];
    for (;;) {
      const character = reader.source[reader.at];
      if (character === undefined || character === "|" || character === ")") break;
      const from = reader.at;
      skipAtom(reader);
      const source = reader.source.slice(from, reader.at);
      parts.push({ source, ...takeRepeat(reader) });
    }
    let next = then;
    for (const { source, least, most } of parts.reverse()) {
      const exit = next;
      for (let i = least; i < most; i += 1)
        next = this.#step({ mask: NOTHING, next: 0, free: [this.#atom(source, next), exit] });
      for (let i = 0; i < least; i += 1) next = this.#atom(source, next);
    }
    return next;
  }

  #atom(source: string, next: number): number {
    if (!source.startsWith("(")) return this.#step({ mask: maskOf(source), next, free: [] });
    const inner = source.slice(source.startsWith("(?:") ? 3 : 1, -1);
    const reader = { source: inner, at: 0 };
    const start = this.#alternatives(reader, next);
    if (reader.at !== inner.length) throw new SyntaxError(`a pattern that cannot be read: ${source}`);
    return start;
  }
}

interface Reader {
  readonly source: string;
  at: number;
}

/** Moves past one digit, class, group or $. */
function skipAtom(reader: Reader): void {
  const { source } = reader;
  const first = source[reader.at];
  if (first === "\\") reader.at += 2;
  else if (first === "[") reader.at = source.indexOf("]", reader.at) + 1;
  else if (first === "(") {
    let depth = 0;
    do {
      const character = source[reader.at];
      if (character === undefined) throw new SyntaxError(`a pattern that cannot be read: ${source}`);
      if (character === "(") depth += 1;
      if (character === ")") depth -= 1;
      reader.at += 1;
    } while (depth > 0);
  } else reader.at += 1;
}

function takeRepeat(reader: Reader): { readonly least: number; readonly most: number } {
  const rest = reader.source.slice(reader.at);
  if (rest.startsWith("?")) {
    reader.at += 1;
    return { least: 0, most: 1 };
  }
  const counted = /^\{(\d+)(?:,(\d+))?\}/.exec(rest);
  if (!counted) return { least: 1, most: 1 };
  reader.at += counted[0].length;
  const least = Number(counted[1]);
  return { least, most: counted[2] === undefined ? least : Number(counted[2]) };
}

function maskOf(atom: string): number {
  if (atom === "$") return NOTHING;
  if (atom === "\\d") return ANY_DIGIT;
  if (/^\d$/.test(atom)) return 1 << Number(atom);
  const members = /^\[((?:\d(?:-\d)?)+)\]$/.exec(atom)?.[1];
  if (members === undefined) throw new SyntaxError(`a pattern that cannot be read: ${atom}`);
  let mask = 0;
  for (const [, from, to] of members.matchAll(/(\d)(?:-(\d))?/g))
    for (let digit = Number(from); digit <= Number(to ?? from); digit += 1) mask |= 1 << digit;
  return mask;
}
