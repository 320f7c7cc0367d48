import { seeded } from "./import-phones.ts";

/** A run of consecutive numbers of which a part stands on the register: an area code, or a range of mobile phones. */
interface Range {
  readonly from: number;
  readonly span: number;
  /** How many of it stand on the register. */
  readonly wanted: number;
}

/** Digits of area codes: not below 200, no x11, no 9 in the middle, as the North American plan has them. */
function areaCodes(): number[] {
  return Array.from({ length: 800 }, (_, i) => 200 + i).filter((code) => {
    const middle = Math.floor(code / 10) % 10;
    return middle !== 9 && code % 100 !== 11 && code % 2 === 1;
  });
}

/**
 * Where a register's numbers are: 220 million in the area codes of North America, from a twenty-fifth of one to a fifth
 * of another, 20 million in British ranges, the rest in Chinese mobile ranges. Ascending.
 */
function ranges(total: number): Range[] {
  const share = (part: number) => Math.round(total * part);
  const codes = areaCodes();
  // Exchanges begin with 2 to 9.
  const american = codes.map((code) => ({ from: 10_000_000_000 + code * 10_000_000 + 2_000_000, span: 8_000_000 }));
  const weights = american.map((_, i) => 1 + ((i * 7) % 10) / 2.5);
  const british = [
    ...Array.from({ length: 9 }, (_, i) => ({ from: 441_000_000_000 + (200 + i * 70) * 1_000_000, span: 10_000_000 })),
    ...Array.from({ length: 5 }, (_, i) => ({ from: 447_400_000_000 + i * 100_000_000, span: 100_000_000 })),
  ];
  const chinese = Array.from({ length: 20 }, (_, i) => ({
    from: 8_613_000_000_000 + i * 100_000_000,
    span: 80_000_000,
  }));
  const shared = (of: readonly { from: number; span: number }[], numbers: number, weight: (i: number) => number) => {
    const sum = of.reduce((all, { span }, i) => all + span * weight(i), 0);
    return of.map((range, i) => ({ ...range, wanted: Math.floor((numbers * range.span * weight(i)) / sum) }));
  };
  return [
    ...shared(american, share(0.88), (i) => weights[i] ?? 1),
    ...shared(british, share(0.08), () => 1),
    ...shared(chinese, share(0.04), () => 1),
  ];
}

/** The numbers of a synthetic register, `total` of them, ascending, the same with each run. */
export function* registerNumbers(total: number): Generator<Float64Array, void, undefined> {
  let state = 12_345;
  let piece = new Float64Array(65_536);
  let filled = 0;
  let left = total;
  // Some ranges end before they have all they should; a little more than enough in the others makes up for it.
  for (const { from, span, wanted } of ranges(total * 1.001)) {
    const gap = span / wanted;
    for (let number = from; left > 0; left--) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      // Gaps as of numbers that were put there by chance.
      number += 1 + Math.floor(-Math.log(1 - state / 4_294_967_296) * (gap - 0.5));
      if (number >= from + span) break;
      piece[filled++] = number;
      if (filled < piece.length) continue;
      yield piece;
      piece = new Float64Array(65_536);
      filled = 0;
    }
  }
  yield piece.subarray(0, filled);
}

/** A list of a client's: a fifth of it planted out of the register, the others anywhere in its ranges, in no order. */
export function listedPhones(count: number, total: number, onRegister: (place: number) => number, size: number) {
  const below = seeded(77);
  const all = ranges(total);
  const sums: number[] = [];
  for (const { wanted } of all) sums.push((sums.at(-1) ?? 0) + wanted);
  const last = sums.at(-1) ?? 1;
  let planted = 0;
  const phones = Array.from({ length: count }, () => {
    if (below(5) === 0) {
      planted += 1;
      return `+${onRegister(below(size))}`;
    }
    // Where many are registered, many live.
    const at = below(last);
    const range = all[sums.findIndex((sum) => sum > at)] ?? all[0];
    return `+${(range?.from ?? 0) + below(range?.span ?? 1)}`;
  });
  // Each a string of its own, as a driver hands them over, and not a rope of two.
  return { phones: phones.map((phone) => Buffer.from(phone).toString("latin1")), planted };
}
