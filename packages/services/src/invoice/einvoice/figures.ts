import { invoiceTotals } from "@callbay/domain/invoice-totals";
import { largestRemainder } from "@callbay/domain/ledger/invoice-postings";
import type { InvoiceView } from "../load.ts";
import { noLines } from "./refusal.ts";
import { type TaxCategory, taxCategoryOf } from "./tax.ts";

type Charge = InvoiceView["charges"][number];

/** What of a charge goes into an e-invoice; a view of an invoice has it. */
export type BilledCharge = Pick<
  Charge,
  | "id"
  | "kind"
  | "description"
  | "quantityMicros"
  | "unit"
  | "unitPriceMicros"
  | "amountMinor"
  | "arithmetic"
  | "periodFrom"
  | "periodTo"
  | "taxRatePpm"
  | "taxCategory"
  | "taxNote"
>;

/** A charge without tax, as it stands in the document: positive when the reader owes it, or is credited it. */
export interface NetLine {
  readonly charge: BilledCharge;
  readonly netMinor: bigint;
  readonly category: TaxCategory;
}

/** Everything of one tax category and rate. */
export interface TaxGroup {
  readonly category: TaxCategory;
  readonly ratePpm: number;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  /** Why no tax is charged, in the contract's words. */
  readonly note: string;
}

export interface Figures {
  readonly lines: readonly NetLine[];
  /** Reductions of the whole document (BG-20); their `netMinor` is positive. */
  readonly allowances: readonly NetLine[];
  readonly groups: readonly TaxGroup[];
  readonly lineSumMinor: bigint;
  readonly allowanceSumMinor: bigint;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly totalMinor: bigint;
}

/** What is taken off the whole rather than charged: a line of its own in our invoice, an allowance in the standard's. */
const REDUCTIONS: ReadonlySet<string> = new Set(["discount", "credit"]);

/**
 * The figures of an e-invoice. A credit note's are turned round, for the standard credits positive amounts. Where
 * prices contain the tax, the net of each tax group is spread over its charges, whole minor units by largest
 * remainder, so that lines sum to the net that our invoice prints.
 *
 * @throws CallbayError EINVOICE_NO_LINES, EINVOICE_TAX_TERMS.
 */
export function figuresOf(invoice: BilledAmounts): Figures {
  const sign = invoice.kind === "credit_note" ? -1n : 1n;
  const charges = invoice.charges.map((charge) => ({ charge, category: taxCategoryOf(charge) }));
  if (charges.length === 0) throw noLines();
  const members = grouped(charges);
  const groups = groupsOf(members, invoice, sign);
  const nets = new Map<string, bigint>();
  members.forEach((group, i) => {
    const { netMinor = 0n, ratePpm = 0 } = groups[i] ?? {};
    const exact = group.map(({ charge }) => ({
      numerator: sign * charge.amountMinor * 1_000_000n,
      denominator: invoice.taxInclusive ? BigInt(1_000_000 + ratePpm) : 1_000_000n,
    }));
    largestRemainder(netMinor, exact).forEach((net, j) => {
      nets.set(group[j]?.charge.id ?? "", net);
    });
  });

  const all = charges.map((one): NetLine => ({ ...one, netMinor: nets.get(one.charge.id) ?? 0n }));
  const isReduction = ({ charge, netMinor }: NetLine): boolean => REDUCTIONS.has(charge.kind) && netMinor < 0n;
  // A document needs a line: one of reductions alone has them as lines.
  const apart = all.some((line) => !isReduction(line));
  const lines = apart ? all.filter((line) => !isReduction(line)) : all;
  const reductions = apart ? all.filter(isReduction) : [];
  const allowances = reductions.map((line): NetLine => ({ ...line, netMinor: -line.netMinor }));
  const lineSumMinor = sumOf(lines);
  const allowanceSumMinor = sumOf(allowances);
  const netMinor = lineSumMinor - allowanceSumMinor;
  const taxMinor = groups.reduce((sum, group) => sum + group.taxMinor, 0n);
  const totalMinor = netMinor + taxMinor;
  return { lines, allowances, groups, lineSumMinor, allowanceSumMinor, netMinor, taxMinor, totalMinor };
}

/** What of an invoice its figures come from. */
export interface BilledAmounts {
  readonly kind: "invoice" | "credit_note";
  readonly taxInclusive: boolean;
  readonly charges: readonly BilledCharge[];
  /** As printed; a credit note's are negative. */
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
}

/**
 * Net and tax of each group. A credit note for a part of an invoice may differ from its own lines by the rounding that
 * the notes before it have had; that goes to the largest group that is taxed.
 */
function groupsOf(members: readonly Group[], invoice: BilledAmounts, sign: bigint): TaxGroup[] {
  const groups = members.map((group): TaxGroup => {
    const [{ charge: first, category }] = group;
    const ratePpm = category === "S" ? first.taxRatePpm : 0;
    const own = invoiceTotals(
      group.map(({ charge }) => ({ taxRatePpm: ratePpm, amountMinor: sign * charge.amountMinor })),
      invoice.taxInclusive,
    );
    const note = group.find(({ charge }) => charge.taxNote)?.charge.taxNote ?? "";
    return { category, ratePpm, netMinor: own.netMinor, taxMinor: own.taxMinor, note };
  });
  const net = sign * invoice.netMinor - groups.reduce((sum, group) => sum + group.netMinor, 0n);
  const tax = sign * invoice.taxMinor - groups.reduce((sum, group) => sum + group.taxMinor, 0n);
  if (net === 0n && tax === 0n) return groups;
  const size = ({ netMinor }: TaxGroup): bigint => (netMinor < 0n ? -netMinor : netMinor);
  const taxed = groups.filter(({ ratePpm }) => ratePpm > 0);
  const largest = taxed.reduce<TaxGroup | null>((best, one) => (best && size(best) >= size(one) ? best : one), null);
  return groups.map((group) =>
    group === largest ? { ...group, netMinor: group.netMinor + net, taxMinor: group.taxMinor + tax } : group,
  );
}

interface Categorised {
  readonly charge: BilledCharge;
  readonly category: TaxCategory;
}

type Group = readonly [Categorised, ...Categorised[]];

/** The charges of each category and rate, in the order in which they first come. */
function grouped(charges: readonly Categorised[]): Group[] {
  const groups = new Map<string, [Categorised, ...Categorised[]]>();
  for (const one of charges) {
    const key = `${one.category} ${one.charge.taxRatePpm}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

function sumOf(lines: readonly NetLine[]): bigint {
  return lines.reduce((sum, line) => sum + line.netMinor, 0n);
}
