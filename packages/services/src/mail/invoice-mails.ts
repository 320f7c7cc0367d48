import { addDays, fromDbDate } from "@callbay/domain/calendar";
import { notFound } from "@callbay/domain/errors";
import type { ReminderStage } from "@callbay/domain/reminders";
import { type DocumentLocale, documentLocale } from "../invoice/line-text.ts";
import { partiesSchema } from "../invoice/parties.ts";
import { type Letter, letters } from "./texts.ts";
import { type MailingUnit, writeMail } from "./write.ts";

/** Tells a client that an invoice waits for its look; once per opening of the review. */
export async function reviewMail(unit: MailingUnit, tenantId: string, invoiceId: string): Promise<void> {
  const { letter, locale } = await loadLetter(unit, tenantId, invoiceId);
  const sourceKey = `${invoiceId}:${letter.reviewDueOn}`;
  const { subject, body } = letters(locale).review(letter);
  await writeMail(unit, { tenantId, kind: "review", sourceKey, subject, body });
}

/**
 * Sends a finalised invoice or credit note with its PDF.
 *
 * @param again distinguishes a sending from those before; the first has none.
 */
export async function invoiceMail(unit: MailingUnit, tenantId: string, invoiceId: string, again = ""): Promise<void> {
  const { letter, locale, kind } = await loadLetter(unit, tenantId, invoiceId);
  const texts = letters(locale);
  const { subject, body } = kind === "credit_note" ? texts.creditNote(letter) : texts.invoice(letter);
  await writeMail(unit, {
    tenantId,
    kind: kind === "credit_note" ? "credit_note" : "invoice",
    sourceKey: `${invoiceId}${again}`,
    subject,
    body,
    attachments: [{ document: "invoice.pdf", invoiceId }],
  });
}

/** Reminds a client of an open invoice. @returns false when it was reminded at this stage before. */
export async function reminderMail(
  unit: MailingUnit,
  tenantId: string,
  invoiceId: string,
  stage: ReminderStage,
): Promise<boolean> {
  const { letter, locale } = await loadLetter(unit, tenantId, invoiceId);
  const { subject, body } = letters(locale).reminder(letter, stage);
  const attachments = [{ document: "invoice.pdf" as const, invoiceId }];
  return writeMail(unit, {
    tenantId,
    kind: "reminder",
    sourceKey: `${invoiceId}:${stage}`,
    subject,
    body,
    attachments,
  });
}

async function loadLetter({ tx, deps }: MailingUnit, tenantId: string, invoiceId: string) {
  const invoice = await tx.invoice.findUnique({
    where: { tenantId_id: { tenantId, id: invoiceId } },
    include: {
      settlement: true,
      corrects: { select: { number: true } },
      contract: { select: { tenant: { select: { locale: true, name: true } } } },
    },
  });
  if (!invoice) throw notFound("invoice");
  const { settlement, corrects, contract } = invoice;
  const { issuer } = partiesSchema.parse(invoice.parties);
  const locale: DocumentLocale = documentLocale(contract.tenant.locale);
  const letter: Letter = {
    client: contract.tenant.name,
    issuer: issuer.name,
    number: invoice.number ?? "",
    periodFrom: fromDbDate(invoice.periodFrom),
    periodThrough: addDays(fromDbDate(invoice.periodTo), -1),
    currency: invoice.currency,
    totalMinor: invoice.totalMinor,
    openMinor: invoice.totalMinor - (settlement?.paidMinor ?? 0n) - (settlement?.creditedMinor ?? 0n),
    dueOn: invoice.dueOn ? fromDbDate(invoice.dueOn) : "",
    reviewDueOn: invoice.reviewDueOn ? fromDbDate(invoice.reviewDueOn) : "",
    autoCharge: invoice.autoCharge,
    bankDetails: issuer.bankDetails ?? "",
    corrects: corrects?.number ?? "",
    link: `${deps.appUrl}/w/invoices/${invoiceId}`,
  };
  return { letter, locale, kind: invoice.kind };
}
