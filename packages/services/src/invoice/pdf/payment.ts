import { creditorReference, printedReference } from "@callbay/domain/bank/reference";
import { PAGE } from "./canvas.ts";
import { dateText, INK, type InvoiceSheet, label, SMALL } from "./sheet.ts";

const HEIGHT = 74;

/** Where to pay, under which reference, and by when; a credit note says that there is nothing to pay. */
export function writePayment(sheet: InvoiceSheet, start: number): void {
  const { canvas, labels, other, locale, invoice } = sheet;
  const { issuer } = invoice.parties;
  const { number } = invoice;
  if (!number) return;
  let y = start;
  if (y + HEIGHT > PAGE.bottom) {
    canvas.document.addPage();
    y = PAGE.top;
  }
  const value = { ...SMALL, colour: INK.text };
  if (invoice.kind === "credit_note") {
    canvas.fill(PAGE.left, y, PAGE.right - PAGE.left, 44, INK.panel);
    const below = canvas.text(labels.credited, PAGE.left + 14, y + 10, 460, value);
    canvas.text(other.credited, PAGE.left + 14, below, 460, { ...SMALL, size: 7.5 });
    return;
  }
  const account = [
    ...(issuer.bankDetails ? [issuer.bankDetails] : []),
    ...(issuer.iban ? [`${labels.iban} ${printedReference(issuer.iban.replace(/\s/g, ""))}`] : []),
    ...(issuer.bic ? [`${labels.bic} ${issuer.bic}`] : []),
  ];
  const lines = account.length > 0 ? account : ["–"];
  const height = Math.max(HEIGHT - 12, 36 + lines.length * 12.5);
  canvas.fill(PAGE.left, y, PAGE.right - PAGE.left, height, INK.panel);
  let at = label(sheet, "payment", PAGE.left + 14, y + 11, 220) + 2;
  for (const line of lines) at = canvas.text(line, PAGE.left + 14, at, 228, value);
  const below = label(sheet, "reference", 300, y + 11, 126) + 2;
  const reference = creditorReference(number);
  canvas.text(reference ? printedReference(reference) : number, 300, below, 126, value);
  if (invoice.dueOn) {
    const due = label(sheet, "payBy", 438, y + 11, PAGE.right - 438) + 2;
    canvas.text(dateText(invoice.dueOn, locale), 438, due, PAGE.right - 438 - 12, { ...value, weight: "bold" });
  }
}
