import { type AgeingRow, receivablesAgeing } from "@callbay/db/sql/month";
import { operatorQuery, z } from "../verb.ts";

/** What each client owes per currency: not due yet, and 1–30, 31–60, 61–90 and more days overdue. */
export const ageing = operatorQuery({
  name: "billing.ageing",
  permission: "platform.billing.read",
  input: z.strictObject({}),
  run: async ({ tx, now }) => {
    const items = await receivablesAgeing(tx, now);
    const sums = new Map<string, Sum>();
    for (const { tenantId: _id, tenantName: _name, oldestDueOn: _due, ...row } of items) {
      const sum = sums.get(row.currency);
      sums.set(row.currency, sum ? added(sum, row) : row);
    }
    return { items, totals: [...sums.values()] };
  },
});

type Sum = Omit<AgeingRow, "tenantId" | "tenantName" | "oldestDueOn">;

function added(a: Sum, b: Sum): Sum {
  return {
    currency: a.currency,
    invoices: a.invoices + b.invoices,
    notDueMinor: a.notDueMinor + b.notDueMinor,
    days30Minor: a.days30Minor + b.days30Minor,
    days60Minor: a.days60Minor + b.days60Minor,
    days90Minor: a.days90Minor + b.days90Minor,
    olderMinor: a.olderMinor + b.olderMinor,
    totalMinor: a.totalMinor + b.totalMinor,
  };
}
