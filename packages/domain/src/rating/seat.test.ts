import { describe, expect, it } from "vitest";
import { eachDay } from "../days.ts";
import { component, contract, seatDay, seatDaysOn, version } from "./fixtures.test-support.ts";
import { ratePeriod } from "./rate.ts";

const JUNE = { from: "2026-06-01", to: "2026-07-01" };
const june = eachDay(JUNE.from, JUNE.to);
const seats = (minSeats: number, monthlyRate = "80.00") =>
  contract([version([component({ type: "seat", monthlyRate, minSeats })])]);

describe("a seat by the month", () => {
  it.each([
    ["ten seats for the month", 0, seatDaysOn(june, 10), "300 seat-days ÷ 30 days × 80.00 = 800.00", 80_000n],
    [
      "an eleventh from the 21st",
      0,
      [...seatDaysOn(june, 10), ...seatDaysOn(june.slice(20), 1, { id: "x" }).map((f, i) => ({ ...f, id: `x${i}` }))],
      "310 seat-days ÷ 30 days × 80.00 = 826.67",
      82_667n,
    ],
    [
      "nine and a minimum of ten",
      10,
      seatDaysOn(june, 9),
      "270 leased + 30 to the minimum = 300 seat-days ÷ 30 days × 80.00 = 800.00",
      80_000n,
    ],
    [
      "none and a minimum of two",
      2,
      [],
      "0 leased + 60 to the minimum = 60 seat-days ÷ 30 days × 80.00 = 160.00",
      16_000n,
    ],
  ])("%s", (_, minSeats, usage, arithmetic, amountMinor) => {
    const { charges, netMinor } = ratePeriod({ contract: seats(minSeats), usage, period: JUNE });
    expect(charges).toHaveLength(1);
    expect(charges[0]).toMatchObject({
      arithmetic,
      amountMinor,
      unit: "seat_month",
      periodFrom: JUNE.from,
      periodTo: JUNE.to,
    });
    expect(charges[0]?.usageIds).toHaveLength(usage.length);
    expect(netMinor).toBe(amountMinor);
  });

  it("takes the minimum day by day: twelve seats one day do not make up for eight the next", () => {
    const usage = [...seatDaysOn(["2026-06-01"], 12), ...seatDaysOn(["2026-06-02"], 8)];
    const { charges } = ratePeriod({ contract: seats(10), usage, period: { from: "2026-06-01", to: "2026-06-03" } });
    expect(charges[0]?.description).toEqual({
      key: "charge.seat.minimum",
      values: {
        month: "2026-06",
        seatDays: 22,
        leasedSeatDays: 20,
        minimumSeatDays: 2,
        minSeats: 10,
        daysInMonth: 30,
        monthlyRate: "80.00",
        currency: "CNY",
      },
    });
  });

  it("charges nothing where there is nothing", () => {
    expect(ratePeriod({ contract: seats(0), usage: [], period: JUNE }).charges).toEqual([]);
  });

  it("makes a charge of its own for each calendar month, by the days of that month", () => {
    const period = { from: "2026-01-31", to: "2026-03-02" };
    const { charges } = ratePeriod({ contract: seats(1, "31"), usage: [], period });
    expect(charges.map(({ periodFrom, periodTo, amountMinor }) => [periodFrom, periodTo, amountMinor])).toEqual([
      ["2026-01-31", "2026-02-01", 100n],
      ["2026-02-01", "2026-03-01", 3100n],
      ["2026-03-01", "2026-03-02", 100n],
    ]);
  });

  it("asks for the minimum only on days of the contract", () => {
    const short = { ...seats(3), startsOn: "2026-06-11", endsOn: "2026-06-20" };
    const { charges } = ratePeriod({ contract: short, usage: [], period: JUNE });
    expect(charges.map((c) => [c.arithmetic, c.periodFrom, c.periodTo])).toEqual([
      ["0 leased + 30 to the minimum = 30 seat-days ÷ 30 days × 80.00 = 80.00", "2026-06-11", "2026-06-21"],
    ]);
  });

  it("prices each day by the version in force on it", () => {
    const two = contract([
      version([component({ type: "seat", monthlyRate: "60", minSeats: 1 }, 0)], { id: "v1" }),
      version([component({ type: "seat", monthlyRate: "90", minSeats: 2 }, 1)], {
        id: "v2",
        version: 2,
        effectiveFrom: "2026-06-11",
      }),
    ]);
    const usage = [...seatDaysOn(june.slice(0, 10), 1), ...seatDaysOn(june.slice(10), 1, { contractVersionId: "v2" })];
    const { charges } = ratePeriod({ contract: two, usage, period: JUNE });
    expect(charges.map((c) => [c.contractVersionId, c.arithmetic])).toEqual([
      ["v1", "10 seat-days ÷ 30 days × 60.00 = 20.00"],
      ["v2", "20 leased + 20 to the minimum = 40 seat-days ÷ 30 days × 90.00 = 120.00"],
    ]);
  });

  it("asks no minimum of a version for days on which another is in force", () => {
    const two = contract([
      version([component({ type: "seat", monthlyRate: "60", minSeats: 5 }, 0)]),
      version([], { id: "v2", version: 2, effectiveFrom: "2026-06-01" }),
    ]);
    const { charges } = ratePeriod({ contract: two, usage: [seatDay("a", "2026-06-03")], period: JUNE });
    expect(charges.map((c) => c.arithmetic)).toEqual(["1 seat-days ÷ 30 days × 60.00 = 2.00"]);
  });

  it("has the rate of the contract and the seat-months, to a millionth, on the line", () => {
    const { charges } = ratePeriod({ contract: seats(0), usage: seatDaysOn(june.slice(0, 10), 1), period: JUNE });
    expect(charges[0]).toMatchObject({ quantityMicros: 333_333n, unitPriceMicros: 80_000_000n, amountMinor: 2667n });
  });
});

describe("late seat-days", () => {
  const may = seatDaysOn(["2026-05-20"], 9, { id: "may" }).map((fact, i) => ({ ...fact, id: `may${i}` }));
  const late = [seatDay("late1", "2026-05-20"), seatDay("late2", "2026-05-20")];

  it("are charged in full where there is no minimum, on a line that says so", () => {
    const { charges } = ratePeriod({ contract: seats(0), usage: late, charged: may, period: JUNE });
    expect(charges).toHaveLength(1);
    expect(charges[0]).toMatchObject({
      description: { key: "charge.seat.late" },
      arithmetic: "2 seat-days ÷ 31 days × 80.00 = 5.16",
      periodFrom: "2026-05-20",
      periodTo: "2026-05-21",
      usageIds: ["late1", "late2"],
    });
  });

  it("are charged only as far as they go beyond the minimum that was charged for that day", () => {
    const { charges } = ratePeriod({ contract: seats(10), usage: late, charged: may, period: JUNE });
    expect(charges.map((c) => c.arithmetic)).toEqual([
      "0 leased + 300 to the minimum = 300 seat-days ÷ 30 days × 80.00 = 800.00",
      "2 late − 1 within the minimum already charged = 1 seat-days ÷ 31 days × 80.00 = 2.58",
    ]);
  });

  it("leave a charge of nothing when the minimum covers them, so that they are not charged again", () => {
    const { charges } = ratePeriod({ contract: seats(20), usage: late, charged: may, period: JUNE });
    expect(charges.at(-1)).toMatchObject({ amountMinor: 0n, usageIds: ["late1", "late2"] });
  });

  it("charged late cost what they would have cost in time", () => {
    const MAY = { from: "2026-05-01", to: "2026-06-01" };
    for (const minSeats of [0, 5, 9, 10, 11, 12]) {
      const inTime = ratePeriod({ contract: seats(minSeats, "31"), usage: [...may, ...late], period: MAY }).netMinor;
      const first = ratePeriod({ contract: seats(minSeats, "31"), usage: may, period: MAY }).netMinor;
      const withLate = ratePeriod({ contract: seats(minSeats, "31"), usage: late, charged: may, period: JUNE });
      const lateOnly = withLate.charges.filter((c) => c.description.key === "charge.seat.late");
      expect(first + lateOnly.reduce((sum, c) => sum + c.amountMinor, 0n)).toBe(inTime);
    }
  });
});
