import { type LocalDate, monthsOf, type Period } from "../days.ts";
import type { Message } from "../message.ts";
import { shareByCampaign } from "../rating/campaign-share.ts";
import { ratePeriod, type UsageFact } from "../rating/rate.ts";
import type { RateTable } from "../rating/rate-table.ts";
import { type CostSheet, termsOfSheet } from "./cost-sheet.ts";

export interface CampaignWork {
  readonly campaignId: string;
  /** What seats and agents are shared by. */
  readonly talkMs: bigint;
  /** Connected calls, as facts: `talkMs` is the time from answered to ended. */
  readonly calls: readonly UsageFact[];
}

export interface WorkOfPeriod {
  readonly currency: string;
  readonly timezone: string;
  readonly period: Period;
  /** Of the currency, in any order. */
  readonly sheets: readonly CostSheet[];
  readonly rateTables: ReadonlyMap<string, RateTable>;
  readonly campaigns: readonly CampaignWork[];
  /** Seat-days, and time of agents whom the operator employs. */
  readonly seatDays: readonly UsageFact[];
  readonly agentTime: readonly UsageFact[];
}

/** A cost with its arithmetic. */
export interface CostLine {
  readonly what: "carrier" | "seat" | "agent";
  readonly description: Message;
  readonly arithmetic: string;
  readonly amountMinor: bigint;
}

export interface CampaignCost {
  /** Null for seats and agents while nobody has talked on any campaign. */
  readonly campaignId: string | null;
  readonly carrierMinor: bigint;
  readonly seatMinor: bigint;
  readonly agentMinor: bigint;
  /** Of the carrier; seats and agents are shared. */
  readonly lines: readonly CostLine[];
}

export interface PeriodCosts {
  readonly campaigns: readonly CampaignCost[];
  /** Seats and agents of the contract as a whole, before they are shared. */
  readonly shared: readonly CostLine[];
}

/** The sheet that holds on a day, or null before the first. */
export function sheetOn(sheets: readonly CostSheet[], date: LocalDate): CostSheet | null {
  return (
    inOrder(sheets)
      .filter((sheet) => sheet.effectiveFrom <= date)
      .at(-1) ?? null
  );
}

/** The first days of the stretches of a period in which month and cost sheet stay the same. */
export function stretchesOf(period: Period, sheets: readonly CostSheet[]): LocalDate[] {
  const starts = [
    ...monthsOf(period).map((one) => one.period.from),
    ...sheets.map((sheet) => sheet.effectiveFrom).filter((day) => day > period.from && day < period.to),
  ];
  return [...new Set(starts)].sort();
}

/**
 * What a contract's work of a period costs the operator, by campaign, priced by the engine that prices contracts: each
 * campaign's connected calls by the carrier's rates; seats and the operator's agents as a whole, shared over the
 * campaigns by talk time, to the minor unit. Work on days before the first cost sheet has no cost.
 *
 * @throws CallbayError what the pricers refuse.
 */
export function campaignCosts(work: WorkOfPeriod): PeriodCosts {
  const price = pricing(work);
  const talk = work.campaigns.map(({ campaignId, talkMs }) => ({ campaignId, quantity: talkMs }));
  const seats = price(work.seatDays, "seat");
  const agents = price(work.agentTime, "agent");
  const seatShares = sharesOf(seats, talk);
  const agentShares = sharesOf(agents, talk);
  const rows = new Map<string | null, CampaignCost>();
  for (const { campaignId, calls } of work.campaigns) {
    const lines = price(calls, "carrier");
    const carrierMinor = sum(lines);
    rows.set(campaignId, { campaignId, carrierMinor, seatMinor: 0n, agentMinor: 0n, lines });
  }
  for (const campaignId of new Set([...seatShares.keys(), ...agentShares.keys()])) {
    const row = rows.get(campaignId) ?? { campaignId, carrierMinor: 0n, seatMinor: 0n, agentMinor: 0n, lines: [] };
    const seatMinor = seatShares.get(campaignId) ?? 0n;
    const agentMinor = agentShares.get(campaignId) ?? 0n;
    if (campaignId !== null || seatMinor !== 0n || agentMinor !== 0n)
      rows.set(campaignId, { ...row, seatMinor, agentMinor });
  }
  return { campaigns: [...rows.values()], shared: [...seats, ...agents] };
}

function pricing({ currency, timezone, period, sheets, rateTables }: WorkOfPeriod) {
  const ordered = inOrder(sheets);
  const versions = ordered.map((sheet, index) => termsOfSheet(sheet, index + 1));
  const startsOn = ordered[0]?.effectiveFrom ?? period.to;
  const contract = { currency, timezone, versions, startsOn, endsOn: null, rateTables };
  return (facts: readonly UsageFact[], what: CostLine["what"]): CostLine[] => {
    const usage = facts.flatMap((fact) => {
      const sheet = sheetOn(sheets, fact.localDate);
      return sheet ? [{ ...fact, contractVersionId: sheet.id }] : [];
    });
    if (usage.length === 0) return [];
    return ratePeriod({ contract, usage, period })
      .charges.filter((charge) => charge.amountMinor !== 0n)
      .map(({ description, arithmetic, amountMinor }) => ({ what, description, arithmetic, amountMinor }));
  };
}

function inOrder(sheets: readonly CostSheet[]): CostSheet[] {
  return [...sheets].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
}

function sharesOf(
  lines: readonly CostLine[],
  talk: readonly { readonly campaignId: string; readonly quantity: bigint }[],
): Map<string | null, bigint> {
  return new Map(shareByCampaign(sum(lines), talk).map((share) => [share.campaignId, share.amountMinor]));
}

function sum(lines: readonly CostLine[]): bigint {
  return lines.reduce((total, line) => total + line.amountMinor, 0n);
}
