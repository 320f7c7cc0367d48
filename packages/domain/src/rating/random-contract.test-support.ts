import fc from "fast-check";
import { addDays, daysBetween } from "../days.ts";
import type { Adjustment } from "./adjustment.ts";
import { component, contract, version } from "./fixtures.test-support.ts";
import type { PriceComponentParams } from "./price-type.ts";
import type { RatedContract, UsageFact } from "./types.ts";

/** What the random contracts are rated over: parts of three months, with an amendment inside the second. */
export const SPAN = { from: "2026-05-20", to: "2026-07-11" };
export const AMENDED = "2026-06-11";
const DAYS = daysBetween(SPAN.from, SPAN.to);

export interface RandomTerms {
  /** Only terms under which more use never costs less. */
  readonly monotone?: boolean;
}

const rate = fc
  .bigInt(0n, 90_000_000n)
  .map((micros) => `${micros / 1_000_000n}.${String(micros % 1_000_000n).padStart(6, "0")}`);
const direction = fc.constantFrom("inbound" as const, "outbound" as const);
const tiers = fc
  .uniqueArray(fc.integer({ min: 2, max: 8 }), { maxLength: 2 })
  .chain((froms) => fc.tuple(...froms.sort((a, b) => a - b).map((from) => rate.map((one) => ({ from, rate: one })))));
const day = fc.integer({ min: 0, max: DAYS - 1 }).map((n) => addDays(SPAN.from, n));

function paramsOf({ monotone = false }: RandomTerms): fc.Arbitrary<PriceComponentParams> {
  const tierMode = monotone
    ? fc.constant("graduated" as const)
    : fc.constantFrom("graduated" as const, "volume" as const);
  const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined });
  return fc.oneof(
    fc.record({ type: fc.constant("seat" as const), monthlyRate: rate, minSeats: fc.nat(3), tiers, tierMode }),
    fc.record({
      type: fc.constant("package" as const),
      direction,
      unit: fc.constantFrom("call" as const, "minute" as const),
      monthlyFee: rate,
      included: fc.nat(8),
      overageRate: rate,
      increments: maybe(fc.constantFrom({ first: 60, next: 6 }, { first: 1, next: 1 })),
      rollOver: fc.boolean(),
    }),
    fc.record({
      type: fc.constant("per_call" as const),
      direction,
      rate,
      baseFee: rate,
      minimumCharge: maybe(rate),
      tiers,
      tierMode,
      rates: maybe(fc.tuple(rate).map(([own]) => [{ rate: own, outcome: "machine" as const }])),
    }),
    fc.record({
      type: fc.constant("per_minute" as const),
      direction,
      rate,
      increments: fc.constantFrom({ first: 60, next: 60 }, { first: 60, next: 6 }, { first: 1, next: 1 }),
      rateTableId: maybe(fc.constant("table")),
      minimumPerCall: maybe(rate),
      baseFee: maybe(rate),
      minimumCharge: maybe(rate),
    }),
    commission(monotone),
    fc.record({
      type: fc.constant("hourly" as const),
      rate,
      states: fc.constantFrom(["talking" as const], ["ready" as const, "talking" as const]),
      incrementSeconds: fc.constantFrom(1, 900, 3600),
    }),
    fc.record({
      type: fc.constant("project" as const),
      name: fc.constant("Survey"),
      milestones: fc.tuple(rate, rate, day).map(([a, b, dueOn]) => [
        { key: "draft", name: "Draft", amount: a, dueOn: null },
        { key: "final", name: "Final", amount: b, dueOn },
      ]),
    }),
    fc.record({ type: fc.constant("setup" as const), name: fc.constant("Set-up"), amount: rate, dueOn: day }),
    fc.record({ type: fc.constant("number" as const), monthlyRate: rate }),
    fc.record({ type: fc.constant("message" as const), rate }),
  );
}

function commission(monotone: boolean): fc.Arbitrary<PriceComponentParams> {
  const ppm = fc.integer({ min: 0, max: 300_000 });
  const common = { type: fc.constant("commission" as const), clawbackDays: fc.constant(400) };
  const bonus = fc.option(
    rate.map((amount) => ({ fromSuccesses: 3, amount })),
    { nil: undefined },
  );
  const tiered = fc.option(
    rate.map((amount) => [{ fromSuccessRatePpm: 500_000, amount }]),
    { nil: undefined },
  );
  return fc.oneof(
    fc.record({
      ...common,
      direction,
      basis: fc.constant("fixed" as const),
      amount: rate,
      tiers: monotone ? fc.constant(undefined) : tiered,
      bonus,
    }),
    fc.record({
      ...common,
      direction: fc.constant(null),
      basis: fc.constantFrom("order_value" as const, "margin" as const),
      percentPpm: ppm,
      bonus,
    }),
  );
}

const adjustments = fc.array(
  fc.oneof(
    fc
      .tuple(
        fc.integer({ min: 1, max: 300_000 }),
        fc.option(fc.constant(["seat" as const, "per_call" as const]), { nil: undefined }),
      )
      .map(([percentPpm, on]): Adjustment => ({ type: "discount", name: "Part", percentPpm, on })),
    rate.map((amount): Adjustment => ({ type: "discount", name: "Amount", amount })),
  ),
  { maxLength: 2 },
);

/** A contract of up to four random prices per version, amended in mid-month. */
export function randomContract(terms: RandomTerms = {}): fc.Arbitrary<RatedContract> {
  const components = fc.array(paramsOf(terms), { minLength: 1, maxLength: 4 });
  const versionTerms = fc.record({
    components,
    adjustments,
    minimum: fc.option(rate, { nil: undefined }),
    taxRatePpm: fc.constantFrom(0, 60_000, 130_000),
  });
  return fc
    .record({
      first: versionTerms,
      second: versionTerms,
      currency: fc.constantFrom("CNY", "JPY", "KWD"),
      taxMode: fc.constantFrom("exclusive" as const, "inclusive" as const),
    })
    .map(({ first, second, currency, taxMode }) => {
      const versionOf = (of: typeof first, number: 1 | 2) =>
        version(
          of.components.map((params, position) => component(params, (number - 1) * 10 + position)),
          {
            id: `v${number}`,
            version: number,
            effectiveFrom: number === 1 ? "2026-01-01" : AMENDED,
            taxRatePpm: of.taxRatePpm,
            taxMode,
            adjustments: [
              ...of.adjustments,
              ...(of.minimum === undefined ? [] : [{ type: "monthly_minimum" as const, amount: of.minimum }]),
            ],
          },
        );
      return contract([versionOf(first, 1), versionOf(second, 2)], {
        currency,
        startsOn: SPAN.from,
        rateTables: new Map([
          [
            "table",
            {
              id: "table",
              name: "Table",
              rows: [
                { prefix: "86", destination: "China", rate: "0.125" },
                { prefix: "8610", destination: "Beijing", rate: "0.0333" },
              ],
            },
          ],
        ]),
      });
    });
}

/** A fact, and whether it is reported after the first of two bills. */
export interface RandomFact {
  readonly fact: UsageFact;
  readonly late: boolean;
}

/** Usage of every kind within the span, each fact of the version of its day. */
export function randomUsage(maxLength = 50): fc.Arbitrary<RandomFact[]> {
  const one = fc.record({
    kind: fc.constantFrom(
      "call",
      "call",
      "seat_day",
      "agent_time",
      "success",
      "connected",
      "milestone",
      "number_day",
      "message",
    ),
    localDate: day,
    inbound: fc.boolean(),
    talkMs: fc.integer({ min: 0, max: 300_000 }),
    phone: fc.constantFrom("+8613800138000", "+861012345678", "+442079460958"),
    machine: fc.boolean(),
    person: fc.constantFrom("p1", "p2"),
    talking: fc.boolean(),
    value: fc.bigInt(0n, 100_000n),
    cost: fc.bigInt(0n, 100_000n),
    late: fc.boolean(),
  });
  return fc.array(one, { maxLength }).map((list) => {
    const milestones = new Set<string>();
    return list.flatMap((it, index): RandomFact[] => {
      const base = {
        id: `u${String(index).padStart(3, "0")}`,
        kind: it.kind as UsageFact["kind"],
        localDate: it.localDate,
        contractVersionId: it.localDate < AMENDED ? "v1" : "v2",
        direction: null,
        quantity: 1n,
      };
      const way = it.inbound ? ("inbound" as const) : ("outbound" as const);
      const late = it.late;
      switch (base.kind) {
        case "call":
          return [
            {
              late,
              fact: {
                ...base,
                direction: way,
                talkMs: it.talkMs,
                phone: it.phone,
                outcome: it.machine ? "machine" : "answered",
              },
            },
          ];
        case "success":
          return [{ late, fact: { ...base, direction: way, orderValueMinor: it.value, orderCostMinor: it.cost } }];
        case "connected":
          return [{ late: false, fact: { ...base, direction: way } }];
        case "agent_time":
          return [
            {
              late,
              fact: {
                ...base,
                quantity: BigInt(it.talkMs) * 20n,
                personId: it.person,
                role: "agent",
                dutyState: it.talking ? "talking" : "ready",
              },
            },
          ];
        case "milestone":
          if (milestones.has(base.contractVersionId)) return [];
          milestones.add(base.contractVersionId);
          return [{ late, fact: { ...base, key: "draft" } }];
        default:
          return [{ late, fact: base }];
      }
    });
  });
}
