import { ledgerSize, readBalances, readEntries, unbalancedTransactions } from "@callbay/db/sql/ledger-read";
import { addDays } from "@callbay/domain/calendar";
import { operatorQuery, z } from "../verb.ts";
import { cursorOf, parseEntryCursor } from "./cursor.ts";

const PERMISSION = "platform.ledger.read";

/** The day of the tenants' calendars to which a balance is asked, itself included; everything when absent. */
const asOf = z.iso.date().optional();

/** The balance of each account and currency: of everybody or of one client, as of a day. */
export const ledgerBalances = operatorQuery({
  name: "ledger.balances",
  permission: PERMISSION,
  input: z.strictObject({
    tenantId: z.uuid().optional(),
    contractId: z.uuid().optional(),
    invoiceId: z.uuid().optional(),
    asOf,
  }),
  timeoutMs: 60_000,
  run: async ({ tx }, { asOf: day, ...scope }) => ({
    items: await readBalances(tx, { ...scope, to: day && addDays(day, 1) }),
  }),
});

/** Entries, newest first, with what they were posted for. */
export const ledgerEntries = operatorQuery({
  name: "ledger.entries",
  permission: PERMISSION,
  input: z.strictObject({
    tenantId: z.uuid().optional(),
    contractId: z.uuid().optional(),
    invoiceId: z.uuid().optional(),
    account: z.string().max(80).optional(),
    /** First and last day, both included. */
    from: z.iso.date().optional(),
    through: z.iso.date().optional(),
    limit: z.int().min(1).max(500).default(100),
    cursor: z.string().max(200).nullish(),
  }),
  timeoutMs: 60_000,
  run: async ({ tx }, { limit, cursor, through, ...scope }) => {
    const rows = await readEntries(tx, {
      ...scope,
      to: through && addDays(through, 1),
      order: "newest",
      limit: limit + 1,
      after: cursor ? parseEntryCursor(cursor) : null,
    });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last ? cursorOf(last) : null };
  },
});

/** Does the ledger balance? Its sums per currency, which are zero, and transactions that do not sum to zero: none. */
export const ledgerTrial = operatorQuery({
  name: "ledger.trial",
  permission: PERMISSION,
  input: z.strictObject({ tenantId: z.uuid().optional(), asOf }),
  timeoutMs: 60_000,
  run: async ({ tx }, { tenantId, asOf: day }) => {
    const scope = { tenantId, to: day && addDays(day, 1) };
    const balances = await readBalances(tx, scope);
    const sizes = await ledgerSize(tx, scope);
    const unbalanced = await unbalancedTransactions(tx, scope);
    const currencies = sizes.map(({ currency, transactions, entries }) => {
      const own = balances.filter((row) => row.currency === currency);
      const sum = (field: "debitMinor" | "creditMinor") => own.reduce((total, row) => total + row[field], 0n);
      const debitMinor = sum("debitMinor");
      const creditMinor = sum("creditMinor");
      return { currency, transactions, entries, debitMinor, creditMinor, sumMinor: debitMinor - creditMinor };
    });
    return {
      balanced: unbalanced.length === 0 && currencies.every(({ sumMinor }) => sumMinor === 0n),
      currencies,
      unbalanced,
    };
  },
});
