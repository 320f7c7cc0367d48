import { eachDay } from "@callbay/domain/calendar";
import type { Adjustment } from "@callbay/domain/rating/adjustment";
import { directionOf, type PriceComponentParams } from "@callbay/domain/rating/price-type";
import { type RatedContract, ratePeriod, type UsageFact } from "@callbay/domain/rating/rate";
import fc from "fast-check";
import { chargeOf, invoiceOf } from "./arbitrary.test-support.ts";
import type { BilledInvoice } from "./document.ts";

const PERIOD = { from: "2026-03-01", to: "2026-04-01" };
const VERSION = "v1";

const rate = (most: number) => fc.integer({ min: 0, max: most }).map((micros) => decimal(micros));

/** A decimal of up to four places. */
function decimal(tenThousandths: number): string {
  return `${Math.floor(tenThousandths / 10_000)}.${String(tenThousandths % 10_000).padStart(4, "0")}`;
}

const component: fc.Arbitrary<PriceComponentParams> = fc.oneof(
  fc.record({
    type: fc.constant("seat" as const),
    monthlyRate: rate(9_000_000),
    minSeats: fc.integer({ min: 0, max: 5 }),
  }),
  fc.record({
    type: fc.constant("per_call" as const),
    direction: fc.constant("outbound" as const),
    rate: rate(20_000),
    baseFee: rate(900_000),
    minimumCharge: fc.option(rate(5_000_000), { nil: undefined }),
    tiers: fc.option(fc.constant([{ from: 11, rate: "0.0725" }]), { nil: undefined }),
    tierMode: fc.constantFrom("graduated" as const, "volume" as const),
  }),
  fc.record({
    type: fc.constant("per_minute" as const),
    direction: fc.constant("outbound" as const),
    rate: rate(5_000),
    increments: fc.constantFrom({ first: 60, next: 60 }, { first: 60, next: 6 }, { first: 1, next: 1 }),
  }),
  fc.record({
    type: fc.constant("package" as const),
    direction: fc.constant("outbound" as const),
    unit: fc.constantFrom("call" as const, "minute" as const),
    monthlyFee: rate(5_000_000),
    included: fc.integer({ min: 0, max: 20 }),
    overageRate: rate(20_000),
    rollOver: fc.constant(false),
  }),
  fc.constant({ type: "setup" as const, name: "Set-up", amount: "99.99", dueOn: "2026-03-02" }),
);

const adjustments: fc.Arbitrary<Adjustment[]> = fc.constantFrom<Adjustment[]>(
  [],
  [{ type: "discount", name: "Loyalty", percentPpm: 33_333 }],
  [
    { type: "discount", name: "Launch", amount: "12.34" },
    { type: "monthly_minimum", amount: "500" },
  ],
);

/** Invoices that the rating engine makes of random contracts and their usage. */
export const ratedInvoice: fc.Arbitrary<BilledInvoice> = fc
  .record({
    components: fc.array(component, { minLength: 1, maxLength: 4 }),
    adjustments,
    talks: fc.array(fc.integer({ min: 10_000, max: 900_000 }), { maxLength: 40 }),
    seats: fc.integer({ min: 0, max: 4 }),
    taxRatePpm: fc.constantFrom(0, 55_000, 190_000),
    taxMode: fc.constantFrom("exclusive" as const, "inclusive" as const),
    currency: fc.constantFrom("EUR", "JPY"),
    credit: fc.constantFrom(0n, 1_234n),
  })
  .map(({ components, adjustments: list, talks, seats, taxRatePpm, taxMode, currency, credit }) => {
    const contract: RatedContract = {
      currency,
      timezone: "Europe/Berlin",
      startsOn: "2026-01-01",
      endsOn: null,
      rateTables: new Map(),
      versions: [
        {
          id: VERSION,
          version: 1,
          effectiveFrom: "2026-01-01",
          minTalkMs: 10_000,
          taxRatePpm,
          taxMode,
          adjustments: list,
          components: components.map((params, position) => ({
            id: `c${position}`,
            position,
            params,
            direction: directionOf(params),
          })),
        },
      ],
    };
    const credits = credit > 0n ? [{ id: "k1", amountMinor: credit, reason: "Outage" }] : [];
    const rated = ratePeriod({ contract, usage: usageOf(talks, seats), period: PERIOD, credits });
    const charges = rated.charges.map((charge, i) =>
      chargeOf({ ...charge, id: String(i), taxRatePpm, taxCategory: null, taxNote: "" }, currency),
    );
    return invoiceOf(charges, { currency, taxInclusive: rated.taxMode === "inclusive" });
  })
  .filter(({ charges }) => charges.length > 0);

function usageOf(talks: readonly number[], seats: number): UsageFact[] {
  const base = { contractVersionId: VERSION, quantity: 1n };
  const calls = talks.map(
    (talkMs, i): UsageFact => ({
      ...base,
      id: `call ${String(i).padStart(4, "0")}`,
      kind: "call",
      localDate: `2026-03-${String((i % 31) + 1).padStart(2, "0")}`,
      direction: "outbound",
      talkMs,
      phone: "+4930123456",
      outcome: "answered",
    }),
  );
  const days = eachDay(PERIOD.from, PERIOD.to).flatMap((localDate) =>
    Array.from(
      { length: seats },
      (_, i): UsageFact => ({
        ...base,
        id: `seat ${localDate} ${i}`,
        kind: "seat_day",
        localDate,
        direction: null,
      }),
    ),
  );
  return [...calls, ...days];
}
