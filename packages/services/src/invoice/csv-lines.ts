import { addDays } from "@callbay/domain/calendar";
import { csvLine } from "@callbay/domain/csv";
import { currencyExponent } from "@callbay/domain/currency";
import { amountText, formatRate } from "@callbay/domain/money";
import { lineText } from "./line-text.ts";
import type { InvoiceView } from "./load.ts";

const LINE_COLUMNS = [
  "invoice_number",
  "line",
  "component",
  "contract_version",
  "description",
  "period_from",
  "period_through",
  "quantity",
  "unit",
  "unit_price",
  "amount",
  "currency",
  "tax_rate_percent",
  "arithmetic",
  "usage_records",
  "kind",
  "reason",
] as const;

/**
 * The lines of an invoice; their amounts sum to its net, or to its total where prices contain the tax. Columns never
 * change their order; new ones come last.
 */
export function linesCsv(invoice: InvoiceView): string {
  const rows = invoice.charges.map((charge) =>
    csvLine([
      invoice.number,
      charge.position + 1,
      charge.componentType,
      charge.contractVersion,
      lineText(charge.description, "en"),
      charge.periodFrom,
      addDays(charge.periodTo, -1),
      formatRate(charge.quantityMicros, 0),
      charge.unit,
      formatRate(charge.unitPriceMicros, currencyExponent(invoice.currency)),
      amountText(charge.amountMinor, invoice.currency),
      invoice.currency,
      formatRate(BigInt(charge.taxRatePpm) * 100n, 0),
      charge.arithmetic,
      charge.usageCount,
      charge.kind,
      charge.reason,
    ]),
  );
  return csvLine(LINE_COLUMNS) + rows.join("");
}
