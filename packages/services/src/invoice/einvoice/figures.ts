import { largestRemainder } from "@callbay/domain/ledger/invoice-postings";
import { roundHalfAwayFromZero, taxOf } from "@callbay/domain/money";
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
export function figuresOf(invoice: {
  readonly kind: "invoice" | "credit_note";
  readonly taxInclusive: boolean;
  readonly charges: readonly BilledCharge[];
}): Figures {
  const sign = invoice.kind === "credit_note" ? -1n : 1n;
  const charges = invoice.charges.map((charge) => ({ charge, category: taxCategoryOf(charge) }));
  if (charges.length === 0) throw noLines();

  const groups: TaxGroup[] = [];
  const nets = new Map<string, bigint>();
  for (const members of grouped(charges)) {
    const [{ charge: first, category }] = members;
    const ratePpm = category === "S" ? first.taxRatePpm : 0;
    const sum = members.reduce((total, { charge }) => total + sign * charge.amountMinor, 0n);
    const taxMinor = invoice.taxInclusive ? contained(sum, ratePpm) : taxOf(sum, ratePpm);
    const netMinor = invoice.taxInclusive ? sum - taxMinor : sum;
    const amounts = members.map(({ charge }) => ({
      numerator: sign * charge.amountMinor * 1_000_000n,
      denominator: invoice.taxInclusive ? BigInt(1_000_000 + ratePpm) : 1_000_000n,
    }));
    largestRemainder(netMinor, amounts).forEach((net, i) => {
      nets.set(members[i]?.charge.id ?? "", net);
    });
    const note = members.find(({ charge }) => charge.taxNote)?.charge.taxNote ?? "";
    groups.push({ category, ratePpm, netMinor, taxMinor, note });
  }

  const all = charges.map(({ charge, category }) => ({ charge, category, netMinor: nets.get(charge.id) ?? 0n }));
  const isReduction = ({ charge, netMinor }: NetLine): boolean => REDUCTIONS.has(charge.kind) && netMinor < 0n;
  // A document needs a line: one of reductions alone has them as lines.
  const apart = all.some((line) => !isReduction(line));
  const lines = apart ? all.filter((line) => !isReduction(line)) : all;
  const allowances = apart
    ? all.filter(isReduction).map((line): NetLine => ({ ...line, netMinor: -line.netMinor }))
    : [];
  const lineSumMinor = sumOf(lines);
  const allowanceSumMinor = sumOf(allowances);
  const netMinor = lineSumMinor - allowanceSumMinor;
  const taxMinor = groups.reduce((sum, group) => sum + group.taxMinor, 0n);
  return {
    lines,
    allowances,
    groups,
    lineSumMinor,
    allowanceSumMinor,
    netMinor,
    taxMinor,
    totalMinor: netMinor + taxMinor,
  };
}

interface Categorised {
  readonly charge: BilledCharge;
  readonly category: TaxCategory;
}

/** The charges of each category and rate, in the order in which they first come. */
function grouped(charges: readonly Categorised[]): [Categorised, ...Categorised[]][] {
  const groups = new Map<string, [Categorised, ...Categorised[]]>();
  for (const one of charges) {
    const key = `${one.category} ${one.charge.taxRatePpm}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

function contained(grossMinor: bigint, ratePpm: number): bigint {
  return roundHalfAwayFromZero(grossMinor * BigInt(ratePpm), BigInt(1_000_000 + ratePpm));
}

function sumOf(lines: readonly NetLine[]): bigint {
  return lines.reduce((sum, line) => sum + line.netMinor, 0n);
}
