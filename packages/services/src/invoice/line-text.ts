import type { Message } from "@callbay/domain/message";
import { EN, ZH } from "./line-words.ts";

/** Languages in which documents are written. */
export type DocumentLocale = "en" | "zh-CN";

export function documentLocale(locale: string): DocumentLocale {
  return locale.startsWith("zh") ? "zh-CN" : "en";
}

/** The language beneath: documents are written in both. */
export function otherLocale(locale: DocumentLocale): DocumentLocale {
  return locale === "en" ? "zh-CN" : "en";
}

/** What a line of an invoice is for, in the document's language. */
export function lineText({ key, values }: Message, locale: DocumentLocale): string {
  const text = (locale === "zh-CN" ? ZH : EN)[key];
  return text ? text(values) : key;
}

/** The words of the arithmetic; one that contains another stands before it. */
const ZH_WORDS: readonly (readonly [RegExp, string])[] = [
  [/ within the minimum already charged/g, " 已计入最低席数"],
  [/ charged before as minimum/g, " 已按最低收费计收"],
  [/ charged before/g, " 已计收"],
  [/ given before/g, " 已给予"],
  [/ for the month/g, "（全月）"],
  [/ to the minimum/g, " 补足最低席数"],
  [/ minimum; usage/g, " 最低收费；用量"],
  [/ minimum; charges/g, " 最低收费；各项费用"],
  [/, tier from/g, "，达到档位"],
  [/, below the first tier/g, "，未达首档"],
  [/ short by/g, " 相差"],
  [/, none beyond/g, "，未超出"],
  [/ included/g, " 已包含"],
  [/ rolled over/g, " 上月结转"],
  [/, no more than/g, "，不超过"],
  [/ seat-days?/g, " 席位日"],
  [/ number-days?/g, " 号码日"],
  [/ person-days?/g, " 人日"],
  [/ late on/g, " 补报，涉及"],
  [/ that had/g, "，原有"],
  [/ in steps of/g, "，计费步长"],
  [/ s more/g, " 秒增加"],
  [/ accepted/g, " 已接受"],
  [/ connected/g, " 已接通"],
  [/ successes/g, " 个成功"],
  [/ of value/g, "（订单金额）"],
  [/ of margin/g, "（订单毛利）"],
  [/ given back/g, " 退还"],
  [/^tax of /g, "税率 "],
  [/^credit of /g, "抵扣额 "],
  [/ within /g, "，含于 "],
  [/ leased/g, " 租用"],
  [/ late/g, " 补报"],
  [/ left/g, " 剩余"],
  [/ at least/g, "（最低）"],
  [/ messages?/g, " 条"],
  [/ seconds?/g, " 秒"],
  [/ days?/g, " 天"],
  [/ calls?/g, " 通"],
  [/ on /g, "，"],
  [/ of /g, " / "],
  [/(\d) s(?![a-z])/g, "$1 秒"],
];

/** The arithmetic of a line in the document's language; its figures stay as they were frozen. */
export function arithmeticText(arithmetic: string, locale: DocumentLocale): string {
  if (locale === "en") return arithmetic;
  return ZH_WORDS.reduce((text, [word, translated]) => text.replace(word, translated), arithmetic);
}

interface UnitWords {
  readonly one: string;
  readonly many: string;
}

const EN_UNITS: Readonly<Record<string, UnitWords>> = {
  seat_day: { one: "seat-day", many: "seat-days" },
  seat_month: { one: "seat-month", many: "seat-months" },
  call: { one: "call", many: "calls" },
  minute: { one: "minute", many: "minutes" },
  month: { one: "month", many: "months" },
  success: { one: "success", many: "successes" },
  hour: { one: "hour", many: "hours" },
  item: { one: "item", many: "items" },
  number_month: { one: "number-month", many: "number-months" },
  message: { one: "message", many: "messages" },
  amount: { one: "", many: "" },
};

const ZH_UNITS: Readonly<Record<string, string>> = {
  seat_day: "席位日",
  seat_month: "席月",
  call: "通",
  minute: "分钟",
  month: "月",
  success: "个成功",
  hour: "小时",
  item: "项",
  number_month: "号码月",
  message: "条",
  amount: "",
};

/** What a unit is called beside a quantity; "" for amounts, which are counted in no unit. */
export function unitText(unit: string, locale: DocumentLocale, quantityMicros = 0n): string {
  if (locale === "zh-CN") return ZH_UNITS[unit] ?? unit;
  const words = EN_UNITS[unit];
  if (!words) return unit;
  return quantityMicros === 1_000_000n || quantityMicros === -1_000_000n ? words.one : words.many;
}
