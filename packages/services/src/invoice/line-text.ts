import type { Message } from "@callbay/domain/message";

/** Languages in which documents are written. */
export type DocumentLocale = "en" | "zh-CN";

export function documentLocale(locale: string): DocumentLocale {
  return locale.startsWith("zh") ? "zh-CN" : "en";
}

type Values = Message["values"];
type Texts = Readonly<Record<string, (values: Values) => string>>;

const EN: Texts = {
  "charge.seat": (v) => `Seats, ${month(v, "en")}`,
  "charge.seat.minimum": (v) => `Seats, ${month(v, "en")}, at least ${v.minSeats} a day`,
  "charge.seat.late": (v) => `Seats used in ${month(v, "en")}, reported after its invoice`,
  "charge.perCall": (v) => `Chargeable ${v.direction} calls`,
  "charge.perCall.base": (v) => `Base fee for ${v.direction} calls, ${month(v, "en")}`,
  "charge.perCall.late": (v) => `Chargeable ${v.direction} calls, reported after their invoice`,
};

const ZH: Texts = {
  "charge.seat": (v) => `坐席租用，${month(v, "zh-CN")}`,
  "charge.seat.minimum": (v) => `坐席租用，${month(v, "zh-CN")}，每日至少 ${v.minSeats} 席`,
  "charge.seat.late": (v) => `${month(v, "zh-CN")}坐席租用，上期开票后补报`,
  "charge.perCall": (v) => `${direction(v)}计费通话`,
  "charge.perCall.base": (v) => `${direction(v)}通话基本费，${month(v, "zh-CN")}`,
  "charge.perCall.late": (v) => `${direction(v)}计费通话，上期开票后补报`,
};

/** The words of the arithmetic, longest first. */
const ZH_WORDS: readonly (readonly [RegExp, string])[] = [
  [/ within the minimum already charged/g, " 已计入最低席数"],
  [/ to the minimum/g, " 补足最低席数"],
  [/ seat-days?/g, " 席位日"],
  [/ leased/g, " 租用"],
  [/ late/g, " 补报"],
  [/ days?/g, " 天"],
  [/ calls?/g, " 通"],
];

/** What a line of an invoice is for, in the document's language. */
export function lineText({ key, values }: Message, locale: DocumentLocale): string {
  const text = (locale === "zh-CN" ? ZH : EN)[key];
  return text ? text(values) : key;
}

/** The arithmetic of a line in the document's language; its figures stay as they were frozen. */
export function arithmeticText(arithmetic: string, locale: DocumentLocale): string {
  if (locale === "en") return arithmetic;
  return ZH_WORDS.reduce((text, [word, translated]) => text.replace(word, translated), arithmetic);
}

function month(values: Values, locale: DocumentLocale): string {
  const text = String(values.month);
  const at = new Date(`${text}-01T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return text;
  return new Intl.DateTimeFormat(locale, { year: "numeric", month: "long", timeZone: "UTC" }).format(at);
}

function direction(values: Values): string {
  return values.direction === "inbound" ? "呼入" : "呼出";
}
