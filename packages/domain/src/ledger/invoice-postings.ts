import { roundHalfAwayFromZero } from "../money.ts";
import { type CampaignUsage, shareByCampaign } from "../rating/campaign-share.ts";
import type { PriceComponentType } from "../rating/price-type.ts";
import type { ChargeKind } from "../rating/types.ts";
import type { Account, Entry } from "./accounts.ts";

/** A line as the ledger sees it. */
export interface PostedCharge {
  readonly id: string;
  readonly kind: ChargeKind;
  /** Null for a line without a component. */
  readonly componentType: PriceComponentType | null;
  /** Of its terms; counts where prices contain the tax. */
  readonly taxRatePpm: number;
  readonly amountMinor: bigint;
  /** Empty for what no usage stands behind. */
  readonly campaigns: readonly CampaignUsage[];
}

/** A finalised invoice or a credit note, whose lines have the opposite sign of those they give back. */
export interface PostedInvoice {
  readonly kind: "invoice" | "credit_note";
  readonly currency: string;
  readonly taxInclusive: boolean;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly totalMinor: bigint;
  readonly charges: readonly PostedCharge[];
}

/**
 * The entries of a finalised invoice: what the client owes, the revenue of each line by the campaigns of its usage,
 * and the tax. A credit note has negative amounts, so the same rules give its mirror.
 *
 * Where prices contain the tax, the invoice's net is spread over its lines in proportion, whole minor units by largest
 * remainder: the lines always sum to the net that is printed.
 */
export function invoiceEntries(invoice: PostedInvoice): Entry[] {
  const { currency, charges } = invoice;
  const nets = invoice.taxInclusive ? netAmounts(invoice) : charges.map((charge) => charge.amountMinor);
  const entries: Entry[] = [
    { account: "receivable", currency, amountMinor: invoice.totalMinor },
    ...charges.flatMap((charge, index) => {
      const account = accountOf(charge, invoice.kind);
      return shareByCampaign(nets[index] ?? 0n, charge.campaigns).map(
        ({ campaignId, amountMinor }): Entry => ({
          account,
          currency,
          amountMinor: -amountMinor,
          campaignId,
          chargeId: charge.id,
        }),
      );
    }),
    { account: "tax", currency, amountMinor: -invoice.taxMinor },
  ];
  return entries.filter((entry) => entry.amountMinor !== 0n);
}

/** Claw-backs, and what was given away, are kept apart from revenue; a discount lowers it. */
function accountOf(charge: PostedCharge, kind: PostedInvoice["kind"]): Account {
  const lowers = kind === "credit_note" ? charge.amountMinor > 0n : charge.amountMinor < 0n;
  if (charge.kind === "clawback") return "clawback";
  if (charge.kind === "credit") return "credit";
  if (charge.kind === "adjustment" && lowers) return "credit";
  return `revenue:${charge.componentType ?? "other"}`;
}

function netAmounts({ netMinor, charges }: PostedInvoice): bigint[] {
  const exact = charges.map(({ amountMinor, taxRatePpm }) => ({
    numerator: amountMinor * 1_000_000n,
    denominator: 1_000_000n + BigInt(taxRatePpm),
  }));
  return largestRemainder(netMinor, exact);
}

interface Fraction {
  readonly numerator: bigint;
  /** Above zero. */
  readonly denominator: bigint;
}

/** Digits by which two remainders are compared: enough for any share of money. */
const SCALE = 1_000_000_000_000n;

/**
 * Whole numbers next to these fractions that sum to `total`: each is rounded down, and what is left goes one by one to
 * the largest remainders, the earlier of two equal ones first.
 */
export function largestRemainder(total: bigint, fractions: readonly Fraction[]): bigint[] {
  const floors = fractions.map(({ numerator, denominator }) => floorDiv(numerator, denominator));
  const count = BigInt(fractions.length);
  if (count === 0n) return [];
  const left = total - floors.reduce((sum, one) => sum + one, 0n);
  const each = floorDiv(left, count);
  const extra = Number(left - each * count);
  const order = fractions
    .map(({ numerator, denominator }, index) => ({
      index,
      rest: roundHalfAwayFromZero((numerator - (floors[index] ?? 0n) * denominator) * SCALE, denominator),
    }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const shares = floors.map((floor) => floor + each);
  for (const { index } of order.slice(0, extra)) shares[index] = (shares[index] ?? 0n) + 1n;
  return shares;
}

function floorDiv(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator % denominator !== 0n && numerator < 0n ? quotient - 1n : quotient;
}
