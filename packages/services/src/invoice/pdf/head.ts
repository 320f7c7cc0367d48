import { addDays, localDate } from "@callbay/domain/calendar";
import type { Party } from "../parties.ts";
import { PAGE, type TextStyle } from "./canvas.ts";
import type { Labels } from "./labels.ts";
import { dateText, INK, type InvoiceSheet, label, OTHER, type Sheet, SMALL } from "./sheet.ts";

const LOGO = { width: 190, height: 52 } as const;

/** Logo or name, title and number, both companies, dates and references. @returns the y below. */
export function writeHead(sheet: InvoiceSheet, logo: Buffer | null): number {
  const { canvas, labels, other, locale, invoice } = sheet;
  const { issuer, client, contract, timezone } = invoice.parties;
  const left = writeMasthead(sheet, issuer.name, logo);
  const title = invoice.kind === "credit_note" ? "creditNote" : "invoice";
  const right = { align: "right" } as const;
  canvas.text(labels[title], 347, PAGE.top - 4, PAGE.right - 347, {
    size: 24,
    weight: "bold",
    leading: 1.25,
    ...right,
  });
  canvas.text(other[title], 347, PAGE.top + 25, PAGE.right - 347, { ...OTHER, size: 9, ...right });
  const unfinished = invoice.state === "in_review" ? labels.inReview : labels.draft;
  const style: TextStyle = { size: 10.5, colour: invoice.number ? INK.text : INK.warning, ...right };
  canvas.text(invoice.number ?? unfinished, 347, PAGE.top + 39, PAGE.right - 347, style);

  const top = Math.max(left, PAGE.top + 58) + 24;
  const to = writeParty(sheet, "to", client, PAGE.left, top);
  const from = writeParty(sheet, "from", issuer, 208, top);
  const date = (day: string | null): string => (day === null ? "–" : dateText(day, locale));
  const facts: [keyof Labels, string][] = [
    ["issued", date(invoice.issuedAt && localDate(invoice.issuedAt, timezone))],
    ...(invoice.kind === "invoice" ? [["due", date(invoice.dueOn)] as [keyof Labels, string]] : []),
    ...(invoice.reviewDueOn && invoice.state === "in_review"
      ? [["reviewUntil", date(invoice.reviewDueOn)] as [keyof Labels, string]]
      : []),
    ["period", `${date(invoice.periodFrom)} –\n${date(addDays(invoice.periodTo, -1))}`],
    ["contract", contract.reference],
    ["currency", invoice.currency],
  ];
  if (invoice.corrects?.number) {
    const issued = invoice.corrects.issuedAt ? `\n${date(localDate(invoice.corrects.issuedAt, timezone))}` : "";
    facts.push(["corrects", `${invoice.corrects.number}${issued}`]);
  }
  let y = top;
  for (const [key, value] of facts) {
    const below = label(sheet, key, 368, y, 92);
    y =
      Math.max(below, canvas.text(value, 448, y - 0.5, PAGE.right - 448, { ...SMALL, colour: INK.text, ...right })) + 2;
  }
  return Math.max(to, from, y) + 24;
}

/** The issuer's logo, or its name set large under a stroke of colour. @returns the y below. */
export function writeMasthead({ canvas }: Sheet, name: string, logo: Buffer | null): number {
  if (logo) return canvas.image(logo, PAGE.left, PAGE.top - 4, LOGO.width, LOGO.height);
  canvas.fill(PAGE.left, PAGE.top, 28, 4, INK.accent);
  return canvas.text(name, PAGE.left, PAGE.top + 12, 285, { size: 15, weight: "bold", leading: 1.3 });
}

/** A company with its address and tax number. @returns the y below. */
export function writeParty(sheet: Sheet, title: "to" | "from", party: Party, x: number, top: number): number {
  const { canvas, labels, locale } = sheet;
  const width = 148;
  let y = label(sheet, title, x, top, width) + 3;
  y = canvas.text(party.name, x, y, width, { ...SMALL, size: 9, weight: "bold", colour: INK.text });
  const place = [party.postalCode, party.city].filter(Boolean).join(" ");
  const lines = [
    ...party.addressLines,
    ...(place && !party.addressLines.includes(place) ? [place] : []),
    ...(party.country ? [countryName(party.country, locale)] : []),
    ...(party.taxNumber ? [`${labels.taxNumber} ${party.taxNumber}`] : []),
    ...(party.email ? [party.email] : []),
  ];
  for (const line of lines) y = canvas.text(line, x, y, width, SMALL);
  return y;
}

function countryName(country: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: "region" }).of(country) ?? country;
  } catch {
    return country;
  }
}
