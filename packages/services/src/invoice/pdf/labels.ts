import type { DocumentLocale } from "../line-text.ts";

const EN = {
  invoice: "Invoice",
  draft: "Draft, not an invoice",
  number: "Invoice no.",
  issued: "Date of issue",
  due: "Due",
  period: "Period",
  contract: "Contract",
  currency: "Currency",
  from: "From",
  to: "Bill to",
  taxNumber: "Tax no.",
  description: "Description",
  quantity: "Quantity",
  unitPrice: "Unit price",
  amount: "Amount",
  net: "Net",
  tax: "Tax",
  onNet: "on",
  total: "Total due",
  payment: "Payment",
  payBy: "Please pay by",
  reference: "Payment reference",
  annex: "Annex: usage per day",
  annexNote: "Days are calendar days in",
  day: "Day",
  calls: "Chargeable calls",
  talk: "Talk time",
  seatDays: "Seats leased",
  sum: "Total",
  minTalk: "A call is chargeable when it was answered, joined to an agent and had at least this much talk:",
  seconds: "s",
  units: { seat_day: "seat-days", seat_month: "seat-months", call: "calls", month: "months" },
} as const;

type Widen<T> = { readonly [K in keyof T]: T[K] extends string ? string : Widen<T[K]> };

/** The fixed words of an invoice. */
export type Labels = Widen<typeof EN>;

const ZH: Labels = {
  invoice: "账单",
  draft: "草稿，尚非正式账单",
  number: "账单编号",
  issued: "开具日期",
  due: "付款到期日",
  period: "计费期间",
  contract: "合同编号",
  currency: "币种",
  from: "开具方",
  to: "客户",
  taxNumber: "税号",
  description: "项目",
  quantity: "数量",
  unitPrice: "单价",
  amount: "金额",
  net: "不含税金额",
  tax: "税额",
  onNet: "计税金额",
  total: "应付总额",
  payment: "付款方式",
  payBy: "请于以下日期前付款：",
  reference: "付款附言",
  annex: "附件：每日用量",
  annexNote: "日期按以下时区的自然日计：",
  day: "日期",
  calls: "计费通话",
  talk: "通话时长",
  seatDays: "租用坐席",
  sum: "合计",
  minTalk: "已接听并接通坐席、且通话时长不少于以下时长的通话计费：",
  seconds: "秒",
  units: { seat_day: "席位日", seat_month: "席月", call: "通", month: "月" },
};

export function labelsOf(locale: DocumentLocale): Labels {
  return locale === "zh-CN" ? ZH : EN;
}
