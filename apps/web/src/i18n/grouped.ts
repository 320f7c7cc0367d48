/** A number in running text: no part of a date, of a code like +4420 or MT-2026-000001, or of a version. */
const NUMBER = /(?<![\p{L}\d.+_/#-])\d{4,}(?:\.\d+)?(?![\p{L}\d_/-])/gu;

/** An exact decimal as readers of `locale` write it, its digits in groups: "1350.00" → "1,350.00". Other text as it is. */
export function groupedDecimal(text: string, locale: string): string {
  const [, sign = "", whole, fraction = ""] = /^(-?)(\d+)(\.\d+)?$/.exec(text) ?? [];
  if (whole === undefined) return text;
  const point = new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === "decimal")?.value ?? ".";
  return `${sign}${new Intl.NumberFormat(locale).format(BigInt(whole))}${fraction.replace(".", point)}`;
}

/** The same for each number of a calculation or a list of steps. */
export function groupedText(text: string, locale: string): string {
  return text.replace(NUMBER, (number) => groupedDecimal(number, locale));
}

/** The same where names stand between the amounts: a year in a name has no fraction. */
export function groupedAmounts(text: string, locale: string): string {
  return text.replace(NUMBER, (number) => (number.includes(".") ? groupedDecimal(number, locale) : number));
}
