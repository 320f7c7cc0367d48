import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BatchKnowledge, type JudgedRow, sortBatch } from "./sort-batch.ts";

let ids = 0;
const knowledge = (over: Partial<BatchKnowledge> = {}): BatchKnowledge => ({
  onList: new Map(),
  forbidden: new Set(),
  newId: () => `id-${++ids}`,
  timeZoneOf: () => "Europe/London",
  ...over,
});

const row = (rowNumber: number, ...phones: string[]): JudgedRow => ({
  rowNumber,
  raw: `row ${rowNumber}`,
  contact: {
    displayName: "",
    phones: phones.map((e164) => ({ e164, country: "GB" })),
    timezone: null,
    attributes: {},
    consentAt: null,
    consentProof: "",
  },
});

const reasons = (rows: readonly JudgedRow[], known?: Partial<BatchKnowledge>) =>
  sortBatch(rows, knowledge(known)).rejects.map(({ rowNumber, reason }) => [rowNumber, reason]);

describe("sortBatch", () => {
  it("tells a duplicate in the file from one that was on the list", () => {
    const onList = new Map([
      ["+2", false],
      ["+3", true],
    ]);
    expect(reasons([row(1, "+1"), row(2, "+1"), row(3, "+2"), row(4, "+3")], { onList })).toEqual([
      [2, "duplicate_in_file"],
      [3, "duplicate_in_list"],
      [4, "duplicate_in_file"],
    ]);
  });

  it("keeps a contact for its numbers that are new and allowed", () => {
    const sorted = sortBatch(
      [row(1, "+1", "+2", "+3")],
      knowledge({ onList: new Map([["+1", false]]), forbidden: new Set(["+2"]) }),
    );
    expect(sorted.points.map(({ phone, position }) => [phone, position])).toEqual([["+3", 0]]);
    expect(sorted.counts.accepted).toBe(1);
  });

  it("says which contacts come first, by what their row says", () => {
    const [first, second] = [row(1, "+1"), row(2, "+2")];
    if (!("contact" in first)) throw new Error("a contact");
    const said = { ...first, contact: { ...first.contact, attributes: { VIP: "yes" } } };
    expect(sortBatch([said, second], knowledge()).contacts.map(({ vip }) => vip)).toEqual([true, false]);
  });

  it("counts a forbidden number as such each time it comes, and never lets it in", () => {
    expect(reasons([row(1, "+1"), row(2, "+1")], { forbidden: new Set(["+1"]) })).toEqual([
      [1, "do_not_call"],
      [2, "do_not_call"],
    ]);
  });

  it("refuses a number that has no time zone, because no calling window could hold for it", () => {
    expect(reasons([row(1, "+1")], { timeZoneOf: () => null })).toEqual([[1, "timezone_unknown"]]);
  });

  it("adds up, adds each number once, and does not care where batches are cut", () => {
    const phone = fc.integer({ min: 1, max: 12 }).map((n) => `+${n}`);
    const judged = fc.oneof(
      { weight: 5, arbitrary: fc.uniqueArray(phone, { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.constant(null) },
    );
    fc.assert(
      fc.property(fc.array(judged, { maxLength: 40 }), fc.nat(40), fc.uniqueArray(phone), (rows, cut, forbidden) => {
        const all = rows.map(
          (phones, index): JudgedRow =>
            phones ? row(index, ...phones) : { rowNumber: index, raw: "", refused: "phone_empty" },
        );
        const once = sortBatch(all, knowledge({ forbidden: new Set(forbidden) }));
        const { processed, accepted, duplicate, doNotCall, rejected } = once.counts;
        expect(accepted + duplicate + doNotCall + rejected).toBe(processed);
        expect(once.rejects).toHaveLength(processed - accepted);
        const numbers = once.points.map((point) => point.phone);
        expect(new Set(numbers).size).toBe(numbers.length);
        expect(numbers.some((number) => forbidden.includes(number))).toBe(false);

        const first = sortBatch(all.slice(0, cut), knowledge({ forbidden: new Set(forbidden) }));
        const onList = new Map(first.points.map((point) => [point.phone, true]));
        const second = sortBatch(all.slice(cut), knowledge({ forbidden: new Set(forbidden), onList }));
        expect([...first.points, ...second.points].map((point) => point.phone)).toEqual(numbers);
        expect([...first.rejects, ...second.rejects]).toEqual(once.rejects);
      }),
    );
  });
});
