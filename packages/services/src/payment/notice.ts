import { localDate } from "@callbay/domain/calendar";
import { formatAmount } from "@callbay/domain/money";
import { documentLocale } from "../invoice/line-text.ts";
import { type MailingUnit, writeMail } from "../mail/write.ts";
import type { PayableInvoice } from "./open-invoice.ts";

export interface ChargeNotice {
  readonly paymentId: string;
  readonly invoice: PayableInvoice;
  readonly amountMinor: bigint;
  /** Must its holder confirm the payment with their bank? Else the card was refused. */
  readonly needsHolder: boolean;
  /** When the card is tried again. */
  readonly nextAt: Date | null;
}

/** Tells a client, once per attempt, that its saved card was not charged and what to do. */
export async function writeChargeNotice(unit: MailingUnit, tenantId: string, notice: ChargeNotice): Promise<void> {
  const { paymentId, invoice, amountMinor, needsHolder, nextAt } = notice;
  const tenant = await unit.tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { name: true, locale: true, timezone: true },
  });
  const locale = documentLocale(tenant.locale);
  const text = {
    client: tenant.name,
    number: invoice.number,
    amount: `${formatAmount(amountMinor, invoice.currency, locale)} (${invoice.currency})`,
    link: `${unit.deps.appUrl}/w/invoices/${invoice.id}`,
    nextOn: nextAt && localDate(nextAt, tenant.timezone),
  };
  const { subject, body } = (locale === "zh-CN" ? zh : en)(text, needsHolder);
  const kind = needsHolder ? "payment_action" : "payment_failed";
  await writeMail(unit, { tenantId, kind, sourceKey: paymentId, subject, body });
}

interface NoticeText {
  readonly client: string;
  readonly number: string;
  readonly amount: string;
  readonly link: string;
  readonly nextOn: string | null;
}

function en({ client, number, amount, link, nextOn }: NoticeText, needsHolder: boolean) {
  if (needsHolder) {
    return {
      subject: `Please confirm the payment of invoice ${number}`,
      body: `Dear ${client},\n\nyour bank asks you to confirm the payment of invoice ${number}, ${amount}. We will not try again by ourselves; please pay it here:\n${link}\n`,
    };
  }
  const next = nextOn
    ? `We will try again on ${nextOn}. You can also pay, or save another card, here:`
    : "We will not try again by ourselves. Please pay it here:";
  return {
    subject: `Your card was not charged for invoice ${number}`,
    body: `Dear ${client},\n\nyour saved card was refused for invoice ${number}, ${amount}. ${next}\n${link}\n`,
  };
}

function zh({ client, number, amount, link, nextOn }: NoticeText, needsHolder: boolean) {
  if (needsHolder) {
    return {
      subject: `请确认账单 ${number} 的付款`,
      body: `${client}：\n\n银行要求您确认账单 ${number} 的付款，金额 ${amount}。我们不会再自动扣款，请在此付款：\n${link}\n`,
    };
  }
  const next = nextOn
    ? `我们将于 ${nextOn} 再次尝试。您也可以在此付款或更换银行卡：`
    : "我们不会再自动扣款，请在此付款：";
  return {
    subject: `账单 ${number} 扣款未成功`,
    body: `${client}：\n\n您保存的银行卡未能支付账单 ${number}，金额 ${amount}。${next}\n${link}\n`,
  };
}
