import type { Tx } from "@callbay/db/client";
import { CallbayError } from "@callbay/domain/errors";
import type { PriceComponentParams } from "@callbay/domain/rating/price-type";
import { z } from "zod";

const uuid = z.uuid();

/**
 * A per-minute price names a price list that exists, in the contract's currency.
 *
 * @throws CallbayError RATE_TABLE_UNKNOWN, RATE_TABLE_CURRENCY; `details.path` names the field.
 */
export async function refuseRateTables(
  tx: Tx,
  components: readonly PriceComponentParams[],
  currency: string,
): Promise<void> {
  for (const [index, params] of components.entries()) {
    if (params.type !== "per_minute" || params.rateTableId === undefined) continue;
    const { rateTableId } = params;
    const path = `terms.components.${index}.params.rateTableId`;
    const table = uuid.safeParse(rateTableId).success
      ? await tx.rateTable.findUnique({ where: { id: rateTableId }, select: { currency: true } })
      : null;
    if (!table) {
      throw new CallbayError(
        "invalid",
        "RATE_TABLE_UNKNOWN",
        "There is no such price list. Nothing was changed; upload it first.",
        { path, rateTableId },
      );
    }
    if (table.currency !== currency) {
      throw new CallbayError(
        "invalid",
        "RATE_TABLE_CURRENCY",
        `The price list is in ${table.currency} and the contract in ${currency}. Nothing was changed; choose a list in ${currency}.`,
        { path, rateTableId, currency: table.currency },
      );
    }
  }
}
