import { paymentReference } from "@callbay/domain/bank/reference";
import { formatAmount } from "@callbay/domain/money";
import type { ReminderStage } from "@callbay/domain/reminders";
import type { DocumentLocale } from "../invoice/line-text.ts";

/** What the letters about an invoice name. */
export interface Letter {
  readonly client: string;
  readonly issuer: string;
  readonly number: string;
  readonly periodFrom: string;
  /** The last day, included. */
  readonly periodThrough: string;
  readonly currency: string;
  readonly totalMinor: bigint;
  readonly openMinor: bigint;
  readonly dueOn: string;
  readonly reviewDueOn: string;
  /** Charged by the saved payment method on the day due. */
  readonly autoCharge: boolean;
  readonly bankDetails: string;
  readonly corrects: string;
  /** Where the client opens it. */
  readonly link: string;
}

export interface Text {
  readonly subject: string;
  readonly body: string;
}

type Texts = Readonly<{
  review(letter: Letter): Text;
  invoice(letter: Letter): Text;
  creditNote(letter: Letter): Text;
  reminder(letter: Letter, stage: ReminderStage): Text;
}>;

const money = (minor: bigint, { currency }: Letter, locale: DocumentLocale) =>
  `${formatAmount(minor, currency, locale)} (${currency})`;
const lines = (...parts: readonly (string | false)[]) => parts.filter((part) => part !== false).join("\n");

const en: Texts = {
  review: (l) => ({
    subject: `Please check your invoice for ${l.periodFrom} to ${l.periodThrough}`,
    body: lines(
      `Dear ${l.client},`,
      "",
      `your invoice for ${l.periodFrom} to ${l.periodThrough} is ready to be checked. It comes to ${money(l.totalMinor, l, "en")}.`,
      `Until ${l.reviewDueOn} you can accept it, or dispute single lines and calls, here:`,
      l.link,
      "",
      `If we hear nothing until then, we take it as accepted.`,
      "",
      l.issuer,
    ),
  }),
  invoice: (l) => ({
    subject: `Invoice ${l.number} from ${l.issuer}`,
    body: lines(
      `Dear ${l.client},`,
      "",
      `here is invoice ${l.number} for ${l.periodFrom} to ${l.periodThrough}: ${money(l.totalMinor, l, "en")}, due on ${l.dueOn}.`,
      ...howToPay(l),
      "You find its lines, and the calls and days behind each, here:",
      l.link,
      "",
      l.issuer,
    ),
  }),
  creditNote: (l) => ({
    subject: `Credit note ${l.number} for invoice ${l.corrects}`,
    body: lines(
      `Dear ${l.client},`,
      "",
      `here is credit note ${l.number} for invoice ${l.corrects}: ${money(l.totalMinor, l, "en")}.`,
      l.link,
      "",
      l.issuer,
    ),
  }),
  reminder: (l, stage) => ({
    subject:
      stage === "before" ? `Invoice ${l.number} is due on ${l.dueOn}` : `Invoice ${l.number} was due on ${l.dueOn}`,
    body: lines(
      `Dear ${l.client},`,
      "",
      stage === "before"
        ? `invoice ${l.number} is due on ${l.dueOn}; ${money(l.openMinor, l, "en")} of it is open.`
        : `invoice ${l.number} was due on ${l.dueOn}, and ${money(l.openMinor, l, "en")} of it is still open.`,
      ...howToPay(l, stage === "before"),
      l.link,
      "",
      "If you have paid in the meantime, please take no notice of this mail.",
      "",
      l.issuer,
    ),
  }),
};

function howToPay(l: Letter, ahead = true): (string | false)[] {
  return [
    ahead && l.autoCharge && "Your saved payment method is charged on that day; you need not do anything.",
    !(ahead && l.autoCharge) &&
      l.bankDetails !== "" &&
      `By bank transfer: ${l.bankDetails}, reference ${paymentReference(l.number)}.`,
  ];
}

function zhHowToPay(l: Letter, ahead = true): (string | false)[] {
  return [
    ahead && l.autoCharge && "届时将从您保存的付款方式扣款，您无需操作。",
    !(ahead && l.autoCharge) &&
      l.bankDetails !== "" &&
      `银行转账：${l.bankDetails}，附言 ${paymentReference(l.number)}。`,
  ];
}

const zh: Texts = {
  review: (l) => ({
    subject: `请核对 ${l.periodFrom} 至 ${l.periodThrough} 的账单`,
    body: lines(
      `${l.client}：`,
      "",
      `${l.periodFrom} 至 ${l.periodThrough} 的账单已可核对，金额 ${money(l.totalMinor, l, "zh-CN")}。`,
      `请于 ${l.reviewDueOn} 前（含当日）确认，或对单行、单次通话提出异议：`,
      l.link,
      "",
      "逾期未答复，视为确认。",
      "",
      l.issuer,
    ),
  }),
  invoice: (l) => ({
    subject: `账单 ${l.number}（${l.issuer}）`,
    body: lines(
      `${l.client}：`,
      "",
      `随信附上 ${l.periodFrom} 至 ${l.periodThrough} 的账单 ${l.number}，金额 ${money(l.totalMinor, l, "zh-CN")}，请于 ${l.dueOn} 前付款。`,
      ...zhHowToPay(l),
      "各项明细及其通话与席位日，请见：",
      l.link,
      "",
      l.issuer,
    ),
  }),
  creditNote: (l) => ({
    subject: `红字账单 ${l.number}（更正账单 ${l.corrects}）`,
    body: lines(
      `${l.client}：`,
      "",
      `随信附上红字账单 ${l.number}，更正账单 ${l.corrects}，金额 ${money(l.totalMinor, l, "zh-CN")}。`,
      l.link,
      "",
      l.issuer,
    ),
  }),
  reminder: (l, stage) => ({
    subject: stage === "before" ? `账单 ${l.number} 将于 ${l.dueOn} 到期` : `账单 ${l.number} 已于 ${l.dueOn} 到期`,
    body: lines(
      `${l.client}：`,
      "",
      stage === "before"
        ? `账单 ${l.number} 将于 ${l.dueOn} 到期，尚有 ${money(l.openMinor, l, "zh-CN")} 未付。`
        : `账单 ${l.number} 已于 ${l.dueOn} 到期，尚有 ${money(l.openMinor, l, "zh-CN")} 未付。`,
      ...zhHowToPay(l, stage === "before"),
      l.link,
      "",
      "如您已付款，请忽略本邮件。",
      "",
      l.issuer,
    ),
  }),
};

/** The letters in the client's language. */
export function letters(locale: DocumentLocale): Texts {
  return locale === "zh-CN" ? zh : en;
}
