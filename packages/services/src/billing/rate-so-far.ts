import type { Tx } from "@callbay/db/client";
import { usageSums, writtenKeys } from "@callbay/db/sql/billing-usage";
import { addDays, fromDbDate, type Period } from "@callbay/domain/calendar";
import { type CampaignUsage, shareByCampaign } from "@callbay/domain/rating/campaign-share";
import type { DraftCharge, PeriodPricing, RatedPeriod, UsageFact, UsageKind } from "@callbay/domain/rating/rate";
import type { LoadedContract } from "../contract/load.ts";
import { numberDayRows } from "../usage/number-days.ts";
import { seatDayRows } from "../usage/seat-days.ts";
import { firstUnbilledDay } from "./open-period.ts";
import { columnsFor, eachUsagePage, idsOf, openRating, pricedBy } from "./rating-input.ts";

/** What a period that still runs has cost. */
export interface RatedSoFar {
  readonly rated: RatedPeriod<DraftCharge>;
  readonly quantities: Readonly<Partial<Record<UsageKind, bigint>>>;
  /** How many usage records it was made of. */
  readonly records: number;
  /** What the charges come to by campaign; null for what belongs to none. Sums to the charges. */
  readonly byCampaign: ReadonlyMap<string | null, bigint>;
}

type Fact = UsageFact & { readonly campaignId?: string | null | undefined; readonly records?: number };

/**
 * Prices a period that still runs, by the rules of its invoice: usage summed per day to what its prices look at, and the
 * seat-days and number-days that have been touched, written yet or not. Only calls that are priced by destination are
 * read one by one.
 *
 * @param planned usage that is only thought of, rated with the rest: what it would cost.
 */
export async function rateSoFar(
  tx: Tx,
  contract: LoadedContract,
  period: Period,
  now: Date,
  planned: readonly UsageFact[] = [],
): Promise<RatedSoFar> {
  const unwritten = await unwrittenDays(tx, contract, period, now);
  const tally = new Tally(await openRating(tx, contract, period, unwritten));
  const columns = columnsFor(contract);
  const byDestination = columns.phone;
  const sums = await usageSums(tx, {
    ...idsOf(contract),
    ...period,
    priced: pricedBy(contract),
    columns: { ...sumColumnsFor(contract), disposition: columns.disposition },
    calls: !byDestination,
  });
  const facts: Fact[] = [...sums, ...unwritten, ...planned];
  for (const fact of facts.sort(byKindAndDay)) tally.take(fact);
  const kinds: UsageKind[] = byDestination ? ["call", "reversal"] : ["reversal"];
  const take = (facts: readonly Fact[]): void => {
    for (const fact of facts) tally.take(fact);
  };
  await eachUsagePage(tx, contract, period, { take }, { kinds, campaign: true });
  return tally.finish();
}

/** Which fields of a call the contract's prices tell apart. */
function sumColumnsFor({ versions }: LoadedContract) {
  const prices = versions.flatMap(({ components }) => components.map(({ params }) => params));
  return {
    talk: prices.some((one) => one.type === "per_minute" || (one.type === "package" && one.unit === "minute")),
    outcome: prices.some((one) => one.type === "per_call" && one.rates?.some((rate) => rate.outcome)),
  };
}

/** Seat-days and number-days that were touched and that the nightly job has not written yet. */
async function unwrittenDays(tx: Tx, contract: LoadedContract, period: Period, now: Date): Promise<Fact[]> {
  const { tenantId, contractId } = idsOf(contract);
  const through = addDays(period.to, -1);
  const from = addDays(firstUnbilledDay(contract), -1);
  const known = await writtenKeys(tx, { tenantId, kinds: ["seat_day", "number_day"], from });
  const seats = await seatDayRows(tx, { tenantId, contractId, through, now });
  const numbers = await numberDayRows(tx, { tenantId, through, now });
  const rows: readonly { kind: "seat_day" | "number_day"; row: (typeof seats)[number] | (typeof numbers)[number] }[] = [
    ...seats.map((row) => ({ kind: "seat_day" as const, row })),
    ...numbers.flatMap((row) => (row.contractId === contractId ? [{ kind: "number_day" as const, row }] : [])),
  ];
  return rows
    .filter(({ row }) => !known.has(row.sourceKey))
    .map(({ kind, row }) => ({
      id: row.id,
      kind,
      direction: null,
      localDate: fromDbDate(row.localDate),
      contractVersionId: row.contractVersionId,
      quantity: row.quantity,
    }));
}

/** Takes facts into the pricing and counts what stands behind each charge, by campaign. */
class Tally {
  readonly #pricing: PeriodPricing;
  readonly #quantities: Partial<Record<UsageKind, bigint>> = {};
  readonly #behind = new Map<string, Map<string | null, { quantity: bigint; talkMs: bigint }>>();
  #records = 0;

  constructor(pricing: PeriodPricing) {
    this.#pricing = pricing;
  }

  take(fact: Fact): void {
    this.#quantities[fact.kind] = (this.#quantities[fact.kind] ?? 0n) + fact.quantity;
    this.#records += fact.records ?? 1;
    const campaignId = fact.campaignId ?? null;
    for (const { key } of this.#pricing.take(fact)) {
      const campaigns = this.#behind.get(key) ?? new Map<string | null, { quantity: bigint; talkMs: bigint }>();
      this.#behind.set(key, campaigns);
      const sum = campaigns.get(campaignId) ?? { quantity: 0n, talkMs: 0n };
      campaigns.set(campaignId, sum);
      sum.quantity += fact.quantity;
      sum.talkMs += fact.quantity * BigInt(fact.talkMs ?? 0);
    }
  }

  finish(): RatedSoFar {
    const rated = this.#pricing.finish();
    const byCampaign = new Map<string | null, bigint>();
    for (const charge of rated.charges) {
      for (const { campaignId, amountMinor } of shareByCampaign(charge.amountMinor, this.#usageOf(charge))) {
        byCampaign.set(campaignId, (byCampaign.get(campaignId) ?? 0n) + amountMinor);
      }
    }
    return { rated, quantities: this.#quantities, records: this.#records, byCampaign };
  }

  /** In the charge's own unit, as the ledger splits it once it is an invoice: minutes by talk, the rest by pieces. */
  #usageOf({ key, unit }: DraftCharge): CampaignUsage[] {
    return [...(this.#behind.get(key) ?? [])].map(([campaignId, { quantity, talkMs }]) => ({
      campaignId,
      quantity: unit === "minute" ? talkMs : quantity,
    }));
  }
}

function byKindAndDay(a: Fact, b: Fact): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  if (a.localDate !== b.localDate) return a.localDate < b.localDate ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
