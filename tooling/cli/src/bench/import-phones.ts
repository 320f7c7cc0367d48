import { getCountries, getExampleNumber } from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";

/** A number as a list has it, and the list's country. */
export interface WrittenPhone {
  readonly raw: string;
  readonly country: string;
}

/** Numbers that come again with the same seed. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const COUNTRIES = getCountries();
const NATIONAL = COUNTRIES.map((country) => {
  const example = getExampleNumber(country, examples);
  return example ? { code: String(example.countryCallingCode), national: String(example.nationalNumber) } : null;
});

/** Where the numbers of a list are from, by weight. */
const LISTED = [
  "CN",
  "CN",
  "CN",
  "US",
  "US",
  "GB",
  "DE",
  "FR",
  "SG",
  "HK",
  "AU",
  "JP",
  "IN",
  "ES",
  "IT",
  "CA",
] as const;

/** A number as lists have them: most plain, some with spaces or brackets, of a mobile phone of the list's country. */
export function listedPhone(below: (n: number) => number): WrittenPhone {
  const country = LISTED[below(LISTED.length)] ?? "CN";
  const { code, national } = NATIONAL[COUNTRIES.indexOf(country)] ?? { code: "86", national: "13123456789" };
  const own = national.slice(0, -6) + String(below(1_000_000)).padStart(6, "0");
  const how = below(10);
  if (how < 4) return { raw: `+${code}${own}`, country };
  if (how < 5) return { raw: `00${code}${own}`, country };
  if (how < 8) return { raw: own, country };
  return { raw: `+${code} ${own.slice(0, 3)} ${own.slice(3, 6)}-${own.slice(6)}`, country };
}

/** Anything that may stand in a column of numbers: all countries, right and wrong, in all ways of writing. */
export function anyWritten(below: (n: number) => number): { readonly raw: string; readonly country: string | null } {
  const at = below(COUNTRIES.length);
  const country = below(20) === 0 ? null : (COUNTRIES[at] ?? null);
  const example = NATIONAL[below(3) === 0 ? below(COUNTRIES.length) : at];
  const digits = (count: number) => Array.from({ length: count }, () => below(10)).join("");
  let national = example?.national ?? digits(9);
  if (below(3) > 0) {
    const kept = below(national.length + 1);
    national = national.slice(0, kept) + digits(Math.max(0, national.length - kept + below(4) - 1));
  }
  if (below(6) === 0) national = digits(4 + below(12));
  const code = example?.code ?? digits(2);
  let raw = [`+${code}`, `+${code}`, `00${code}`, code, "0", String(below(10)), "", ""][below(8)] + national;
  for (let signs = below(3); signs > 0; signs -= 1) {
    const place = below(raw.length + 1);
    raw = raw.slice(0, place) + (["-", " ", "(", ")", ") ", ".", "(0)", "0"][below(8)] ?? "") + raw.slice(place);
  }
  return { raw, country };
}
