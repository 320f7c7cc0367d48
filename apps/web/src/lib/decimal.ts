/** "6" or "6.5" per cent as parts per million, or null when it is no such number. */
export function percentToPpm(text: string): number | null {
  const match = /^(\d{1,3})(?:\.(\d{1,4}))?$/.exec(text.trim());
  if (!match) return null;
  const ppm = Number(match[1]) * 10_000 + Number((match[2] ?? "").padEnd(4, "0"));
  return ppm <= 1_000_000 ? ppm : null;
}

/** Parts per million as per cent, without zeros at the end: 60000 → "6". */
export function ppmToPercent(ppm: number): string {
  return String(ppm / 10_000);
}

/** A whole number of a form field, or null. */
export function wholeNumber(text: string, max = Number.MAX_SAFE_INTEGER): number | null {
  if (!/^\d{1,15}$/.test(text.trim())) return null;
  const value = Number(text);
  return value <= max ? value : null;
}

/** What a person types as a rate, made strict: "0,80" and " .5" are 0.80 and 0.5. */
export function tidyRate(text: string): string {
  return text
    .trim()
    .replace(",", ".")
    .replace(/^\./, "0.")
    .replace(/^0+(?=\d)/, "");
}
