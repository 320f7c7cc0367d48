import type { Tx } from "@callbay/db/client";
import { type ReceivableMove, receivableBefore, receivableMoves } from "@callbay/db/sql/month";
import { addDays, type LocalDate } from "@callbay/domain/calendar";
import { csvLine } from "@callbay/domain/csv";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { amountText } from "@callbay/domain/money";
import type { ExportedFile } from "../invoice/export.ts";
import { renderStatement } from "../invoice/pdf/statement.ts";
import { statementHead } from "../invoice/pdf/statement-head.ts";
import { operatorQuery, operatorVerb, tenantQuery, tenantVerb, z } from "../verb.ts";

/** Days of the client's calendar, both included. */
const period = { from: z.iso.date(), through: z.iso.date() };
const fileKind = z.enum(["csv", "pdf"]).default("csv");
const BOM = "\uFEFF";

/** What a client owed before a period, what moved it, and what it owes after: one part per currency. */
export async function statementOf(
  tx: Tx,
  { tenantId, from, through }: { readonly tenantId: string; readonly from: LocalDate; readonly through: LocalDate },
) {
  if (through < from) {
    throw new CallbayError(
      "invalid",
      "PERIOD_EMPTY",
      "A statement covers at least one day: it ends before it begins.",
      {
        from,
        through,
      },
    );
  }
  const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, select: { name: true, legalName: true } });
  if (!tenant) throw notFound("tenant");
  const asked = { tenantId, from, to: addDays(through, 1) };
  const opening = new Map((await receivableBefore(tx, asked)).map((row) => [row.currency, row.amountMinor]));
  const moves = await receivableMoves(tx, asked);
  const currencies = [...new Set([...opening.keys(), ...moves.map((move) => move.currency)])].sort();
  return {
    tenantId,
    tenantName: tenant.name,
    legalName: tenant.legalName,
    from,
    through,
    currencies: currencies.map((currency) => {
      const openingMinor = opening.get(currency) ?? 0n;
      let balanceMinor = openingMinor;
      const items = moves
        .filter((move) => move.currency === currency)
        .map((move) => {
          balanceMinor += move.amountMinor;
          return { ...rowOf(move), balanceMinor };
        });
      return { currency, openingMinor, items, closingMinor: balanceMinor };
    }),
  };
}

export type Statement = Awaited<ReturnType<typeof statementOf>>;

function rowOf({
  kind,
  bookedOn,
  occurredAt,
  invoiceId,
  invoiceNumber,
  documentNumber,
  memo,
  amountMinor,
}: ReceivableMove) {
  return {
    /** What posted it: the domain's LedgerEvent. */
    kind,
    bookedOn,
    occurredAt,
    invoiceId,
    /** Of the invoice that it concerns; null for money that is not assigned to one. */
    invoiceNumber,
    /** Of a credit note or a void: the credit note's own number. */
    documentNumber: documentNumber ?? invoiceNumber,
    memo,
    /** What the client owes more (positive) or less (negative). */
    amountMinor,
  };
}

/** The statement of account of the caller's company. */
export const ownStatement = tenantQuery({
  name: "invoice.statement",
  permission: "invoice.read",
  input: z.strictObject(period),
  run: ({ tx, tenantId }, input) => statementOf(tx, { ...input, tenantId }),
});

/** The statement of account of any client. */
export const clientStatement = operatorQuery({
  name: "billing.statement",
  permission: "platform.billing.read",
  input: z.strictObject({ tenantId: z.uuid(), ...period }),
  run: ({ tx }, input) => statementOf(tx, input),
});

/** The statement of account of the caller's company as CSV or PDF; another company that is named is not found. */
export const ownStatementFile = tenantVerb({
  name: "invoice.exportStatement",
  permission: "invoice.read",
  input: z.strictObject({ tenantId: z.uuid().nullish(), kind: fileKind, ...period }),
  run: async ({ tx, tenantId, now, audit }, { tenantId: asked, ...after }) => {
    if (asked && asked !== tenantId) throw notFound("tenant");
    const file = await documentOf(tx, await statementOf(tx, { ...after, tenantId }), after.kind, now);
    await audit({ action: "invoice.exportStatement", entity: "tenant", entityId: tenantId, after });
    return file;
  },
});

/** The statement of account of any client as CSV or PDF. */
export const clientStatementFile = operatorVerb({
  name: "billing.exportStatement",
  permission: "platform.billing.read",
  input: z.strictObject({ tenantId: z.uuid(), kind: fileKind, ...period }),
  run: async ({ tx, now, audit }, input) => {
    const { tenantId, ...after } = input;
    const file = await documentOf(tx, await statementOf(tx, input), after.kind, now);
    await audit({ action: "billing.exportStatement", entity: "tenant", entityId: tenantId, tenantId, after });
    return file;
  },
});

async function documentOf(tx: Tx, statement: Statement, kind: "csv" | "pdf", now: Date): Promise<ExportedFile> {
  if (kind === "csv") return csvOf(statement);
  const bytes = await renderStatement(statement, await statementHead(tx, statement.tenantId, now));
  const fileName = `statement-${statement.from}-${statement.through}.pdf`;
  return { fileName, contentType: "application/pdf", bytes };
}

const COLUMNS = ["currency", "booked_on", "event", "document", "invoice", "memo", "amount", "balance"] as const;

/** One line per movement, between a line with the opening and one with the closing balance of each currency. */
function csvOf(statement: Statement): ExportedFile {
  const { from, through } = statement;
  const parts = [csvLine(COLUMNS)];
  for (const { currency, openingMinor, items, closingMinor } of statement.currencies) {
    const text = (minor: bigint) => amountText(minor, currency);
    parts.push(csvLine([currency, from, "opening_balance", null, null, null, null, text(openingMinor)]));
    for (const row of items) {
      parts.push(
        csvLine([
          currency,
          row.bookedOn,
          row.kind,
          row.documentNumber,
          row.invoiceNumber,
          row.memo,
          text(row.amountMinor),
          text(row.balanceMinor),
        ]),
      );
    }
    parts.push(csvLine([currency, through, "closing_balance", null, null, null, null, text(closingMinor)]));
  }
  return {
    fileName: `statement-${from}-${through}.csv`,
    contentType: "text/csv; charset=utf-8",
    bytes: Buffer.from(BOM + parts.join(""), "utf8"),
  };
}
