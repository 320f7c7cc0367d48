import type { Tx } from "@callbay/db/client";
import type { CostSheet as CostSheetRow } from "@callbay/db/types";
import { fromDbDate } from "@callbay/domain/calendar";
import { type CostSheet, parseCostComponents } from "@callbay/domain/ledger/cost-sheet";

/** A row as the engine reads it. @throws CallbayError COST_SHEET_INVALID. */
export function sheetOf({ id, effectiveFrom, components }: CostSheetRow): CostSheet {
  return { id, effectiveFrom: fromDbDate(effectiveFrom), components: parseCostComponents(components) };
}

/** The cost sheets of a currency, oldest first. Only the operator's scope sees them. */
export async function loadCostSheets(tx: Tx, currency: string): Promise<CostSheet[]> {
  const rows = await tx.costSheet.findMany({ where: { currency }, orderBy: { effectiveFrom: "asc" } });
  return rows.map(sheetOf);
}

/** The price lists that sheets name. */
export function rateTableIdsOf(sheets: readonly Pick<CostSheet, "components">[]): string[] {
  return sheets.flatMap(({ components }) =>
    components.flatMap((one) => (one.type === "per_minute" && one.rateTableId ? [one.rateTableId] : [])),
  );
}
