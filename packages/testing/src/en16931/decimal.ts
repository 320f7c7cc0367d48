/** Decimals that a figure of an invoice is compared with. */
const PLACES = 12;
/** One whole. */
export const ONE = 10n ** BigInt(PLACES);

/** A decimal text as an exact number of 10⁻¹²; null for anything else. */
export function exact(text: string): bigint | null {
  const match = /^([+-]?)(\d+)(?:\.(\d{1,12}))?$/.exec(text);
  if (!match) return null;
  const value = BigInt(match[2] ?? "0") * ONE + BigInt((match[3] ?? "").padEnd(PLACES, "0"));
  return match[1] === "-" ? -value : value;
}

/** The same, nothing for what is no number. */
export function figure(text: string): bigint {
  return exact(text) ?? 0n;
}

/** The product of two. */
export function times(a: bigint, b: bigint): bigint {
  return (a * b) / ONE;
}

/** To two decimals, halves away from zero. */
export function cents(value: bigint): bigint {
  const unit = ONE / 100n;
  const half = value < 0n ? -unit / 2n : unit / 2n;
  return ((value + half) / unit) * unit;
}

export function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

/** Decimals that a text shows. */
export function decimals(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}
