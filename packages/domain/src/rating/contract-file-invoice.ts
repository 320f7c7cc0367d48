import { currencyExponent } from "../currency.ts";
import { addDays, type Period } from "../days.ts";
import type { Message } from "../message.ts";
import { amountText, formatRate } from "../money.ts";
import type { ContractFile } from "./contract-file.ts";
import { ratePeriod } from "./rate.ts";
import { strictCsvField } from "./strict-csv.ts";
import type { RatedCharge, RatedPeriod } from "./types.ts";
import type { UsageFile } from "./usage-file.ts";

/** The columns of charges.csv; docs/billing.md says what each means. */
export const CHARGE_COLUMNS = [
  "line",
  "kind",
  "component",
  "type",
  "version",
  "month",
  "description",
  "quantity",
  "unit",
  "unit_price",
  "amount",
  "arithmetic",
  "from",
  "through",
  "metered",
  "usage_count",
  "usage",
] as const;

export interface Replay {
  readonly rated: RatedPeriod;
  readonly chargesCsv: string;
  readonly invoiceJson: string;
}

/**
 * Prices a period of a contract file over a usage file and writes both results as texts: the same input gives the same
 * bytes.
 *
 * @param describe a charge's text in the language of the reader. @throws CallbayError what ratePeriod refuses.
 */
export function replay(
  file: ContractFile,
  usage: UsageFile,
  period: Period,
  describe: (message: Message) => string,
): Replay {
  const { contract, before, credits } = file;
  const rated = ratePeriod({
    contract,
    usage: usage.usage,
    charged: usage.charged,
    period,
    credits,
    ...(before ? { before } : {}),
  });
  const lines = rated.charges.map((charge, index) => lineOf(charge, index, file, describe));
  return { rated, chargesCsv: csvOf(lines), invoiceJson: jsonOf(file, usage, period, rated, lines) };
}

type ChargeColumn = (typeof CHARGE_COLUMNS)[number];
type Line = Readonly<Record<Exclude<ChargeColumn, "usage" | "line" | "version" | "usage_count">, string>> & {
  readonly line: number;
  readonly version: number;
  readonly usage: readonly string[];
};

function lineOf(
  charge: RatedCharge,
  index: number,
  { contract }: ContractFile,
  describe: (message: Message) => string,
): Line {
  const version = contract.versions.find(({ id }) => id === charge.contractVersionId);
  const component = version?.components.find(({ id }) => id === charge.componentId);
  return {
    line: index + 1,
    kind: charge.kind,
    component: charge.componentId ?? "",
    type: component?.params.type ?? "",
    version: version?.version ?? 0,
    month: charge.month,
    description: describe(charge.description),
    quantity: formatRate(charge.quantityMicros, 0),
    unit: charge.unit,
    unit_price: formatRate(charge.unitPriceMicros, currencyExponent(contract.currency)),
    amount: amountText(charge.amountMinor, contract.currency),
    arithmetic: charge.arithmetic,
    from: charge.periodFrom,
    through: addDays(charge.periodTo, -1),
    metered: String(charge.metered),
    usage: charge.usageIds,
  };
}

function csvOf(lines: readonly Line[]): string {
  const rows = lines.map((line) =>
    CHARGE_COLUMNS.map((column) => {
      if (column === "usage_count") return String(line.usage.length);
      return strictCsvField(column === "usage" ? line.usage.join(" ") : String(line[column]));
    }).join(","),
  );
  return `${[CHARGE_COLUMNS.join(","), ...rows].join("\n")}\n`;
}

function jsonOf(
  file: ContractFile,
  usage: UsageFile,
  period: Period,
  rated: RatedPeriod,
  lines: readonly Line[],
): string {
  const { currency } = file.contract;
  const money = (minor: bigint) => amountText(minor, currency);
  const later = usage.usage.filter(({ localDate }) => localDate >= period.to);
  const invoice = {
    currency,
    from: period.from,
    through: addDays(period.to, -1),
    taxMode: rated.taxMode,
    net: money(rated.netMinor),
    tax: money(rated.taxMinor),
    total: money(rated.totalMinor),
    taxes: rated.taxes.map(({ ratePpm, netMinor, taxMinor }) => ({
      ratePpm,
      net: money(netMinor),
      tax: money(taxMinor),
    })),
    lines: lines.map(({ usage: ids, ...line }) => ({ ...line, usage_count: ids.length })),
    creditsUsed: rated.credits.map(({ id, usedMinor }) => ({ id, used: money(usedMinor) })),
    notPriced: { count: rated.unpricedCount, first: rated.unpricedUsageIds },
    notChargeable: [...usage.notChargeable].sort((a, b) => (a.id < b.id ? -1 : 1)),
    afterPeriod: { count: later.length },
  };
  return `${JSON.stringify(invoice, null, 2)}\n`;
}
