import { invoicedByMonth } from "@callbay/db/sql/report-costs";
import type { TenantActor } from "@callbay/domain/actor";
import { type LocalMonth, monthPeriod } from "@callbay/domain/calendar";
import { CallbayError } from "@callbay/domain/errors";
import { contractCostSoFar } from "../billing/current.ts";
import { loadContract } from "../contract/load.ts";
import { type TenantUnit, tenantQuery, z } from "../verb.ts";
import { seatDaysBy } from "./seat-days.ts";

/** Months of one answer. */
const MOST_MONTHS = 36;

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "is a month like 2026-03");
export const costsInput = z.strictObject({ from: month, through: month });

/** What a contract costs in a calendar month. Amounts are minor units of its currency, as its prices are. */
export interface CostRow {
  readonly month: LocalMonth;
  readonly contractId: string;
  readonly reference: string;
  readonly currency: string;
  /** By price type, or by kind of charge for what follows the prices; what was neither charged nor used is absent. */
  readonly amounts: Readonly<Record<string, bigint>>;
  readonly totalMinor: bigint;
  /** Of the total, what is on no final invoice yet. */
  readonly openMinor: bigint;
  readonly seatDays: number;
}

export interface Costs {
  readonly rows: readonly CostRow[];
  /** Every price type and kind of charge in use, in the order of their sums. */
  readonly whats: readonly string[];
}

/**
 * What each contract costs by calendar month: its invoices less credit notes, those in review and their drafts among them,
 * and what has been used since, priced by the rules of the next invoice.
 *
 * @throws CallbayError INVALID_INPUT when the last month is before the first, or too many are asked for.
 */
export const reportCosts = tenantQuery({
  name: "report.costs",
  permission: "invoice.read",
  input: costsInput,
  timeoutMs: 60_000,
  run: (unit, months) => readCosts(unit, months),
});

/** The same for a file. */
export async function readCosts(
  { tx, tenantId, now }: Pick<TenantUnit<TenantActor>, "tx" | "tenantId" | "now">,
  { from, through }: z.output<typeof costsInput>,
): Promise<Costs> {
  refuseMonths(from, through);
  const contracts = await tx.contract.findMany({
    where: { tenantId, state: { not: "draft" } },
    orderBy: { reference: "asc" },
    select: { id: true, reference: true, currency: true, tenant: { select: { timezone: true } } },
  });
  const rows = new Map<string, { -readonly [K in keyof CostRow]: CostRow[K] } & { amounts: Record<string, bigint> }>();
  const rowOf = (contractId: string, at: LocalMonth) => {
    const key = `${at} ${contractId}`;
    const contract = contracts.find(({ id }) => id === contractId);
    const row = rows.get(key) ?? {
      ...{ month: at, contractId, reference: contract?.reference ?? "", currency: contract?.currency ?? "" },
      ...{ amounts: {}, totalMinor: 0n, openMinor: 0n, seatDays: 0 },
    };
    rows.set(key, row);
    return row;
  };
  for (const line of await invoicedByMonth(tx, tenantId, { from, through })) {
    const { contractId, month: at, what, amountMinor } = line;
    const row = rowOf(contractId, at);
    row.amounts[what] = (row.amounts[what] ?? 0n) + amountMinor;
    row.totalMinor += amountMinor;
    row.openMinor += line.openMinor;
  }
  for (const { id, tenant } of contracts) {
    const contract = await loadContract(tx, tenantId, id);
    const types = new Map(
      contract.versions.flatMap(({ components }) => components.map((one) => [one.id, one.params.type] as const)),
    );
    const { charges } = await contractCostSoFar(tx, contract, now);
    for (const { month: at, componentId, kind, amountMinor } of charges) {
      if (at < from || at > through) continue;
      const what = (componentId && types.get(componentId)) ?? kind;
      const row = rowOf(id, at);
      row.amounts[what] = (row.amounts[what] ?? 0n) + amountMinor;
      row.totalMinor += amountMinor;
      row.openMinor += amountMinor;
    }
    const period = { from: monthPeriod(from).from, to: monthPeriod(through).to };
    const days = await seatDaysBy(tx, {
      ...{ tenantId, zone: tenant.timezone, period, group: "month" as const, now },
      contractId: id,
    });
    for (const [at, count] of days) if (count > 0) rowOf(id, at).seatDays = count;
  }
  const sorted = [...rows.values()].sort(
    (a, b) => b.month.localeCompare(a.month) || a.reference.localeCompare(b.reference),
  );
  return { rows: sorted, whats: whatsOf(sorted) };
}

function whatsOf(rows: readonly CostRow[]): string[] {
  const sums = new Map<string, bigint>();
  for (const { amounts } of rows)
    for (const [what, amount] of Object.entries(amounts)) sums.set(what, (sums.get(what) ?? 0n) + amount);
  return [...sums].sort(([a, x], [b, y]) => (x === y ? a.localeCompare(b) : x < y ? 1 : -1)).map(([what]) => what);
}

function refuseMonths(from: LocalMonth, through: LocalMonth): void {
  const count = (at: string) => Number(at.slice(0, 4)) * 12 + Number(at.slice(5));
  const months = count(through) - count(from) + 1;
  if (months >= 1 && months <= MOST_MONTHS) return;
  throw new CallbayError(
    "invalid",
    "INVALID_INPUT",
    `From ${from} through ${through} is not between one month and ${MOST_MONTHS}. Nothing was changed; choose other months.`,
    { issues: [{ path: "through", message: `is 1 to ${MOST_MONTHS} months from the first` }] },
  );
}
