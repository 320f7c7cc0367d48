import type { NormalisedPhone, PhoneRefusal } from "../phone.ts";
import { ASK, Automaton, INVALID, NO_COUNTRY, TOO_LONG, TOO_SHORT } from "./automaton.ts";
import { Patterns } from "./pattern.ts";
import { CALLING_CODES, type NumberingPlan } from "./plan.ts";

const HEAD_DIGITS = 3;
/** A head after which only libphonenumber can tell; below: how many digits of it are a national prefix. */
const UNCLEAR = 255;

/** Countries of one calling code. */
interface Code {
  readonly code: string;
  readonly automaton: Automaton;
  readonly plans: readonly NumberingPlan[];
  /** What the first three digits after the calling code say in an international number. */
  readonly heads: Heads;
}

/** A country whose numbers are written without their calling code. */
interface Home {
  readonly of: Code;
  readonly index: number;
  readonly longest: number;
  readonly heads: Heads;
}

// Made when a number first asks for them, and the same for ever.
const codes = new Map<string, Code>();
const codesByHead: (Code | null | undefined)[] = Array.from({ length: 10 ** HEAD_DIGITS });
const homes = new Map<string, Home | null>();

/**
 * A number that is written plainly: "+" or "00" with country code, or as it is dialled in the list's country; digits,
 * spaces, hyphens and round brackets. Null: not plain, or not to be told from the tables; libphonenumber has to say.
 *
 * The tables are made of libphonenumber's own metadata, so that both say the same: about forty times as fast.
 */
export function plainPhone(raw: string, country: string | null): NormalisedPhone | null {
  const last = raw.length - 1;
  if (last < 4 || last > 30 || !isDigit(raw.charCodeAt(last))) return null;
  const first = raw.charCodeAt(0);
  const second = raw.charCodeAt(1);
  let spaced = false;
  let bracketed = false;
  for (let i = 1; i < last; i += 1) {
    const character = raw.charCodeAt(i);
    if (isDigit(character)) continue;
    if (character === SPACE || character === HYPHEN) spaced = true;
    else if (character === OPEN || character === CLOSE) bracketed = true;
    else return null;
  }
  if (first === PLUS)
    // "(0)" in a number with its country code is a habit of its own.
    return bracketed || !isNonZero(second) ? null : international(spaced ? raw.replace(/[ -]/g, "") : raw, 1);
  if (!isDigit(first) && !(first === OPEN && isDigit(second))) return null;
  const digits = spaced || bracketed ? raw.replace(/[ ()-]/g, "") : raw;
  if (digits.startsWith("00"))
    return !bracketed && raw.startsWith("00") && isNonZero(raw.charCodeAt(2)) ? international(digits, 2) : null;
  return national(digits, country);
}

const [SPACE, OPEN, CLOSE, PLUS, HYPHEN] = [32, 40, 41, 43, 45];
const isDigit = (character: number): boolean => character >= 48 && character <= 57;
const isNonZero = (character: number): boolean => character >= 49 && character <= 57;

function international(text: string, from: number): NormalisedPhone | null {
  const of = codeOf(text, from);
  if (!of) return null;
  const start = from + of.code.length;
  if (text.length < start + HEAD_DIGITS + 1 || of.heads.at(text, start) !== 0) return null;
  return answer(of, of.automaton.label(of.automaton.walk(text, start)), from === 1 ? text : `+${text.slice(from)}`);
}

function national(digits: string, country: string | null): NormalisedPhone | null {
  if (country === null || digits.length < HEAD_DIGITS + 1) return null;
  const home = homeOf(country);
  if (!home) return null;
  const { of, index, longest } = home;
  const prefix = home.heads.at(digits, 0);
  if (prefix === UNCLEAR) return null;
  const place = of.automaton.walk(digits, prefix);
  const label = of.automaton.label(place);
  const fits = digits.length - prefix <= longest && of.automaton.isGeneral(place, index);
  // Without its general pattern: the prefix may be none, and a number may begin with its own calling code.
  if (!fits && (prefix > 0 || digits.startsWith(of.code))) return null;
  const isRefused = label >= INVALID;
  // Why a number is refused is asked of the number with its calling code.
  if (isRefused && (prefix > 0 || of.heads.at(digits, 0) !== 0)) return null;
  const plan = of.plans[label - 1];
  if (prefix > 0 && !plan?.lengths.includes(digits.length - prefix)) return null;
  return answer(of, label, `+${of.code}${digits.slice(prefix)}`);
}

const REFUSALS: Readonly<Record<number, PhoneRefusal>> = {
  [INVALID]: "invalid",
  [TOO_SHORT]: "too_short",
  [TOO_LONG]: "too_long",
  [NO_COUNTRY]: "no_country",
};

function answer({ plans }: Code, label: number, e164: string): NormalisedPhone | null {
  if (label === ASK) return null;
  const country = plans[label - 1]?.country;
  if (country) return { ok: true, e164, country };
  const reason = REFUSALS[label];
  return reason === undefined ? null : { ok: false, reason };
}

/** The calling code with which these digits begin; none begins with another. */
function codeOf(text: string, from: number): Code | null {
  const head = headOf(text, from);
  const known = codesByHead[head];
  if (known !== undefined) return known;
  const digits = text.slice(from, from + HEAD_DIGITS);
  const entry = CALLING_CODES.find(({ code }) => digits.startsWith(code));
  const made = entry ? (codes.get(entry.code) ?? makeCode(entry.code, entry.plans)) : null;
  if (made) codes.set(made.code, made);
  // Fewer than three digits are no head of their own.
  if (digits.length === HEAD_DIGITS) codesByHead[head] = made;
  return made;
}

function headOf(text: string, from: number): number {
  return text.charCodeAt(from) * 100 + text.charCodeAt(from + 1) * 10 + text.charCodeAt(from + 2) - 48 * 111;
}

function makeCode(code: string, plans: readonly NumberingPlan[]): Code | null {
  const [main] = plans;
  if (!main) return null;
  try {
    return { code, plans, automaton: new Automaton(plans), heads: new Heads(main.prefix, null) };
  } catch (error) {
    // A pattern in words that we do not know: libphonenumber alone reads this country's numbers.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function homeOf(country: string): Home | null {
  const known = homes.get(country);
  if (known !== undefined) return known;
  const entry = CALLING_CODES.find(({ plans }) => plans.some((plan) => plan.country === country));
  const of = entry ? codeOf(entry.code, 0) : null;
  const index = of?.plans.findIndex((plan) => plan.country === country) ?? -1;
  const plan = of?.plans[index];
  const longest = plan?.lengths.at(-1);
  const home =
    of && plan && longest !== undefined
      ? { of, index, longest, heads: new Heads(plan.prefix, plan.international) }
      : null;
  homes.set(country, home);
  return home;
}

/** What the first three digits of a number say about prefixes before it, for each of the thousand heads. */
class Heads {
  readonly #says: Uint8Array;

  constructor(prefix: string | null, international: string | null) {
    const before = prefix === null ? () => 0 : prefixLength(prefix);
    const abroad = international === null ? () => 0 : prefixLength(international);
    this.#says = Uint8Array.from({ length: 10 ** HEAD_DIGITS }, (_, head) => {
      const digits = String(head).padStart(HEAD_DIGITS, "0");
      return abroad(digits) === 0 ? before(digits) : UNCLEAR;
    });
  }

  at(text: string, from: number): number {
    return this.#says[headOf(text, from)] ?? UNCLEAR;
  }
}

/** How many of the first digits match; UNCLEAR when that depends on those that follow, or turns them into others. */
function prefixLength(source: string): (digits: string) => number {
  const patterns = new Patterns();
  patterns.add(source);
  const start = patterns.start();
  const whole = new RegExp(`^(?:${source})`);
  return (digits) => {
    let at = start;
    for (const digit of digits) at = patterns.after(at, Number(digit));
    if (patterns.isAlive(at)) return UNCLEAR;
    // "X": more follows, so that $ does not match here.
    const match = whole.exec(`${digits}X`);
    if (!match) return 0;
    return match.length > 1 && match.at(-1) ? UNCLEAR : match[0].length;
  };
}
