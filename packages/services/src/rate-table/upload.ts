import { createHash } from "node:crypto";
import { newId } from "@callbay/db/ids";
import { currencyExponent } from "@callbay/domain/currency";
import { CallbayError } from "@callbay/domain/errors";
import { parseRateTable } from "@callbay/domain/rating/rate-table";
import { onConflict } from "../billing/db-errors.ts";
import { operatorVerb, z } from "../verb.ts";

/** Characters of a price list: 40,000 prefixes take about 2 million. */
export const MAX_RATE_TABLE_TEXT = 5_000_000;

/**
 * Keeps a price list by destination: a CSV of prefix, destination and rate per minute. It never changes; new rates are
 * a new list, and contracts that name the old one keep it. The same text under the same name is the same list.
 *
 * @throws CallbayError RATE_TABLE_INVALID and what else the parser refuses, with the line; RATE_TABLE_NAME_TAKEN;
 * CURRENCY_UNKNOWN.
 */
export const uploadRateTable = operatorVerb({
  name: "rate_table.upload",
  permission: "platform.contract.write",
  input: z.strictObject({
    name: z.string().trim().min(1).max(120),
    currency: z.string().regex(/^[A-Z]{3}$/, "an ISO 4217 code such as CNY"),
    csv: z.string().min(1).max(MAX_RATE_TABLE_TEXT),
  }),
  timeoutMs: 60_000,
  run: async ({ tx, now, audit }, { name, currency, csv }) => {
    currencyExponent(currency);
    const id = newId();
    const { rows } = parseRateTable(csv, { id, name });
    const sha256 = createHash("sha256").update(csv).digest("hex");
    const known = await tx.rateTable.findUnique({
      where: { name },
      select: { id: true, sha256: true, currency: true },
    });
    const isSame = known?.sha256 === sha256 && known.currency === currency;
    const kept = isSame ? known.id : id;
    await audit({
      action: "rate_table.upload",
      entity: "rate_table",
      entityId: kept,
      after: { name, currency, rows: rows.length, sha256, repeated: isSame },
    });
    if (!isSame) {
      const row = { id, name, currency, rowCount: rows.length, sha256, csv, createdAt: now };
      await onConflict(
        "rate_table_name_key",
        () => nameTaken(name),
        () => tx.rateTable.create({ data: row }),
      );
    }
    return { rateTableId: kept, rows: rows.length, created: !isSame };
  },
});

function nameTaken(name: string): CallbayError {
  return new CallbayError(
    "conflict",
    "RATE_TABLE_NAME_TAKEN",
    `There is a price list "${name}" already, and price lists never change. Nothing was kept; choose another name.`,
    { name },
  );
}
