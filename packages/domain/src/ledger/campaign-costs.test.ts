import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { UsageFact } from "../rating/types.ts";
import { type CampaignWork, campaignCosts, sheetOn, stretchesOf } from "./campaign-costs.ts";
import { type CostSheet, parseCostComponents } from "./cost-sheet.ts";
import { campaignMargins } from "./margin.ts";

const SHEET: CostSheet = {
  id: "s1",
  effectiveFrom: "2026-01-01",
  components: parseCostComponents([
    { type: "per_minute", direction: "outbound", rate: "0.06", increments: { first: 60, next: 6 } },
    { type: "seat", monthlyRate: "93.00", minSeats: 0 },
    { type: "hourly", rate: "36.00", states: ["ready", "talking"], incrementSeconds: 900 },
  ]),
};
const DEARER: CostSheet = { ...SHEET, id: "s2", effectiveFrom: "2026-03-16" };
const PERIOD = { from: "2026-03-01", to: "2026-04-01" };
const FACT = { contractVersionId: "", direction: null, quantity: 1n } as const;

const call = (id: string, seconds: number, quantity = 1n, localDate = "2026-03-05"): UsageFact => ({
  ...FACT,
  id,
  kind: "call",
  direction: "outbound",
  localDate,
  quantity,
  talkMs: seconds * 1000,
});

const costs = (campaigns: readonly CampaignWork[], more: Partial<Parameters<typeof campaignCosts>[0]> = {}) =>
  campaignCosts({
    currency: "CNY",
    timezone: "UTC",
    period: PERIOD,
    sheets: [SHEET],
    rateTables: new Map(),
    campaigns,
    seatDays: [],
    agentTime: [],
    ...more,
  });

describe("costs of campaigns", () => {
  test("the carrier by campaign, seats and agents by talk", () => {
    const result = costs(
      [
        { campaignId: "a", talkMs: 120_000n, calls: [call("1", 61), call("2", 61)] },
        { campaignId: "b", talkMs: 60_000n, calls: [call("3", 1)] },
      ],
      {
        seatDays: [{ ...FACT, id: "d", kind: "seat_day", localDate: "2026-03-05", quantity: 3n }],
        agentTime: [
          {
            ...FACT,
            id: "t",
            kind: "agent_time",
            localDate: "2026-03-05",
            quantity: 1n,
            personId: "p",
            role: "agent",
            dutyState: "ready",
          },
        ],
      },
    );
    // 2 × 66 s and 60 s at 0.06 a minute; 3 seat-days ÷ 31 × 93; a started quarter of an hour.
    expect(result.campaigns.map(({ lines: _lines, ...row }) => row)).toEqual([
      { campaignId: "a", carrierMinor: 13n, seatMinor: 600n, agentMinor: 600n },
      { campaignId: "b", carrierMinor: 6n, seatMinor: 300n, agentMinor: 300n },
    ]);
    expect(result.campaigns[0]?.lines[0]?.arithmetic).toBe("132 s ÷ 60 s × 0.06 = 0.13");
  });

  test("before the first sheet nothing costs; without talk seats belong to no campaign", () => {
    const late = { ...SHEET, effectiveFrom: "2026-03-06" };
    expect(costs([{ campaignId: "a", talkMs: 1n, calls: [call("1", 61)] }], { sheets: [late] }).campaigns).toEqual([
      { campaignId: "a", carrierMinor: 0n, seatMinor: 0n, agentMinor: 0n, lines: [] },
    ]);
    const seatDays: UsageFact[] = [{ ...FACT, id: "d", kind: "seat_day", localDate: "2026-03-05" }];
    expect(costs([], { seatDays }).campaigns).toMatchObject([{ campaignId: null, seatMinor: 300n }]);
  });

  test("stretches end where the month or the sheet does", () => {
    const period = { from: "2026-02-20", to: "2026-04-02" };
    expect(stretchesOf(period, [SHEET, DEARER])).toEqual(["2026-02-20", "2026-03-01", "2026-03-16", "2026-04-01"]);
    expect(sheetOn([DEARER, SHEET], "2026-03-15")?.id).toBe("s1");
    expect(sheetOn([DEARER, SHEET], "2025-12-31")).toBeNull();
  });

  it("many calls in one fact cost what they cost one by one", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 }), (lengths) => {
        const single = costs([{ campaignId: "a", talkMs: 1n, calls: lengths.map((s, i) => call(`${1_000 + i}`, s)) }]);
        const billed = lengths.map((s) => (s <= 60 ? 60 : 60 + Math.ceil((s - 60) / 6) * 6));
        const rest = billed.reduce((sum, s) => sum + s, 0) - (lengths.length - 1) * 60;
        const many = [...(lengths.length > 1 ? [call("1", 60, BigInt(lengths.length - 1))] : []), call("2", rest)];
        const together = costs([{ campaignId: "a", talkMs: 1n, calls: many }]);
        expect(together.campaigns).toEqual(single.campaigns);
      }),
    );
  });
});

describe("margin", () => {
  const NOTHING = { revenueMinor: 0n, carrierMinor: 0n, seatMinor: 0n, agentMinor: 0n };
  const talk = [
    { campaignId: "a", talkMs: 2n },
    { campaignId: "b", talkMs: 1n },
  ];

  test("shares what no campaign earned alone by talk, and says a loss", () => {
    const rows = campaignMargins(
      [
        { ...NOTHING, campaignId: "a", revenueMinor: 1_000n, carrierMinor: 100n },
        { ...NOTHING, campaignId: "b", carrierMinor: 200n },
        { ...NOTHING, campaignId: null, revenueMinor: 301n },
      ],
      talk,
    );
    expect(
      rows.map(({ campaignId, revenueMinor, marginMinor, marginPpm }) => [
        campaignId,
        revenueMinor,
        marginMinor,
        marginPpm,
      ]),
    ).toEqual([
      ["a", 1_201n, 1_101n, 916_736],
      ["b", 100n, -100n, -1_000_000],
    ]);
  });

  it("loses and adds nothing", () => {
    const money = fc.record({
      campaignId: fc.constantFrom("a", "b", "c", null),
      revenueMinor: fc.bigInt(-10_000n, 10_000n),
      carrierMinor: fc.bigInt(0n, 10_000n),
      seatMinor: fc.bigInt(0n, 10_000n),
      agentMinor: fc.bigInt(0n, 10_000n),
    });
    fc.assert(
      fc.property(fc.array(money, { maxLength: 8 }), fc.boolean(), (rows, talked) => {
        const margins = campaignMargins(rows, talked ? talk : []);
        const sum = (
          list: readonly { revenueMinor: bigint; carrierMinor: bigint; seatMinor: bigint; agentMinor: bigint }[],
        ) =>
          list.reduce((total, one) => total + one.revenueMinor - one.carrierMinor - one.seatMinor - one.agentMinor, 0n);
        expect(sum(margins)).toBe(sum(rows));
        expect(margins.reduce((total, one) => total + one.marginMinor, 0n)).toBe(sum(rows));
      }),
    );
  });
});
