import type { Tx } from "@callbay/db/client";
import { fromDbDate } from "@callbay/domain/calendar";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { amountText, parseAmount } from "@callbay/domain/money";
import { announce } from "../month/lock.ts";
import { lockPayable } from "../payment/open-invoice.ts";
import { operatorQuery, operatorVerb, z } from "../verb.ts";
import { closePagesLater } from "./close-pages.ts";
import { payFromBank } from "./pay.ts";

/** The imported statements, newest first, with how their lines stand. */
export const listStatements = operatorQuery({
  name: "bank.statements",
  permission: "platform.billing.read",
  input: z.strictObject({ legalEntityId: z.uuid().optional(), limit: z.int().min(1).max(200).default(50) }),
  run: async ({ tx }, { legalEntityId, limit }) => {
    const rows = await tx.bankStatement.findMany({
      where: legalEntityId ? { legalEntityId } : {},
      orderBy: { id: "desc" },
      take: limit,
      include: { legalEntity: { select: { name: true } } },
    });
    const counts = await tx.bankStatementLine.groupBy({
      by: ["statementId", "state"],
      where: { statementId: { in: rows.map(({ id }) => id) } },
      _count: true,
    });
    const count = (id: string, state: string) =>
      counts.find((one) => one.statementId === id && one.state === state)?._count ?? 0;
    return {
      items: rows.map(({ legalEntity, ...row }) => ({
        ...row,
        legalEntityName: legalEntity.name,
        matched: count(row.id, "matched"),
        unmatched: count(row.id, "unmatched"),
        ignored: count(row.id, "ignored"),
      })),
    };
  },
});

/** Lines of statements, newest first: those that wait for a person, or all. */
export const listLines = operatorQuery({
  name: "bank.lines",
  permission: "platform.billing.read",
  input: z.strictObject({
    statementId: z.uuid().optional(),
    legalEntityId: z.uuid().optional(),
    state: z.enum(["matched", "unmatched", "ignored"]).optional(),
    limit: z.int().min(1).max(200).default(50),
    cursor: z.uuid().nullish(),
  }),
  run: async ({ tx }, { statementId, legalEntityId, state, limit, cursor }) => {
    const rows = await tx.bankStatementLine.findMany({
      where: {
        ...(statementId ? { statementId } : {}),
        ...(legalEntityId ? { legalEntityId } : {}),
        ...(state ? { state } : {}),
        ...(cursor ? { id: { lt: cursor } } : {}),
      },
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    const items = rows.slice(0, limit).map(({ bookedOn, ...row }) => ({ ...row, bookedOn: fromDbDate(bookedOn) }));
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  },
});

/** Says by hand what a line pays: invoices of one client, or the client alone. The parts sum to the line. */
export const matchLineByHand = operatorVerb({
  name: "bank.match",
  permission: "platform.payment.write",
  input: z.strictObject({
    lineId: z.uuid(),
    tenantId: z.uuid(),
    parts: z
      .array(z.strictObject({ invoiceId: z.uuid().nullable(), amount: z.string().max(24) }))
      .min(1)
      .max(50),
  }),
  run: async (unit, { lineId, tenantId, parts }) => {
    const { tx, now, audit } = unit;
    const line = await lockLine(tx, lineId);
    const { currency } = line;
    if (!(await tx.tenant.findUnique({ where: { id: tenantId }, select: { id: true } }))) throw notFound("tenant");
    const amounts = parts.map(({ amount }) => parseAmount(amount, currency));
    const sum = amounts.reduce((total, one) => total + one, 0n);
    if (sum !== line.amountMinor || amounts.some((one) => one <= 0n)) {
      throw new CallbayError(
        "invalid",
        "PARTS_DO_NOT_SUM",
        `The parts come to ${amountText(sum, currency)} and the line to ${amountText(line.amountMinor, currency)} ${currency}. Nothing was changed.`,
        { sum: sum.toString(), line: line.amountMinor.toString(), currency },
      );
    }
    const ids = parts.flatMap(({ invoiceId }) => invoiceId ?? []);
    for (const id of [...ids].sort()) await lockPayable(tx, tenantId, id);
    const booked = { ...line, bookedOn: fromDbDate(line.bookedOn) };
    const paid: { tenantId: string; invoiceId: string }[] = [];
    let first: string | null = null;
    for (const [place, { invoiceId }] of parts.entries()) {
      // Read anew: an earlier part may have paid some of the same invoice.
      const invoice = invoiceId ? await lockPayable(tx, tenantId, invoiceId) : null;
      if (invoiceId && invoice?.legalEntityId !== line.legalEntityId) throw notFound("invoice");
      if (invoice && invoice.currency !== currency) throw otherCurrency(currency, invoice.currency);
      const part = { tenantId, invoice, amountMinor: amounts[place] ?? 0n };
      const { paymentId, settlement } = await payFromBank(tx, booked, part, place, now);
      first ??= paymentId;
      if (invoiceId && settlement === "paid") paid.push({ tenantId, invoiceId });
    }
    await tx.bankStatementLine.updateMany({
      where: { id: lineId },
      data: { state: "matched", why: "by_hand", matchedTenant: tenantId, paymentId: first },
    });
    await audit({
      action: "bank.match",
      entity: "bank_statement_line",
      entityId: lineId,
      tenantId,
      before: { state: line.state, why: line.why },
      after: { parts },
    });
    for (const invoiceId of ids) announce(unit, tenantId, invoiceId);
    closePagesLater(unit, paid);
    return { matched: true };
  },
});

function otherCurrency(line: string, invoice: string): CallbayError {
  return new CallbayError(
    "precondition",
    "CURRENCY_MISMATCH",
    `This payment is in ${line} and the invoice in ${invoice}. Nothing was changed; give it to the client without an invoice.`,
    { payment: line, invoice },
  );
}

/** A line that pays no invoice and never will: interest, a transfer between own accounts. */
export const ignoreLine = operatorVerb({
  name: "bank.ignore",
  permission: "platform.payment.write",
  input: z.strictObject({ lineId: z.uuid(), reason: z.string().trim().min(1).max(500) }),
  run: async ({ tx, audit }, { lineId, reason }) => {
    const line = await lockLine(tx, lineId);
    await tx.bankStatementLine.updateMany({ where: { id: lineId }, data: { state: "ignored", why: "by_hand" } });
    await audit({
      action: "bank.ignore",
      entity: "bank_statement_line",
      entityId: lineId,
      before: { state: line.state, why: line.why },
      after: { reason },
    });
    return { ignored: true };
  },
});

/** A line that pays nothing as yet; one that was ignored may be taken up again. @throws CallbayError LINE_MATCHED, LINE_OUTGOING. */
async function lockLine(tx: Tx, id: string) {
  await tx.$queryRaw`SELECT 1 FROM bank_statement_line WHERE id = ${id}::uuid FOR UPDATE`;
  const line = await tx.bankStatementLine.findUnique({ where: { id } });
  if (!line) throw notFound("statement line");
  if (line.state === "matched")
    throw new CallbayError("conflict", "LINE_MATCHED", "This line pays an invoice already. Nothing was changed.");
  if (line.amountMinor <= 0n)
    throw new CallbayError(
      "precondition",
      "LINE_OUTGOING",
      "This money went out, and pays nothing. Nothing was changed.",
    );
  return line;
}
