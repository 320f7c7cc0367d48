import { Patterns } from "./pattern.ts";
import type { NumberingPlan } from "./plan.ts";

/** What a place in the automaton says of the national number read until there; below these: country n − 1 of the code. */
export const ASK = 0;
export const INVALID = 250;
export const TOO_SHORT = 251;
export const TOO_LONG = 252;
export const NO_COUNTRY = 253;

/** libphonenumber's own bounds of a national number. */
const LEAST_DIGITS = 2;
const MOST_DIGITS = 17;

interface Place {
  readonly at: readonly number[];
  readonly digits: number;
}

interface Asked {
  readonly general: number;
  readonly types: readonly { readonly id: number; readonly lengths: readonly number[] }[];
  readonly leading: number | null;
}

/**
 * The national numbers of one calling code as an automaton made of the patterns of libphonenumber's metadata, one place
 * after the other, when a number first comes there. At each place stands what libphonenumber says of the digits read
 * until there: the country when the number is in use, else why not.
 *
 * Source: libphonenumber's getCountryByNationalNumber, getNumberType and checkNumberLength.
 */
export class Automaton {
  readonly #patterns = new Patterns();
  readonly #asked: readonly Asked[];
  readonly #places: Place[] = [];
  readonly #known = new Map<string, number>();
  /** The place after each digit; 0: not made yet (nothing leads back to the first place). */
  #next = new Uint32Array(10 * 64);
  /** What each place says. */
  #labels = new Uint8Array(64);
  /** Of which countries' general pattern each place is a match, one bit each. */
  #general = new Uint32Array(64);

  constructor(private readonly plans: readonly NumberingPlan[]) {
    this.#asked = plans.map((plan) => ({
      general: this.#patterns.add(plan.pattern),
      types: plan.types.map(({ pattern, lengths }) => ({ id: this.#patterns.add(pattern), lengths })),
      leading: plan.leading === null ? null : this.#patterns.add(plan.leading, true),
    }));
    this.#place(this.#patterns.start(), 0);
  }

  /** Reads digits of `text` from `from` to its end. Answers the place, for `label` and `isGeneral`. */
  walk(text: string, from: number): number {
    let place = 0;
    for (let i = from; i < text.length; i += 1) {
      const slot = place * 10 + text.charCodeAt(i) - 48;
      place = this.#next[slot] || this.#make(slot);
    }
    return place;
  }

  label(place: number): number {
    return this.#labels[place] ?? ASK;
  }

  /** Does the number read until here match the general pattern of the country with this index? */
  isGeneral(place: number, index: number): boolean {
    return ((this.#general[place] ?? 0) & (1 << index)) !== 0;
  }

  #make(slot: number): number {
    const from = this.#places[Math.floor(slot / 10)];
    if (!from) throw new RangeError(`no place ${slot}`);
    // Numbers that are too long are all alike.
    const digits = Math.min(from.digits + 1, MOST_DIGITS + 1);
    const made = this.#place(this.#patterns.after(from.at, slot % 10), digits);
    this.#next[slot] = made;
    return made;
  }

  #place(at: readonly number[], digits: number): number {
    const key = `${digits}:${at.join()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const place = this.#places.push({ at, digits }) - 1;
    this.#known.set(key, place);
    if (place >= this.#labels.length) this.#grow();
    const matched = this.#patterns.matches(at);
    this.#labels[place] = this.#says(matched, digits);
    this.#general[place] = this.#asked.reduce(
      (bits, { general }, index) => (matched.has(general) ? bits | (1 << index) : bits),
      0,
    );
    return place;
  }

  #says(matched: ReadonlySet<number>, digits: number): number {
    if (digits < LEAST_DIGITS || digits > MOST_DIGITS) return ASK;
    const inUse = (asked: Asked | undefined) =>
      asked !== undefined &&
      matched.has(asked.general) &&
      asked.types.some(({ id, lengths }) => matched.has(id) && lengths.includes(digits));
    const own = this.plans.length === 1 ? 0 : this.#asked.findIndex((one) => isOwn(one, matched, inUse));
    const plan = this.plans[Math.max(own, 0)];
    if (!plan) return ASK;
    if (inUse(this.#asked[Math.max(own, 0)])) return own >= 0 && plan.country !== null ? own + 1 : NO_COUNTRY;
    const least = plan.lengths[0];
    const most = plan.lengths.at(-1);
    if (least === undefined || most === undefined) return ASK;
    return digits < least ? TOO_SHORT : digits > most ? TOO_LONG : INVALID;
  }

  #grow(): void {
    const larger = <A extends Uint8Array | Uint32Array>(to: A, from: A): A => {
      to.set(from);
      return to;
    };
    const size = this.#labels.length * 2;
    this.#next = larger(new Uint32Array(size * 10), this.#next);
    this.#labels = larger(new Uint8Array(size), this.#labels);
    this.#general = larger(new Uint32Array(size), this.#general);
  }
}

/** Is a number of this country, among those that share a calling code? */
function isOwn(asked: Asked, matched: ReadonlySet<number>, inUse: (asked: Asked) => boolean): boolean {
  return asked.leading === null ? inUse(asked) : matched.has(asked.leading);
}
