import { describe, expect, it } from "vitest";
import { type LeaseSpan, seatDays } from "./seat-days.ts";

const ZONE = "Asia/Shanghai";

function lease(id: string, startsAt: string, endsAt: string | null, seatId = "seat-1", contractId = "c"): LeaseSpan {
  return { id, seatId, contractId, startsAt: new Date(startsAt), endsAt: endsAt === null ? null : new Date(endsAt) };
}

function days(leases: readonly LeaseSpan[], from: string, through: string, zone = ZONE): string[] {
  return seatDays(leases, zone, from, through).map((day) => `${day.leaseId} ${day.date}`);
}

describe("seat-days", () => {
  it.each<[string, LeaseSpan[], string[]]>([
    [
      "an open lease counts each day through the last asked for",
      [lease("a", "2026-03-02T02:00:00Z", null)],
      ["a 2026-03-02", "a 2026-03-03", "a 2026-03-04"],
    ],
    [
      "days are the tenant's: 16:00 UTC is the next day in Shanghai",
      [lease("a", "2026-03-02T15:59:59.999Z", "2026-03-02T16:00:00.001Z")],
      ["a 2026-03-02", "a 2026-03-03"],
    ],
    [
      "a lease that ends at midnight does not touch the day that begins then",
      [lease("a", "2026-03-02T04:00:00Z", "2026-03-02T16:00:00Z")],
      ["a 2026-03-02"],
    ],
    [
      "the day of release counts, even after a minute",
      [lease("a", "2026-03-02T04:00:00Z", "2026-03-02T04:01:00Z")],
      ["a 2026-03-02"],
    ],
    [
      "a lease given back in its first instant counts its day",
      [lease("a", "2026-03-02T16:00:00Z", "2026-03-02T16:00:00Z")],
      ["a 2026-03-03"],
    ],
    [
      "a seat released and rented again on one day counts once, for the earlier lease",
      [
        lease("b", "2026-03-02T06:00:00Z", "2026-03-03T17:00:00Z"),
        lease("a", "2026-03-02T02:00:00Z", "2026-03-02T03:00:00Z"),
      ],
      ["a 2026-03-02", "b 2026-03-03", "b 2026-03-04"],
    ],
    [
      "another contract's lease of the seat on the same day counts for that contract",
      [
        lease("a", "2026-03-02T02:00:00Z", "2026-03-02T03:00:00Z"),
        lease("b", "2026-03-02T06:00:00Z", "2026-03-02T07:00:00Z", "seat-1", "other"),
      ],
      ["a 2026-03-02", "b 2026-03-02"],
    ],
    [
      "two seats of one day are two seat-days",
      [
        lease("a", "2026-03-02T02:00:00Z", "2026-03-02T03:00:00Z"),
        lease("b", "2026-03-02T03:00:00Z", "2026-03-02T07:00:00Z", "seat-2"),
      ],
      ["a 2026-03-02", "b 2026-03-02"],
    ],
    ["a lease that begins after the last day asked for counts nothing", [lease("a", "2026-03-09T02:00:00Z", null)], []],
  ])("%s", (_what, leases, expected) => {
    expect(days(leases, "2026-03-01", "2026-03-04")).toEqual(expected);
  });

  it("counts each day of a daylight-saving change once", () => {
    const berlin = [lease("a", "2026-03-27T12:00:00Z", null)];
    expect(days(berlin, "2026-03-01", "2026-03-30", "Europe/Berlin")).toEqual([
      "a 2026-03-27",
      "a 2026-03-28",
      "a 2026-03-29",
      "a 2026-03-30",
    ]);
  });

  it("says when on the day the lease first held", () => {
    const [first, second] = seatDays([lease("a", "2026-03-02T02:00:00Z", null)], ZONE, "2026-03-01", "2026-03-03");
    expect(first?.occurredAt.toISOString()).toBe("2026-03-02T02:00:00.000Z");
    expect(second?.occurredAt.toISOString()).toBe("2026-03-02T16:00:00.000Z");
  });
});
