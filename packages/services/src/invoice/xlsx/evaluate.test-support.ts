import type ExcelJS from "exceljs";

/** An exact fraction; the denominator is above zero. */
interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

/**
 * Computes a formula of a sheet anew, exactly, in fractions: a spreadsheet of our own with +, −, ×, ÷, ROUND, SUM and
 * SUMIF. It reads numbers and formulas from the cells, and never their stored results.
 */
export function evaluate(sheet: ExcelJS.Worksheet, formula: string): Fraction {
  const tokens = formula.match(/[A-Z]+\d+(?::[A-Z]+\d+)?|[A-Z]+|\d+(?:\.\d+)?|[-+*/(),]/g) ?? [];
  let at = 0;
  const next = (): string => tokens[at++] ?? "";
  const expect = (token: string): void => {
    const found = next();
    if (found !== token) throw new Error(`${formula}: ${token} expected, not ${found}`);
  };
  const expression = (): Fraction => {
    let left = term();
    while (tokens[at] === "+" || tokens[at] === "-")
      left = next() === "+" ? add(left, term()) : add(left, negated(term()));
    return left;
  };
  const term = (): Fraction => {
    let left = factor();
    while (tokens[at] === "*" || tokens[at] === "/")
      left = next() === "*" ? times(left, factor()) : over(left, factor());
    return left;
  };
  const factor = (): Fraction => {
    const token = next();
    if (token === "-") return negated(factor());
    if (token === "(") {
      const inner = expression();
      expect(")");
      return inner;
    }
    if (/^\d/.test(token)) return decimal(token);
    if (token === "ROUND") {
      expect("(");
      const value = expression();
      expect(",");
      const places = Number(next());
      expect(")");
      return rounded(value, places);
    }
    if (token === "SUM") {
      expect("(");
      const sum = cellsOf(next()).reduce((total, cell) => add(total, value(sheet, cell)), { n: 0n, d: 1n });
      expect(")");
      return sum;
    }
    if (token === "SUMIF") {
      expect("(");
      const where = cellsOf(next());
      expect(",");
      const wanted = value(sheet, next());
      expect(",");
      const amounts = cellsOf(next());
      expect(")");
      return where.reduce(
        (total, cell, i) => (equal(value(sheet, cell), wanted) ? add(total, value(sheet, amounts[i] ?? "")) : total),
        { n: 0n, d: 1n },
      );
    }
    return value(sheet, token);
  };
  return expression();
}

/** A fraction with so many decimals; it must have no more. */
export function asText(fraction: Fraction, places: number): string {
  const scaled = fraction.n * 10n ** BigInt(places);
  if (scaled % fraction.d !== 0n) throw new Error("Not a whole number of the smallest unit");
  const digits = (scaled < 0n ? -scaled : scaled) / fraction.d;
  const text = digits.toString().padStart(places + 1, "0");
  const shown = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
  return scaled < 0n ? `-${shown}` : shown;
}

/** What a cell holds, computed anew where it is a formula. */
export function value(sheet: ExcelJS.Worksheet, address: string): Fraction {
  const held = sheet.getCell(address).value;
  if (held === null || held === undefined) return { n: 0n, d: 1n };
  if (typeof held === "number") return decimal(String(held));
  if (typeof held === "object" && "formula" in held) return evaluate(sheet, String(held.formula));
  throw new Error(`${address} holds no number: ${JSON.stringify(held)}`);
}

function cellsOf(range: string): string[] {
  const match = /^([A-Z]+)(\d+)(?::[A-Z]+(\d+))?$/.exec(range);
  const [, column = "", from = "", to = from] = match ?? [];
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => `${column}${Number(from) + i}`);
}

function decimal(text: string): Fraction {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text);
  if (!match) throw new Error(`Not a decimal: ${text}`);
  const [, sign, whole = "0", fraction = "", exponent = "0"] = match;
  const n = BigInt(`${sign}${whole}${fraction}`);
  const shift = fraction.length - Number(exponent);
  return shift >= 0 ? { n, d: 10n ** BigInt(shift) } : { n: n * 10n ** BigInt(-shift), d: 1n };
}

function add(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}
function negated({ n, d }: Fraction): Fraction {
  return { n: -n, d };
}
function times(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.n, d: a.d * b.d };
}
function over(a: Fraction, b: Fraction): Fraction {
  const sign = b.n < 0n ? -1n : 1n;
  return { n: sign * a.n * b.d, d: sign * a.d * b.n };
}
function equal(a: Fraction, b: Fraction): boolean {
  return a.n * b.d === b.n * a.d;
}
function rounded({ n, d }: Fraction, places: number): Fraction {
  const scaled = n * 10n ** BigInt(places);
  const magnitude = scaled < 0n ? -scaled : scaled;
  const whole = (2n * magnitude + d) / (2n * d);
  return { n: scaled < 0n ? -whole : whole, d: 10n ** BigInt(places) };
}
