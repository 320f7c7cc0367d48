import { addDays } from "@callbay/domain/calendar";
import type { Terms } from "@callbay/services/contract/terms";
import type { CostPlan, HistoryPlan } from "./billing.ts";
import { MANGROVE } from "./plans.ts";

/** What a minute, a seat and an agent's hour cost the operator, in the currencies of the demo. */
export const COSTS: readonly CostPlan[] = [
  {
    currency: "HKD",
    components: [
      { type: "per_minute", direction: "outbound", rate: "0.08", increments: { first: 6, next: 6 } },
      { type: "per_minute", direction: "inbound", rate: "0.03", increments: { first: 1, next: 1 } },
      { type: "seat", monthlyRate: "420.00", minSeats: 0 },
      { type: "hourly", rate: "78.00", states: ["ready", "talking", "wrapup", "paused"], incrementSeconds: 1 },
    ],
  },
  {
    currency: "NOK",
    components: [
      { type: "per_minute", direction: "outbound", rate: "0.11", increments: { first: 1, next: 1 } },
      { type: "seat", monthlyRate: "640.00", minSeats: 0 },
    ],
  },
];

const SECOND_CONTRACT: Terms["adjustments"][number] = {
  type: "discount",
  name: "Second contract",
  percentPpm: 50_000,
  on: ["seat", "package"],
};

/** A price as terms take it. */
const price = (type: string, params: Terms["components"][number]["params"], direction?: "outbound") => ({
  type,
  params,
  ...(direction ? { direction } : {}),
});

/** Mangrove's booking desk: many kinds of price in one contract, a paid invoice and one that waits for the client. */
export const MANGROVE_DESK: HistoryPlan = {
  slug: MANGROVE.tenant.slug,
  timezone: MANGROVE.tenant.timezone,
  reference: "MT-DESK-1",
  seats: 3,
  payer: "Mangrove Travel (HK) Ltd.",
  contract: ({ startsOn, lastMonth, thisMonth }) => ({
    form: "SEAT",
    currency: "HKD",
    terms: {
      minTalkMs: 3_000,
      taxRatePpm: 0,
      taxCategory: "O",
      taxNote: "Hong Kong has no value-added tax.",
      paymentTermDays: 14,
      reviewDays: 5,
      components: [
        price("seat", {
          monthlyRate: "1350.00",
          minSeats: 2,
          tiers: [{ from: 3, rate: "1180.00" }],
          tierMode: "graduated",
        }),
        price(
          "package",
          {
            unit: "minute",
            monthlyFee: "2400.00",
            included: 3_000,
            overageRate: "0.68",
            increments: { first: 60, next: 6 },
            rollOver: true,
          },
          "outbound",
        ),
        price("commission", { basis: "fixed", amount: "45.00", clawbackDays: 30 }, "outbound"),
        price("setup", { name: "Booking desk: set-up and script", amount: "6800.00", dueOn: addDays(startsOn, 4) }),
        price("project", {
          name: "Golden Week campaign",
          milestones: [
            { key: "concept", name: "Concept and call guide", amount: "9000.00", dueOn: addDays(startsOn, 19) },
            { key: "pilot", name: "Pilot with 200 travellers", amount: "7500.00", dueOn: addDays(lastMonth, 16) },
            { key: "report", name: "Report", amount: "4200.00", dueOn: addDays(thisMonth, 24) },
          ],
        }),
        price("number", { monthlyRate: "88.00" }),
      ],
      adjustments: [SECOND_CONTRACT, { type: "monthly_minimum", amount: "8000.00" }],
    },
  }),
};
