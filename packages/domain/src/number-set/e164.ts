/** The largest number of 15 digits: E.164 has no longer ones. */
export const MAX_NUMBER = 999_999_999_999_999;

/** "+85223451002" → 85223451002; null for what is not E.164 with at least four digits. */
export function numberOf(phone: string): number | null {
  const { length } = phone;
  if (length < 5 || length > 16 || phone.charCodeAt(0) !== 43 || phone.charCodeAt(1) === 48) return null;
  let number = 0;
  for (let i = 1; i < length; i++) {
    const digit = phone.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return null;
    number = number * 10 + digit;
  }
  return number;
}

/** 85223451002 → "+85223451002". */
export function phoneOf(number: number): string {
  return `+${number}`;
}
