import type { DocumentLocale } from "../line-text.ts";

/** The fixed words of a statement of account. */
export interface StatementWords {
  readonly title: string;
  readonly date: string;
  readonly event: string;
  readonly document: string;
  readonly amount: string;
  readonly balance: string;
  readonly opening: string;
  readonly closing: string;
  readonly owed: string;
  readonly inFavour: string;
  readonly nothing: string;
  /** By the ledger's event. */
  readonly events: Readonly<Record<string, string>>;
}

const EN: StatementWords = {
  title: "Statement of account",
  date: "Date",
  event: "Movement",
  document: "Document",
  amount: "Amount",
  balance: "Balance",
  opening: "Opening balance",
  closing: "Closing balance",
  owed: "You owe",
  inFavour: "In your favour",
  nothing: "Nothing was owed and nothing moved in this period.",
  events: {
    invoice_finalised: "Invoice",
    credit_note_finalised: "Credit note",
    invoice_voided: "Invoice void",
    payment_received: "Payment, thank you",
    payment_refunded: "Refund",
    payment_disputed: "Payment taken back by the bank",
    payment_dispute_won: "Payment returned by the bank",
  },
};

const ZH: StatementWords = {
  title: "对账单",
  date: "日期",
  event: "变动",
  document: "单据",
  amount: "金额",
  balance: "余额",
  opening: "期初余额",
  closing: "期末余额",
  owed: "应付余额",
  inFavour: "贵方结余",
  nothing: "本期无欠款，亦无变动。",
  events: {
    invoice_finalised: "账单",
    credit_note_finalised: "贷项通知单",
    invoice_voided: "账单作废",
    payment_received: "付款，谢谢",
    payment_refunded: "退款",
    payment_disputed: "银行撤回付款",
    payment_dispute_won: "银行退还付款",
  },
};

export function statementWordsOf(locale: DocumentLocale): StatementWords {
  return locale === "zh-CN" ? ZH : EN;
}
