/** How a recording is looked for by its number. */
export type NumberSearch =
  | { readonly by: "number"; readonly phone: string }
  | { readonly by: "ending"; readonly digits: string };

/** What a masked number shows of its end; see `maskPhone` in phone.ts. */
export const MASKED_DIGITS = 2;
/** With fewer, half of all numbers would be found. */
const FEWEST = 2;

/**
 * Reads what somebody typed to find a number. Who may see numbers whole looks for a whole one, or for its last digits.
 * Who may not looks for the digits that the mask shows, and no more: with one digit more at a time, a search would
 * uncover any number in forty steps.
 *
 * @returns null when that cannot be looked for; the search is then refused, never widened.
 */
export function readNumberSearch(typed: string, mayUnmask: boolean): NumberSearch | null {
  const text = typed.replace(/[\s().-]/g, "");
  if (!mayUnmask) return /^\d+$/.test(text) && text.length === MASKED_DIGITS ? { by: "ending", digits: text } : null;
  if (/^\+\d{7,15}$/.test(text)) return { by: "number", phone: text };
  return /^\d+$/.test(text) && text.length >= FEWEST && text.length <= 15 ? { by: "ending", digits: text } : null;
}
