import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { toDbDate } from "@callbay/domain/calendar";
import { CURRENCIES } from "@callbay/domain/currency";
import { CallbayError } from "@callbay/domain/errors";
import { type CostComponent, parseCostComponents } from "@callbay/domain/ledger/cost-sheet";
import { onConflict } from "../billing/db-errors.ts";
import { operatorVerb, z } from "../verb.ts";

const uuid = z.uuid();

/** What a cost sheet says; each component is checked against the schema of its own type. */
export const costComponents = z.array(z.record(z.string(), z.json())).min(1).max(20);

/** Says what the operator's own resources cost from a day on. A sheet never changes: new costs are a new sheet. */
export const addCostSheet = operatorVerb({
  name: "costs.add",
  permission: "platform.cost.write",
  input: z.strictObject({ currency: z.string().length(3), effectiveFrom: z.iso.date(), components: costComponents }),
  run: async ({ tx, now, actor, audit }, { currency, effectiveFrom, components }) => {
    refuseCurrency(currency);
    await refuseRateTables(tx, parseCostComponents(components), currency);
    const id = newId();
    await onConflict(
      "cost_sheet_currency_effective_from_key",
      () => sheetExists(currency, effectiveFrom),
      () =>
        tx.costSheet.createMany({
          data: {
            id,
            currency,
            effectiveFrom: toDbDate(effectiveFrom),
            components,
            createdAt: now,
            createdBy: actor.name,
          },
        }),
    );
    await audit({
      action: "costs.add",
      entity: "cost_sheet",
      entityId: id,
      after: { currency, effectiveFrom, components },
    });
    return { costSheetId: id };
  },
});

/** @throws CallbayError CURRENCY_UNKNOWN. */
export function refuseCurrency(currency: string): void {
  if (CURRENCIES.includes(currency)) return;
  throw new CallbayError("invalid", "CURRENCY_UNKNOWN", `"${currency}" is no currency. Nothing was changed.`, {
    path: "currency",
    currency,
  });
}

function sheetExists(currency: string, effectiveFrom: string): CallbayError {
  return new CallbayError(
    "conflict",
    "COST_SHEET_EXISTS",
    `There are costs in ${currency} from ${effectiveFrom} already. Nothing was changed; choose another day.`,
    { currency, effectiveFrom },
  );
}

async function refuseRateTables(tx: Tx, components: readonly CostComponent[], currency: string): Promise<void> {
  for (const [index, one] of components.entries()) {
    if (one.type !== "per_minute" || one.rateTableId === undefined) continue;
    const { rateTableId } = one;
    const path = `components.${index}.rateTableId`;
    const table = uuid.safeParse(rateTableId).success
      ? await tx.rateTable.findUnique({ where: { id: rateTableId }, select: { currency: true } })
      : null;
    if (table?.currency === currency) continue;
    throw new CallbayError(
      "invalid",
      table ? "RATE_TABLE_CURRENCY" : "RATE_TABLE_UNKNOWN",
      table
        ? `The price list is in ${table.currency} and the costs in ${currency}. Nothing was changed; choose a list in ${currency}.`
        : "There is no such price list. Nothing was changed; upload it first.",
      { path, rateTableId, ...(table ? { currency: table.currency } : {}) },
    );
  }
}
