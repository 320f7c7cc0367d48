import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  attributeTypeOf,
  joinSchemas,
  learnAttributes,
  parseStoredAttributes,
  type StoredAttributes,
} from "./attributes.ts";
import { compileSegment } from "./compile.ts";
import { describeSegment } from "./describe.ts";
import { parseSegmentFilter, segmentDepth } from "./parse.ts";
import type { SegmentFilter } from "./types.ts";

const now = new Date("2026-05-10T12:00:00Z");
const city = { attribute: "city", is: "equal", value: "Leeds" } as const;

describe("a target group from outside", () => {
  it.each<[string, unknown]>([
    ["a condition", city],
    ["nested groups", { all: [{ any: [city, { not: city }] }, { all: [] }] }],
    ["history", { history: "outcome", is: "one_of", value: ["busy"], withinDays: 7 }],
    ["who comes first", { contact: "vip", is: "no" }],
    ["a country", { point: "country", is: "one_of", value: ["GB"] }],
  ])("may be %s", (_what, json) => {
    expect(parseSegmentFilter(json)).toEqual(json);
  });

  it.each<[string, unknown]>([
    ["nothing", null],
    ["an unknown operator", { attribute: "city", is: "like", value: "%" }],
    ["two things at once", { ...city, point: "country" }],
    ["an unknown outcome", { history: "outcome", is: "one_of", value: ["vanished"], withinDays: null }],
    ["four groups deep", { all: [{ any: [{ all: [{ any: [city] }] }] }] }],
    ["sixty-one conditions", { any: Array.from({ length: 61 }, () => city) }],
  ])("is refused as %s", (_what, json) => {
    expect(() => parseSegmentFilter(json)).toThrow(expect.objectContaining({ code: "SEGMENT_INVALID" }));
  });

  it("knows how deep it is", () => {
    expect(segmentDepth({ not: { all: [city, { any: [city] }] } })).toBe(2);
  });
});

describe("compiled", () => {
  it.each<[SegmentFilter, unknown]>([
    [
      { attribute: "age", is: "at_least", value: "40" },
      { kind: "compare", attribute: "age", by: "at_least", with: { type: "number", value: 40 } },
    ],
    [
      { attribute: "age", is: "less", value: "forty" },
      { kind: "always", value: false },
    ],
    [
      { attribute: "code", is: "equal", value: 7 },
      { kind: "compare", attribute: "code", by: "equal", with: { type: "text", value: "7" } },
    ],
    [
      { attribute: "since", is: "more", value: "2026-01-31T10:00" },
      { kind: "compare", attribute: "since", by: "more", with: { type: "date", value: "2026-01-31" } },
    ],
    [
      { history: "reached", is: "no", withinDays: 10 },
      {
        kind: "not",
        node: { kind: "history", event: "outcome", values: ["answered"], since: new Date("2026-04-30T12:00:00Z") },
      },
    ],
  ])("%j", (filter, node) => {
    expect(compileSegment(filter, { age: "number", code: "text", since: "date" }, now)).toEqual(node);
  });
});

it.each<[SegmentFilter, string]>([
  [{ all: [] }, "everybody"],
  [
    { all: [city, { any: [{ attribute: "age", is: "more", value: 30 }, { not: city }] }] },
    'city is "Leeds" and (age is more than 30 or not (city is "Leeds"))',
  ],
  [{ history: "disposition", is: "one_of", value: ["sold"], withinDays: null }, 'had the disposition "sold" ever'],
  [{ history: "attempted", is: "no", withinDays: 1 }, "not: was called in the last 1 day"],
])("%j in words: %s", (filter, text) => expect(describeSegment(filter)).toBe(text));

describe("types of attributes", () => {
  it.each([
    ["Leeds", "text"],
    [42, "number"],
    [true, "boolean"],
    ["2026-02-28", "date"],
    ["2026-02-28T10:00:00Z", "date"],
    ["2026-02-30", "text"],
    ["20260228", "text"],
  ] as const)("%s is a %s", (value, type) => expect(attributeTypeOf(value)).toBe(type));

  it("widen where rows disagree, and stay where somebody has chosen", () => {
    const known = { age: "number", code: { type: "text", chosen: true } } as const;
    const more: Record<string, string | number>[] = [
      { age: 41, code: 12 },
      { age: "about 40", since: "2026-05-01" },
    ];
    expect(learnAttributes(known, more)).toEqual({ age: "text", code: known.code, since: "date" });
    expect(learnAttributes(known, [{ age: 12, code: true }])).toBe(known);
  });

  it("come out the same in whatever order rows come", () => {
    const value = fc.constantFrom<string | number | boolean>("x", 1, true, "2026-01-01");
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.constantFrom("a", "b"), value)), (rows) => {
        const there = learnAttributes({}, rows);
        expect(learnAttributes({}, [...rows].reverse())).toEqual(there);
        expect(rows.reduce<StoredAttributes>((known, row) => learnAttributes(known, [row]), {})).toEqual(there);
      }),
    );
  });

  it("of several lists agree or are texts", () => {
    expect(
      joinSchemas([
        { a: "number", b: "date" },
        { a: "text", b: "date" },
      ]),
    ).toEqual({ a: "text", b: "date" });
    expect(parseStoredAttributes({ a: "colour" })).toEqual({});
  });
});
