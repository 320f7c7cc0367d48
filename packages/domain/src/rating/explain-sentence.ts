import { currencyExponent } from "../currency.ts";
import type { Message } from "../message.ts";
import { formatRate, parseRate } from "../money.ts";
import type { CommissionParams, PerCallParams, PriceComponentParams, SeatParams, Tier } from "./price-type.ts";
import type { RateTable } from "./rate-table.ts";

type Values = Record<string, string | number>;
type Money = (rate: string | undefined) => string;

/** What a price component charges for, in one sentence. Yes and no choose the clauses that the text has. */
export function sentenceOf(
  params: PriceComponentParams,
  currency: string,
  tables: ReadonlyMap<string, RateTable>,
): Message {
  const money: Money = (rate) => formatRate(parseRate(rate ?? "0"), currencyExponent(currency));
  const say = (key: string, values: Values): Message => ({ key: `pricing.${key}`, values: { ...values, currency } });
  switch (params.type) {
    case "seat":
      return seatSentence(params, money, say);
    case "package":
      return say(params.unit === "call" ? "package" : "package.minutes", {
        monthlyFee: money(params.monthlyFee),
        included: params.included,
        overageRate: money(params.overageRate),
        direction: params.direction,
        first: params.increments?.first ?? 60,
        next: params.increments?.next ?? 60,
        rollOver: yes(params.rollOver),
      });
    case "per_call":
      return perCallSentence(params, money, say);
    case "per_minute":
      return say("perMinute", {
        rate: money(params.rate),
        direction: params.direction,
        first: params.increments.first,
        next: params.increments.next,
        hasTable: yes(params.rateTableId !== undefined),
        table: tables.get(params.rateTableId ?? "")?.name ?? params.rateTableId ?? "",
        hasLeast: yes(some(params.minimumPerCall)),
        minimumPerCall: money(params.minimumPerCall),
        hasBase: yes(some(params.baseFee)),
        baseFee: money(params.baseFee),
        hasMinimum: yes(some(params.minimumCharge)),
        minimumCharge: money(params.minimumCharge),
      });
    case "commission":
      return commissionSentence(params, money, say);
    case "hourly":
      return say("hourly", {
        rate: money(params.rate),
        ready: yes(params.states.includes("ready")),
        talking: yes(params.states.includes("talking")),
        wrapup: yes(params.states.includes("wrapup")),
        paused: yes(params.states.includes("paused")),
        hasRoles: yes(params.roles !== undefined),
        roles: (params.roles ?? []).join(", "),
        hasIncrement: yes(params.incrementSeconds > 1),
        minutes: formatRate((BigInt(params.incrementSeconds) * 1_000_000n) / 60n, 0),
      });
    case "project":
      return say("project", {
        name: params.name,
        milestones: params.milestones
          .map(({ name, amount, dueOn }) => `${name} ${money(amount)}${dueOn === null ? "" : ` (${dueOn})`}`)
          .join("; "),
      });
    case "setup":
      return say("setup", { name: params.name, amount: money(params.amount), date: params.dueOn });
    case "number":
      return say("number", { monthlyRate: money(params.monthlyRate) });
    case "message":
      return say("message", { rate: money(params.rate) });
  }
}

type Say = (key: string, values: Values) => Message;

function seatSentence(params: SeatParams, money: Money, say: Say): Message {
  const { monthlyRate, minSeats, tiers = [], tierMode = "graduated" } = params;
  const values = { monthlyRate: money(monthlyRate), minSeats };
  if (tiers.length === 0) return say(minSeats > 0 ? "seat.minimum" : "seat", values);
  const more = { hasMinimum: yes(minSeats > 0), tiers: tiersText(tiers, money), mode: tierMode };
  return say("seat.tiers", { ...values, ...more });
}

function perCallSentence(params: PerCallParams, money: Money, say: Say): Message {
  const { rate, baseFee, direction, minimumCharge, tiers = [], tierMode = "graduated", rates = [] } = params;
  const values = { rate: money(rate), baseFee: money(baseFee), direction };
  const plain = !some(minimumCharge) && tiers.length === 0 && rates.length === 0;
  if (plain) return say(some(baseFee) ? "perCall.base" : "perCall", values);
  return say("perCall.full", {
    ...values,
    hasBase: yes(some(baseFee)),
    hasMinimum: yes(some(minimumCharge)),
    minimumCharge: money(minimumCharge),
    hasTiers: yes(tiers.length > 0),
    tiers: tiersText(tiers, money),
    mode: tierMode,
    hasRates: yes(rates.length > 0),
    rates: rates
      .map((one) => `${[one.outcome, one.disposition].filter(Boolean).join(" + ")}: ${money(one.rate)}`)
      .join(", "),
  });
}

function commissionSentence(params: CommissionParams, money: Money, say: Say): Message {
  const price = (of: { readonly amount?: string | undefined; readonly percentPpm?: number | undefined }): string =>
    params.basis === "fixed" ? money(of.amount) : `${percent(of.percentPpm ?? 0)} %`;
  const tiers = params.tiers ?? [];
  return say("commission", {
    basis: params.basis,
    price: price(params),
    direction: params.direction ?? "both",
    hasTiers: yes(tiers.length > 0),
    tiers: tiers.map((tier) => `≥ ${percent(tier.fromSuccessRatePpm)} %: ${price(tier)}`).join(", "),
    hasBonus: yes(params.bonus !== undefined),
    bonus: money(params.bonus?.amount),
    fromSuccesses: params.bonus?.fromSuccesses ?? 0,
    clawbackDays: params.clawbackDays,
  });
}

/** "≥ 11: 75.00, ≥ 51: 70.00", which needs no words. */
function tiersText(tiers: readonly Tier[], money: Money): string {
  return tiers.map(({ from, rate }) => `≥ ${from}: ${money(rate)}`).join(", ");
}

function percent(ppm: number): string {
  return formatRate(BigInt(ppm) * 100n, 0);
}

function some(rate: string | undefined): boolean {
  return parseRate(rate ?? "0") > 0n;
}

function yes(condition: boolean): "yes" | "no" {
  return condition ? "yes" : "no";
}
