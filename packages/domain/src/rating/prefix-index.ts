import { CallbayError } from "../errors.ts";
import { parseRate } from "../money.ts";
import type { RateTable } from "./rate-table.ts";

/** One (destination, rate) of a rate table: all prefixes that name it share it. */
export interface RateGroup {
  readonly destination: string;
  /** Per minute, millionths of the major unit. */
  readonly rateMicros: bigint;
}

/**
 * A rate table as an automaton in one flat array. A state is a row of eleven cells: where each digit leads, and the
 * answer when the number ends here. A cell ≥ 0 is the offset of the next row; a cell < 0 is the complement of the
 * answer, inherited from the longest prefix passed, so that a lookup reads each digit once and never looks back.
 */
export interface PrefixIndex {
  readonly cells: Int32Array;
  readonly groups: readonly RateGroup[];
}

const ROW = 11;
const END = 10;
const ZERO = 48;
const PLUS = 43;

const indexes = new WeakMap<RateTable, PrefixIndex>();

/**
 * The index of a table, compiled once for each table object.
 *
 * @throws CallbayError PREFIX_INVALID, PREFIX_DUPLICATE, RATE_INVALID.
 */
export function prefixIndex(table: RateTable): PrefixIndex {
  const known = indexes.get(table);
  if (known !== undefined) return known;
  const index = compile(table);
  indexes.set(table, index);
  return index;
}

/**
 * The group of the longest prefix that an E.164 number begins with ("+" or not), or -1 for none. Reads up to the first
 * character that is no digit; allocates nothing.
 */
export function lookupPrefix(cells: Int32Array, phone: string): number {
  const length = phone.length;
  let at = length > 0 && phone.charCodeAt(0) === PLUS ? 1 : 0;
  let state = 0;
  for (; at < length; at++) {
    const digit = phone.charCodeAt(at) - ZERO;
    if (digit >>> 0 > 9) break;
    state = cells[state + digit] as number;
    if (state < 0) return ~state - 1;
  }
  return ~(cells[state + END] as number) - 1;
}

/** The digits of a prefix, without "+". @throws CallbayError PREFIX_INVALID. */
export function prefixDigits(prefix: string): string {
  const digits = prefix.startsWith("+") ? prefix.slice(1) : prefix;
  if (!/^\d{1,15}$/.test(digits)) {
    throw new CallbayError(
      "invalid",
      "PREFIX_INVALID",
      `"${prefix}" is not a prefix: 1 to 15 digits, with or without +.`,
      {
        prefix,
      },
    );
  }
  return digits;
}

function compile(table: RateTable): PrefixIndex {
  const groups: RateGroup[] = [];
  const groupOf = new Map<string, number>();
  const root = node();
  for (const row of table.rows) {
    const digits = prefixDigits(row.prefix);
    const rateMicros = parseRate(row.rate);
    const key = `${rateMicros} ${row.destination}`;
    let group = groupOf.get(key);
    if (group === undefined) {
      group = groups.push({ destination: row.destination, rateMicros }) - 1;
      groupOf.set(key, group);
    }
    let at = root;
    for (let i = 0; i < digits.length; i++) {
      const digit = digits.charCodeAt(i) - ZERO;
      at = at.next[digit] ??= node();
    }
    if (at.group !== -1) {
      throw new CallbayError("invalid", "PREFIX_DUPLICATE", `The prefix ${digits} is there twice. Nothing was kept.`, {
        prefix: row.prefix,
      });
    }
    at.group = group;
  }
  return { cells: flatten(root), groups };
}

interface Node {
  readonly next: (Node | undefined)[];
  group: number;
}

function node(): Node {
  return { next: [], group: -1 };
}

/** Rows breadth first: the first digits, which every lookup reads, lie together. Nodes without children need no row. */
function flatten(root: Node): Int32Array {
  const rows: { readonly node: Node; readonly answer: number }[] = [{ node: root, answer: root.group }];
  const cells: number[] = [];
  for (let row = 0; row < rows.length; row++) {
    const current = rows[row];
    if (current === undefined) break;
    for (let digit = 0; digit < 10; digit++) {
      const child = current.node.next[digit];
      const answer = child === undefined || child.group === -1 ? current.answer : child.group;
      if (child === undefined || child.next.length === 0) cells.push(~(answer + 1));
      else cells.push((rows.push({ node: child, answer }) - 1) * ROW);
    }
    cells.push(~(current.answer + 1));
  }
  return Int32Array.from(cells);
}
