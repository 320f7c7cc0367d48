import { createHash } from "node:crypto";
import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { STATEMENT_COLUMNS } from "@callbay/domain/bank/csv";
import { InvoiceIndex, type Match, matchLine } from "@callbay/domain/bank/match";
import { bookingKeys, type StatementLine } from "@callbay/domain/bank/statement";
import { toDbDate } from "@callbay/domain/calendar";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { announce } from "../month/lock.ts";
import { lockPayable, openOf } from "../payment/open-invoice.ts";
import { operatorVerb, z } from "../verb.ts";
import { closePagesLater } from "./close-pages.ts";
import { payFromBank } from "./pay.ts";
import { type ReadStatement, readStatement } from "./read-statement.ts";

/** A year of a busy account is about 20 MB; more is a mistake. */
export const MAX_STATEMENT_BYTES = 32 * 1024 * 1024;

/** What the importer may say of a file that does not say it itself. */
export const statementOptions = z.strictObject({
  columns: z.partialRecord(z.enum(STATEMENT_COLUMNS), z.string().max(200)).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  decimal: z.enum([".", ","]).optional(),
  dateOrder: z.enum(["dmy", "mdy"]).optional(),
});

/**
 * Imports a bank statement of a legal entity: each booking once, whatever files it is in, and what its text names is
 * paid. The rest waits for a person with the reason why.
 *
 * @throws CallbayError NOT_FOUND, STATEMENT_…, OTHER_ACCOUNT; nothing of the file is kept then.
 */
export const importStatement = operatorVerb({
  name: "bank.import",
  permission: "platform.payment.write",
  input: z.object({
    legalEntityId: z.uuid(),
    fileName: z.string().trim().min(1).max(255),
    options: statementOptions.default({}),
    bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  }),
  timeoutMs: 300_000,
  run: async (unit, { legalEntityId, fileName, options, bytes }) => {
    const { tx, now, actor, audit } = unit;
    const entity = await lockEntity(tx, legalEntityId);
    const statement = readStatement(bytes, options);
    refuseOtherAccount(statement, entity);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const statementId = await keepStatement(
      tx,
      { legalEntityId, fileName, sha256, format: statement.format },
      actor.name,
      now,
    );
    const lines = await newLines(tx, legalEntityId, statementId, statement.lines);
    const invoices = await payable(tx, legalEntityId);
    const counts = { lines: statement.lines.length, new: lines.length, matched: 0, unmatched: 0, ignored: 0 };
    const touched = new Map<string, { tenantId: string; invoiceId: string; paid: boolean }>();
    for (const line of lines) {
      const { match, payments } = await payLine(tx, line, invoices, now);
      counts[stateOf(match)] += 1;
      for (const { invoice, settlement } of payments)
        touched.set(invoice.invoiceId, { ...invoice, paid: settlement === "paid" });
    }
    await audit({
      action: "bank.import",
      entity: "bank_statement",
      entityId: statementId,
      after: { legalEntityId, fileName, format: statement.format, sha256, ...counts },
    });
    for (const { tenantId, invoiceId } of touched.values()) announce(unit, tenantId, invoiceId);
    closePagesLater(
      unit,
      [...touched.values()].filter(({ paid }) => paid),
    );
    return { statementId, ...counts };
  },
});

/** One import of a legal entity at a time: what is in two files at once must be seen by the second. */
async function lockEntity(tx: Tx, id: string) {
  // Not the row itself: whoever takes an invoice's number waits for that one.
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${`bank:${id}`}))::text`;
  const entity = await tx.legalEntity.findUnique({ where: { id }, select: { id: true, name: true, iban: true } });
  if (!entity) throw notFound("legal entity");
  return entity;
}

/** The statement of another account would pay this company's invoices with money that it has not. */
function refuseOtherAccount({ accounts }: ReadStatement, { name, iban }: { name: string; iban: string | null }): void {
  const own = iban?.replace(/\s/g, "").toUpperCase();
  if (!own || accounts.length === 0 || accounts.every((account) => account.toUpperCase() === own)) return;
  throw new CallbayError(
    "precondition",
    "OTHER_ACCOUNT",
    `This statement is of account ${accounts.join(", ")}, and ${name} has ${own}. Nothing was imported; choose the right company.`,
    { accounts, iban: own },
  );
}

async function keepStatement(
  tx: Tx,
  file: { legalEntityId: string; fileName: string; sha256: string; format: string },
  importedBy: string,
  now: Date,
): Promise<string> {
  const { legalEntityId, sha256 } = file;
  const elsewhere = await tx.bankStatement.findFirst({ where: { sha256, legalEntityId: { not: legalEntityId } } });
  if (elsewhere) {
    throw new CallbayError(
      "conflict",
      "STATEMENT_IMPORTED_ELSEWHERE",
      "This very file was imported for another company. Nothing was imported; choose the right company.",
      { legalEntityId: elsewhere.legalEntityId },
    );
  }
  await tx.bankStatement.createMany({
    data: { ...file, id: newId(), importedAt: now, importedBy },
    skipDuplicates: true,
  });
  const where = { legalEntityId_sha256: { legalEntityId, sha256 } };
  return (await tx.bankStatement.findUniqueOrThrow({ where, select: { id: true } })).id;
}

interface NewLine extends StatementLine {
  readonly id: string;
}

/** Writes the bookings that no earlier file had. */
async function newLines(
  tx: Tx,
  legalEntityId: string,
  statementId: string,
  lines: readonly StatementLine[],
): Promise<NewLine[]> {
  const keys = bookingKeys(lines).map((key) => (key.length <= 200 ? key : sha256Of(key)));
  const rows = lines.map((line, i) => ({ ...line, id: newId(), key: keys[i] ?? "" }));
  const fresh: NewLine[] = [];
  for (let at = 0; at < rows.length; at += 1_000) {
    const chunk = rows.slice(at, at + 1_000);
    const written = await tx.bankStatementLine.createManyAndReturn({
      data: chunk.map(({ id, key, bookedOn, amountMinor, currency, reference, counterparty }) => ({
        ...{ id, statementId, legalEntityId, amountMinor, currency, reference, counterparty },
        bankRef: key,
        bookedOn: toDbDate(bookedOn),
        state: "unmatched",
      })),
      skipDuplicates: true,
      select: { id: true },
    });
    const ids = new Set(written.map(({ id }) => id));
    fresh.push(...chunk.filter(({ id }) => ids.has(id)));
  }
  return fresh;
}

const sha256Of = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** The final invoices of a legal entity, settled ones too: a text may name one. */
async function payable(tx: Tx, legalEntityId: string): Promise<InvoiceIndex> {
  const rows = await tx.invoice.findMany({
    where: { legalEntityId, kind: "invoice", state: "finalised", settlement: { isNot: null } },
    select: { tenantId: true, id: true, number: true, currency: true, totalMinor: true, settlement: true },
  });
  const invoices = rows.flatMap(({ tenantId, id, number, currency, totalMinor, settlement }) =>
    settlement && number
      ? [{ tenantId, invoiceId: id, number, currency, openMinor: openOf(totalMinor, settlement) }]
      : [],
  );
  return new InvoiceIndex(invoices);
}

function stateOf(match: Match): "matched" | "unmatched" | "ignored" {
  if (match.matched) return "matched";
  return match.why === "outgoing" ? "ignored" : "unmatched";
}

/** Pays what a line names. `invoices` is brought up to it, so that the next line sees what is still open. */
async function payLine(tx: Tx, line: NewLine, invoices: InvoiceIndex, now: Date) {
  const match = await freshMatch(tx, line, invoices);
  const payments = [];
  for (const [place, { invoice, amountMinor }] of (match.matched ? match.parts : []).entries()) {
    const locked = await lockPayable(tx, invoice.tenantId, invoice.invoiceId);
    const part = { tenantId: invoice.tenantId, invoice: locked, amountMinor };
    const paid = await payFromBank(tx, line, part, place, now);
    invoices.setOpen(invoice, invoice.openMinor - amountMinor);
    payments.push({ ...paid, invoice });
  }
  await tx.bankStatementLine.updateMany({
    where: { id: line.id },
    data: {
      state: stateOf(match),
      why: match.matched ? match.how : match.why,
      matchedTenant: payments[0]?.invoice.tenantId ?? null,
      paymentId: payments[0]?.paymentId ?? null,
    },
  });
  return { match, payments };
}

/** Matches, locks what it names, and matches again when a card has paid some of it meanwhile. */
async function freshMatch(tx: Tx, line: NewLine, invoices: InvoiceIndex): Promise<Match> {
  const first = matchLine(line, invoices);
  if (!first.matched) return first;
  let changed = false;
  // In one order, so that two who pay several never wait for each other.
  const parts = [...first.parts].sort((a, b) => (a.invoice.invoiceId < b.invoice.invoiceId ? -1 : 1));
  for (const { invoice } of parts) {
    const locked = await lockPayable(tx, invoice.tenantId, invoice.invoiceId);
    const openMinor = locked?.openMinor ?? 0n;
    if (openMinor === invoice.openMinor) continue;
    invoices.setOpen(invoice, openMinor);
    changed = true;
  }
  return changed ? matchLine(line, invoices) : first;
}
