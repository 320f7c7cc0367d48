import type { Tx } from "@callbay/db/client";
import {
  type CallColumns,
  chargedByMonth,
  chargedOnDays,
  connectedInMonths,
  lateDays,
  type StreamedFact,
  usagePage,
} from "@callbay/db/sql/billing-stream";
import { monthOf, monthsOf, type Period } from "@callbay/domain/calendar";
import { KINDS_PRICED } from "@callbay/domain/rating/pricers";
import {
  type ChargedBefore,
  type Credit,
  openPeriod,
  type PeriodPricing,
  type UsageFact,
  type UsageKind,
} from "@callbay/domain/rating/rate";
import type { ChargeKind } from "@callbay/domain/rating/types";
import type { LoadedContract } from "../contract/load.ts";

/** Rows read and linked at a time: enough that the way to Postgres costs nothing, few enough that memory stays flat. */
const PAGE = 20_000;

/**
 * Begins to price a period of a contract by what is written: earlier charges, late days, credits, and the contacts
 * connected in the months that are rated. The usage itself is still to be taken.
 *
 * @param unwritten usage that will be taken too, though it is not written yet.
 */
export async function openRating(
  tx: Tx,
  contract: LoadedContract,
  period: Period,
  unwritten: readonly UsageFact[] = [],
): Promise<PeriodPricing> {
  const ids = idsOf(contract);
  const written = await lateDays(tx, { ...ids, from: period.from, priced: pricedBy(contract) });
  const late = [...written, ...unwritten.filter(({ localDate }) => localDate < period.from)];
  const days = (kinds: readonly UsageKind[]) => [
    ...new Set(late.filter(({ kind }) => kinds.includes(kind)).map(({ localDate }) => localDate)),
  ];
  const pricing = openPeriod({
    contract,
    period,
    before: await chargedBefore(tx, contract),
    charged: await chargedOnDays(tx, { ...ids, days: days(["seat_day", "agent_time"]) }),
    credits: await openCredits(tx, contract),
  });
  if (ratesBySuccess(contract)) {
    const months = [
      ...new Set([...days(["success", "reversal"]).map(monthOf), ...monthsOf(period).map(({ month }) => month)]),
    ];
    for (const fact of await connectedInMonths(tx, { ...ids, months: months.sort(), before: period.to })) {
      pricing.take(fact);
    }
  }
  return pricing;
}

interface WhichUsage {
  readonly kinds?: readonly UsageKind[];
  /** Whose revenue it is, too. */
  readonly campaign?: boolean;
}

interface PageSteps {
  /** Prices a page; Postgres reads the next one meanwhile. */
  readonly take: (facts: readonly StreamedFact[]) => void;
  /** What is to be written for the page, when nothing is being read. */
  readonly write?: () => Promise<void>;
}

/**
 * The usage of a period, page by page: late usage first, then that of its own days, each in order of day and id. One page
 * is read ahead and no more: reading that does not wait for pricing has the whole month in memory.
 */
export async function eachUsagePage(
  tx: Tx,
  contract: LoadedContract,
  period: Period,
  { take, write }: PageSteps,
  which: WhichUsage = {},
): Promise<void> {
  const columns = { ...columnsFor(contract), campaign: which.campaign ?? false };
  const all = { ...idsOf(contract), ...period, columns, priced: pricedBy(contract), kinds: which.kinds, limit: PAGE };
  for (const when of ["late", "in"] as const) {
    let coming: Promise<StreamedFact[]> | null = usagePage(tx, { ...all, when, after: null });
    while (coming) {
      const facts: StreamedFact[] = await coming;
      coming = facts.length === PAGE ? ahead(usagePage(tx, { ...all, when, after: facts.at(-1) ?? null })) : null;
      take(facts);
      await coming;
      await write?.();
    }
  }
}

/** A page that is asked for before its time: what it fails with is said where it is waited for, and only there. */
function ahead<T>(page: Promise<T>): Promise<T> {
  page.catch(() => {});
  return page;
}

/** What earlier invoices of the contract have charged, drafts included. */
async function chargedBefore(tx: Tx, contract: LoadedContract): Promise<ChargedBefore[]> {
  const rows = await chargedByMonth(tx, idsOf(contract));
  return rows.map((row) => ({ ...row, kind: row.kind as ChargeKind }));
}

/** Credits of the contract with something left, oldest first. */
async function openCredits(tx: Tx, contract: LoadedContract): Promise<Credit[]> {
  const rows = await tx.contractCredit.findMany({
    where: idsOf(contract),
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true, amountMinor: true, appliedMinor: true, reason: true },
  });
  return rows
    .map(({ id, amountMinor, appliedMinor, reason }) => ({ id, amountMinor: amountMinor - appliedMinor, reason }))
    .filter(({ amountMinor }) => amountMinor > 0n);
}

/** What each version has a price for; `connected` is never used up, so it is read in its own way. */
export function pricedBy({ versions }: LoadedContract): { versionId: string; kind: UsageKind }[] {
  return versions.flatMap(({ id, components }) => {
    const kinds = new Set(components.flatMap(({ params }) => KINDS_PRICED[params.type]));
    kinds.delete("connected");
    return [...kinds].map((kind) => ({ versionId: id, kind }));
  });
}

/** Which columns of a call the prices of any version look at. */
export function columnsFor({ versions }: LoadedContract): CallColumns {
  const prices = versions.flatMap(({ components }) => components.map(({ params }) => params));
  return {
    phone: prices.some((one) => one.type === "per_minute" && one.rateTableId !== undefined),
    disposition: prices.some((one) => one.type === "per_call" && one.rates?.some((rate) => rate.disposition)),
  };
}

function ratesBySuccess({ versions }: LoadedContract): boolean {
  return versions.some(({ components }) =>
    components.some(({ params }) => params.type === "commission" && (params.tiers?.length ?? 0) > 0),
  );
}

export function idsOf({ row }: LoadedContract): { tenantId: string; contractId: string } {
  return { tenantId: row.tenantId, contractId: row.id };
}
