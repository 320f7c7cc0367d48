/**
 * How a workbook's number is read as text. A cell holds 13800138000 or 1.3800138E10 and a format beside it; what a person
 * saw in the sheet is made of both, and a number to dial must be all of its digits.
 */
export type CellFormat =
  | { readonly kind: "general" }
  | { readonly kind: "date" }
  /** Hours that go on past a day: [h]:mm. */
  | { readonly kind: "elapsed" }
  /** Digits set into a pattern, "00000000000" or "000-0000"; the second for numbers too long for the first. */
  | { readonly kind: "digits"; readonly patterns: readonly DigitPattern[] };

interface DigitPattern {
  /** A digit's place, null, or a text between them. */
  readonly tokens: readonly (string | null)[];
  /** Places that show a zero where the number has no digit. */
  readonly zeros: number;
  readonly places: number;
}

const GENERAL: CellFormat = { kind: "general" };
const DATE: CellFormat = { kind: "date" };
const ELAPSED: CellFormat = { kind: "elapsed" };

/** Formats that every workbook knows by number alone. Source: ECMA-376 part 1, 18.8.30; those of Chinese and Japanese too. */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id === 45 || id === 47 || (id >= 50 && id <= 58);

/** @param id of the format. @param code as the workbook writes it; undefined for those known by number alone. */
export function cellFormat(id: number, code: string | undefined): CellFormat {
  if (code === undefined) return id === 46 ? ELAPSED : isBuiltInDate(id) ? DATE : GENERAL;
  const sections = code.split(";");
  const first = sections[0] ?? "";
  if (/\[[hms]+\]/i.test(first)) return ELAPSED;
  const bare = first
    .replace(/"[^"]*"/g, "")
    .replace(/\\./g, "")
    .replace(/\[[^\]]*\]/g, "")
    .replace(/[_*]./g, "");
  if (/general|@/i.test(bare)) return GENERAL;
  if (/[ymdhs年月日]/i.test(bare)) return DATE;
  const conditional = /^\[[<>=]/.test(first);
  const patterns = (conditional ? sections.slice(0, 2) : [first]).map(digitPattern);
  if (patterns.some((one) => one === null)) return GENERAL;
  return { kind: "digits", patterns: patterns.filter((one) => one !== null) };
}

function digitPattern(section: string): DigitPattern | null {
  const tokens: (string | null)[] = [];
  let [zeros, places] = [0, 0];
  const parts = section.match(/"[^"]*"|\\.|\[[^\]]*\]|[_*].|./gsu) ?? [];
  for (const part of parts) {
    if (part === "0" || part === "#") {
      tokens.push(null);
      places += 1;
      if (part === "0") zeros += 1;
    } else if (part.startsWith('"')) tokens.push(part.slice(1, -1));
    else if (part.startsWith("\\")) tokens.push(part.slice(1));
    else if (/^[-+() ]$/.test(part)) tokens.push(part);
    else if (!/^[[_*]/.test(part)) return null;
  }
  return places === 0 ? null : { tokens, zeros, places };
}

/** A number of a cell as text: never in exponent form, dates year first, digits as their pattern sets them. */
export function cellNumber(stored: string, format: CellFormat, is1904 = false): string {
  const value = Number(stored);
  if (stored.trim() === "" || !Number.isFinite(value)) return stored;
  if (format.kind === "date") return dateText(value, is1904) ?? plainNumber(value);
  if (format.kind === "elapsed") return elapsedText(value) ?? plainNumber(value);
  if (format.kind === "digits" && Number.isInteger(value) && value >= 0) return inPattern(plainNumber(value), format);
  return plainNumber(value);
}

/** What Excel keeps of a number: fifteen digits. */
const DIGITS = 15;

function plainNumber(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? String(value) : BigInt(value).toString();
  const rounded = Number(value.toPrecision(DIGITS));
  const text = String(rounded);
  return text.includes("e") ? rounded.toFixed(20).replace(/0+$/, "") : text;
}

function inPattern(digits: string, { patterns }: { readonly patterns: readonly DigitPattern[] }): string {
  const pattern = patterns.find(({ places }) => digits.length <= places) ?? patterns.at(-1);
  if (!pattern) return digits;
  let left = digits.padStart(pattern.zeros, "0");
  let open = pattern.places;
  const out: string[] = [];
  for (const token of [...pattern.tokens].reverse()) {
    if (token !== null) {
      out.push(token);
      continue;
    }
    open -= 1;
    // The first place takes all digits that are left.
    out.push(open === 0 ? left : left.slice(-1));
    left = open === 0 ? "" : left.slice(0, -1);
  }
  return out.reverse().join("").trim();
}

const DAY_MS = 86_400_000;
/** The last day that Excel knows: 9999-12-31. */
const LAST_SERIAL = 2_958_465;

function dateText(serial: number, is1904: boolean): string | null {
  if (serial < 0 || serial > LAST_SERIAL) return null;
  const seconds = Math.round(serial * 86_400);
  const time = new Date((seconds % 86_400) * 1000).toISOString().slice(11, 19);
  const day = Math.floor(seconds / 86_400);
  if (day === 0 && !is1904) return time;
  // Day 60 of the 1900 system is a 29 February that never was.
  const days = is1904 ? day + 1462 : day < 60 ? day + 1 : day;
  const date = new Date(Date.UTC(1899, 11, 30) + days * DAY_MS).toISOString().slice(0, 10);
  return time === "00:00:00" ? date : `${date} ${time}`;
}

function elapsedText(serial: number): string | null {
  if (serial < 0 || serial > LAST_SERIAL) return null;
  const seconds = Math.round(serial * 86_400);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
