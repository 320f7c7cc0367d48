import type { Tx } from "@callbay/db/client";
import { parseRateTable, type RateTable } from "@callbay/domain/rating/rate-table";

/** Price lists never change, so a parsed one is kept: the engine's index of its prefixes hangs on it. */
const parsed = new Map<string, RateTable>();
const KEPT = 50;

/** The price lists of these ids that the transaction's scope may see, by id. */
export async function rateTablesOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, RateTable>> {
  const wanted = [...new Set(ids)];
  const missing = wanted.filter((id) => !parsed.has(id));
  if (missing.length > 0) {
    const rows = await tx.rateTable.findMany({ where: { id: { in: missing } } });
    for (const { id, name, csv } of rows) parsed.set(id, parseRateTable(csv, { id, name }));
  }
  const found = new Map<string, RateTable>();
  for (const id of wanted) {
    const table = parsed.get(id);
    if (table) found.set(id, table);
  }
  for (const id of [...parsed.keys()].slice(0, Math.max(0, parsed.size - KEPT))) parsed.delete(id);
  return found;
}
