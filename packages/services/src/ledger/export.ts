import { type BalanceRow, type EntryLine, readBalances, readEntries } from "@callbay/db/sql/ledger-read";
import { addDays, type LocalDate } from "@callbay/domain/calendar";
import { type CsvValue, csvLine } from "@callbay/domain/csv";
import { CallbayError } from "@callbay/domain/errors";
import { amountText } from "@callbay/domain/money";
import type { VerbContext } from "../context.ts";
import { operatorQuery, operatorVerb, z } from "../verb.ts";
import { cursorOf, parseEntryCursor } from "./cursor.ts";

const PAGE = 5_000;
const BOM = "\uFEFF";

const COLUMNS = [
  "line",
  "booked_on",
  "occurred_at",
  "transaction_id",
  "event",
  "source",
  "client",
  "contract",
  "invoice",
  "memo",
  "account",
  "currency",
  "debit",
  "credit",
  "balance",
  "campaign",
  "charge_id",
  "entry_id",
] as const;

export interface JournalInput {
  /** First and last day, both included. */
  readonly from: LocalDate;
  readonly through: LocalDate;
  readonly tenantId?: string | undefined;
}

/** Begins an auditor's export: who took what is in the audit log before a byte leaves. */
export const openJournal = operatorVerb({
  name: "ledger.export",
  permission: "platform.ledger.read",
  input: z.strictObject({ from: z.iso.date(), through: z.iso.date(), tenantId: z.uuid().optional() }),
  timeoutMs: 60_000,
  run: async ({ tx, audit }, { from, through, tenantId }) => {
    if (through < from) {
      throw new CallbayError(
        "invalid",
        "PERIOD_EMPTY",
        `The period ends on ${through}, before it begins on ${from}. Nothing was exported; choose other days.`,
        { from, through },
      );
    }
    await audit({
      action: "ledger.export",
      entity: "ledger",
      entityId: tenantId ?? "all",
      ...(tenantId ? { tenantId } : {}),
      after: { from, through },
    });
    return { opening: await readBalances(tx, { tenantId, to: from }) };
  },
});

const pageOfJournal = operatorQuery({
  name: "ledger.exportPage",
  permission: "platform.ledger.read",
  input: z.strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    tenantId: z.uuid().optional(),
    cursor: z.string().max(200).nullable(),
  }),
  timeoutMs: 60_000,
  run: ({ tx }, { cursor, ...scope }) =>
    readEntries(tx, { ...scope, order: "oldest", limit: PAGE, after: cursor ? parseEntryCursor(cursor) : null }),
});

/**
 * The journal of a period as CSV, piece by piece: the balance that each account opens with, every entry in order of
 * day, transaction and entry with the running balance of its account, and a control total per currency. The totals
 * count what the file holds, so a line that is lost on the way shows.
 *
 * @throws CallbayError FORBIDDEN, PERIOD_EMPTY.
 */
export async function* journalCsv(
  ctx: VerbContext,
  { from, through, tenantId }: JournalInput,
): AsyncGenerator<string, void, undefined> {
  const { opening } = await openJournal(ctx, { from, through, tenantId });
  const balances = new Map(opening.map((row) => [`${row.currency} ${row.account}`, row.balanceMinor]));
  const totals = new Map<string, Totals>();
  yield BOM + csvLine(COLUMNS) + opening.map((row) => openingLine(row, from)).join("");
  const to = addDays(through, 1);
  for (let cursor: string | null = null, more = true; more; ) {
    const rows: EntryLine[] = await pageOfJournal(ctx, { from, to, tenantId, cursor });
    yield rows.map((row) => entryLine(row, balances, totals)).join("");
    const last = rows.at(-1);
    cursor = last ? cursorOf(last) : null;
    more = rows.length === PAGE;
  }
  yield [...totals]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, total]) => totalLine(currency, total, through))
    .join("");
}

interface Totals {
  transactions: number;
  entries: number;
  debitMinor: bigint;
  creditMinor: bigint;
  lastTransaction: string;
}

function openingLine({ account, currency, balanceMinor }: BalanceRow, from: LocalDate): string {
  return lineOf({ line: "opening", booked_on: from, account, currency, balance: amountText(balanceMinor, currency) });
}

function entryLine(row: EntryLine, balances: Map<string, bigint>, totals: Map<string, Totals>): string {
  const { currency, amountMinor } = row;
  const key = `${currency} ${row.account}`;
  const balance = (balances.get(key) ?? 0n) + amountMinor;
  balances.set(key, balance);
  const total = totals.get(currency) ?? {
    transactions: 0,
    entries: 0,
    debitMinor: 0n,
    creditMinor: 0n,
    lastTransaction: "",
  };
  totals.set(currency, total);
  total.entries += 1;
  if (total.lastTransaction !== row.transactionId) total.transactions += 1;
  total.lastTransaction = row.transactionId;
  if (amountMinor > 0n) total.debitMinor += amountMinor;
  else total.creditMinor -= amountMinor;
  return lineOf({
    line: "entry",
    booked_on: row.bookedOn,
    occurred_at: row.occurredAt,
    transaction_id: row.transactionId,
    event: row.kind,
    source: row.sourceKey,
    client: row.tenantName,
    contract: row.contractReference,
    invoice: row.invoiceNumber,
    memo: row.memo,
    account: row.account,
    currency,
    debit: amountMinor > 0n ? amountText(amountMinor, currency) : null,
    credit: amountMinor < 0n ? amountText(-amountMinor, currency) : null,
    balance: amountText(balance, currency),
    campaign: row.campaignName,
    charge_id: row.chargeId,
    entry_id: row.id,
  });
}

function totalLine(currency: string, total: Totals, through: LocalDate): string {
  return lineOf({
    line: "total",
    booked_on: through,
    memo: `${total.transactions} transactions, ${total.entries} entries`,
    currency,
    debit: amountText(total.debitMinor, currency),
    credit: amountText(total.creditMinor, currency),
    balance: amountText(total.debitMinor - total.creditMinor, currency),
  });
}

function lineOf(values: Partial<Record<(typeof COLUMNS)[number], CsvValue>>): string {
  return csvLine(COLUMNS.map((column) => values[column] ?? null));
}
