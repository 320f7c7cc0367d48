import { formatAmount } from "@callbay/domain/money";
import type { Statement } from "../../month/statement.ts";
import { type DocumentLocale, otherLocale } from "../line-text.ts";
import type { Party } from "../parties.ts";
import { Canvas, PAGE } from "./canvas.ts";
import { writeMasthead, writeParty } from "./head.ts";
import { labelsOf } from "./labels.ts";
import { dateText, grouped, INK, OTHER, type Sheet, SMALL, STRONG, TINY, writeFooters } from "./sheet.ts";
import { type StatementWords, statementWordsOf } from "./statement-words.ts";

/** Who a statement is between, and how it is written. */
export interface StatementHead {
  readonly locale: DocumentLocale;
  /** The company that the client has its contract with. */
  readonly issuer: { readonly name: string; readonly logo: Buffer | null };
  readonly client: Party;
  /** When it was made. */
  readonly at: Date;
}

interface StatementSheet extends Sheet {
  readonly words: StatementWords;
  readonly otherWords: StatementWords;
}

const ROW = 28;
const COLUMNS = {
  date: { x: PAGE.left, width: 78 },
  event: { x: 130, width: 150 },
  document: { x: 284, width: 108 },
  amount: { x: 392, width: 74 },
  balance: { x: 470, width: PAGE.right - 470 },
} as const;

type Account = Statement["currencies"][number];

/**
 * A statement of account as PDF, in the client's language with the other one beneath: what was owed, each movement with
 * what was owed after it, what is owed; one table per currency.
 */
export async function renderStatement(statement: Statement, head: StatementHead): Promise<Buffer> {
  const { locale, issuer } = head;
  const words = statementWordsOf(locale);
  const canvas = new Canvas({ title: words.title, author: issuer.name, at: head.at, language: locale });
  const sheet: StatementSheet = {
    canvas,
    labels: labelsOf(locale),
    other: labelsOf(otherLocale(locale)),
    locale,
    words,
    otherWords: statementWordsOf(otherLocale(locale)),
  };
  let y = writeHead(sheet, statement, head);
  if (statement.currencies.length === 0) y = canvas.text(words.nothing, PAGE.left, y, 400, SMALL);
  for (const account of statement.currencies) y = writeAccount(sheet, statement, account, y) + 26;
  const period = `${statement.from} – ${statement.through}`;
  writeFooters(sheet, issuer.name, period);
  return canvas.bytes();
}

function writeHead(sheet: StatementSheet, statement: Statement, { issuer, client }: StatementHead): number {
  const { canvas, words, otherWords, locale } = sheet;
  const right = { align: "right" } as const;
  const left = writeMasthead(sheet, issuer.name, issuer.logo);
  canvas.text(words.title, 300, PAGE.top - 2, PAGE.right - 300, { size: 20, weight: "bold", leading: 1.25, ...right });
  canvas.text(otherWords.title, 300, PAGE.top + 24, PAGE.right - 300, { ...OTHER, size: 9, ...right });
  const period = `${dateText(statement.from, locale)} – ${dateText(statement.through, locale)}`;
  canvas.text(period, 300, PAGE.top + 39, PAGE.right - 300, { ...SMALL, size: 10, colour: INK.text, ...right });
  return writeParty(sheet, "to", client, PAGE.left, Math.max(left, PAGE.top + 58) + 24) + 24;
}

function writeAccount(sheet: StatementSheet, statement: Statement, account: Account, start: number): number {
  const { canvas, locale, words, otherWords } = sheet;
  const { currency } = account;
  let y = start;
  if (y + 110 > PAGE.bottom) {
    canvas.document.addPage();
    y = PAGE.top;
  }
  y = writeColumns(sheet, currency, y);
  const row = (
    date: string,
    event: readonly [string, string],
    document: string,
    amountMinor: bigint | null,
    balanceMinor: bigint,
    strong = false,
  ): void => {
    if (y + ROW > PAGE.bottom) {
      canvas.document.addPage();
      y = writeColumns(sheet, currency, PAGE.top);
    }
    const style = strong ? { ...STRONG, size: 8.5 } : { ...SMALL, colour: INK.text };
    const { date: first, event: second, document: third, amount, balance } = COLUMNS;
    canvas.text(dateText(date, locale), first.x, y, first.width, style);
    canvas.text(event[0], second.x, y, second.width, style);
    canvas.text(event[1], second.x, y + 10.5, second.width, OTHER);
    canvas.text(document, third.x, y, third.width, style);
    const right = { ...style, align: "right" } as const;
    if (amountMinor !== null) canvas.text(grouped(amountMinor, currency), amount.x, y, amount.width, right);
    canvas.text(grouped(balanceMinor, currency), balance.x, y, balance.width, right);
    canvas.rule(PAGE.left, PAGE.right, y + ROW - 5, INK.line);
    y += ROW;
  };
  row(statement.from, [words.opening, otherWords.opening], "", null, account.openingMinor, true);
  for (const item of account.items) {
    const event = [words.events[item.kind] ?? item.kind, otherWords.events[item.kind] ?? ""] as const;
    row(item.bookedOn, event, item.documentNumber ?? "", item.amountMinor, item.balanceMinor);
  }
  row(statement.through, [words.closing, otherWords.closing], "", null, account.closingMinor, true);
  if (y + 40 > PAGE.bottom) {
    canvas.document.addPage();
    y = PAGE.top;
  }
  y += 8;
  const owed = account.closingMinor >= 0n;
  const sum = formatAmount(owed ? account.closingMinor : -account.closingMinor, currency, locale);
  canvas.text(owed ? words.owed : words.inFavour, 260, y + 2, 160, { size: 10.5, weight: "bold" });
  canvas.text(owed ? otherWords.owed : otherWords.inFavour, 260, y + 17, 160, OTHER);
  return canvas.text(sum, 390, y, PAGE.right - 390, { size: 13, weight: "bold", align: "right" }) + 8;
}

function writeColumns({ canvas, words, otherWords }: StatementSheet, currency: string, y: number): number {
  const head = (key: "date" | "event" | "document" | "amount" | "balance", align: "left" | "right"): void => {
    const { x, width } = COLUMNS[key];
    const named = key === "amount" ? `${words.amount} ${currency}` : words[key];
    canvas.text(named, x, y, width, { ...TINY, align });
    canvas.text(otherWords[key], x, y + 10.5, width, { ...OTHER, align });
  };
  head("date", "left");
  head("event", "left");
  head("document", "left");
  head("amount", "right");
  head("balance", "right");
  canvas.rule(PAGE.left, PAGE.right, y + 23, INK.text, 0.8);
  return y + 29;
}
