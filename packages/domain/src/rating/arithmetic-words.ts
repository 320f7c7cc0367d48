/**
 * The words of a charge's arithmetic in Simplified Chinese, in the order in which they are replaced: one that contains
 * another stands before it. The arithmetic itself is frozen in English on the charge; its figures are never touched.
 */
const CHINESE: readonly (readonly [RegExp, string])[] = [
  [/ within the minimum already charged/g, " 已计入最低席数"],
  [/ charged before as minimum/g, " 前期已计最低消费"],
  [/ charged before/g, " 前期已计"],
  [/ given before/g, " 前期已减"],
  [/ for the month/g, "（当月合计）"],
  [/ to the minimum/g, " 补足最低席数"],
  [/ minimum; usage/g, " 最低消费；用量"],
  [/ minimum; charges/g, " 最低消费；各项费用"],
  [/, short by/g, "，不足"],
  [/, none beyond/g, "，未超出"],
  [/, no more than/g, "，上限"],
  [/, tier from/g, "，达到档位"],
  [/, below the first tier/g, "，未达首档"],
  [/ included/g, " 套餐内"],
  [/ rolled over/g, " 上月结转"],
  [/ late on/g, " 补报，涉及"],
  [/ that had/g, "，原有"],
  [/,? in steps of/g, "，计费步长"],
  [/ s more/g, " 秒新增"],
  [/ seat-days?/g, " 席位日"],
  [/ number-days?/g, " 号码日"],
  [/ person-days?/g, " 人日"],
  [/ accepted/g, " 成功"],
  [/ connected/g, " 接通"],
  [/ successes/g, " 笔成功"],
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

/** A charge's arithmetic in the reader's language: Chinese, or as it was frozen. */
export function arithmeticIn(arithmetic: string, locale: string): string {
  if (!locale.startsWith("zh")) return arithmetic;
  return CHINESE.reduce((text, [word, translated]) => text.replace(word, translated), arithmetic);
}
