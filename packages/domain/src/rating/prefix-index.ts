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
 * A rate table as an automaton in flat arrays. A state is a row of eleven cells: where each digit leads, and the answer
 * when the number ends here. A cell ≥ 0 is the offset of the next row. A cell < 0 is the complement of an answer, which
 * is inherited from the longest prefix passed, so that a lookup reads each digit once and never looks back; or, past the
 * answers, of a tail: the digits of the one prefix that is left, which are compared at once. Tails keep the rows few
 * enough to stay near the processor.
 */
export interface PrefixIndex {
  readonly groups: readonly RateGroup[];
  readonly cells: Int32Array;
  /** Of each tail: its digits as a number, how many they are, the answer when they follow and when they do not. */
  readonly tails: Int32Array;
}

const ROW = 11;
const END = 10;
const TAIL = 4;
/** As many digits as an Int32 holds for certain. */
const MAX_TAIL = 9;
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
export function lookupPrefix({ cells, tails, groups }: PrefixIndex, phone: string): number {
  const length = phone.length;
  let at = length > 0 && phone.charCodeAt(0) === PLUS ? 1 : 0;
  let state = 0;
  for (; at < length; at++) {
    const digit = phone.charCodeAt(at) - ZERO;
    if (digit >>> 0 > 9) break;
    state = cells[state + digit] as number;
    if (state < 0) {
      const answer = ~state;
      return answer <= groups.length
        ? answer - 1
        : followTail(tails, (answer - groups.length - 1) * TAIL, phone, at + 1);
    }
  }
  return ~(cells[state + END] as number) - 1;
}

function followTail(tails: Int32Array, tail: number, phone: string, from: number): number {
  const end = from + (tails[tail + 1] as number);
  if (end <= phone.length) {
    let value = 0;
    let at = from;
    for (; at < end; at++) {
      const digit = phone.charCodeAt(at) - ZERO;
      if (digit >>> 0 > 9) break;
      value = value * 10 + digit;
    }
    if (at === end && value === tails[tail]) return (tails[tail + 2] as number) - 1;
  }
  return (tails[tail + 3] as number) - 1;
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
      at.below += 1;
      at = at.next[digits.charCodeAt(i) - ZERO] ??= node();
    }
    if (at.group !== -1) {
      throw new CallbayError("invalid", "PREFIX_DUPLICATE", `The prefix ${digits} is there twice. Nothing was kept.`, {
        prefix: row.prefix,
      });
    }
    at.group = group;
  }
  return { groups, ...flatten(root, groups.length) };
}

interface Node {
  readonly next: (Node | undefined)[];
  group: number;
  /** How many prefixes go on from here. */
  below: number;
}

function node(): Node {
  return { next: [], group: -1, below: 0 };
}

/** Rows breadth first: the first digits, which every lookup reads, lie together. */
function flatten(root: Node, groups: number): Pick<PrefixIndex, "cells" | "tails"> {
  const rows: { readonly node: Node; readonly answer: number }[] = [{ node: root, answer: root.group + 1 }];
  const cells: number[] = [];
  const tails: number[] = [];
  for (let row = 0; row < rows.length; row++) {
    const current = rows[row];
    if (current === undefined) break;
    for (let digit = 0; digit < 10; digit++) {
      const child = current.node.next[digit];
      const answer = child === undefined || child.group === -1 ? current.answer : child.group + 1;
      const tail = child?.below === 1 ? tailOf(child) : null;
      if (child === undefined || child.below === 0) cells.push(~answer);
      else if (tail === null) cells.push((rows.push({ node: child, answer }) - 1) * ROW);
      else cells.push(~(groups + tails.push(tail.value, tail.count, tail.group + 1, answer) / TAIL));
    }
    cells.push(~current.answer);
  }
  return { cells: Int32Array.from(cells), tails: Int32Array.from(tails) };
}

/** The only way on from a node, as digits; null when they are too many for one number. */
function tailOf(from: Node): { value: number; count: number; group: number } | null {
  let value = 0;
  let count = 0;
  let at = from;
  while (at.below > 0) {
    const digit = at.next.findIndex((child) => child !== undefined);
    const child = at.next[digit];
    if (child === undefined || count === MAX_TAIL) return null;
    value = value * 10 + digit;
    count += 1;
    at = child;
  }
  return { value, count, group: at.group };
}
