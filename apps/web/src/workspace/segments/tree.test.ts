import { parseSegmentFilter } from "@callbay/domain/segment/parse";
import type { AttributeSchema } from "@callbay/domain/segment/types";
import { describe, expect, it } from "vitest";
import {
  asGroup,
  conditionOf,
  isComplete,
  operatorsOf,
  readValues,
  replaced,
  subjectOf,
  withOperator,
} from "./tree.ts";

const schema: AttributeSchema = { city: "text", age: "number", vip: "boolean", "a:b": "date" };
const SUBJECTS = [
  ...Object.keys(schema).map((key) => `attribute:${key}`),
  ...["point:country", "point:timezone", "contact:vip"],
  ...["attempted", "reached", "success", "abandoned", "outcome", "disposition"].map((name) => `history:${name}`),
];

describe("a condition to begin with", () => {
  it.each(SUBJECTS)("about %s says what it is about", (subject) => {
    expect(subjectOf(conditionOf(subject, schema))).toBe(subject);
  });

  it("with every operator of its type is one that the server takes, once it is complete", () => {
    for (const [attribute, type] of Object.entries(schema))
      for (const is of operatorsOf(type)) {
        const condition = withOperator({ attribute, is: "equal", value: type === "number" ? 3 : "2026-01-01" }, is);
        expect(isComplete(condition)).toBe(true);
        expect(parseSegmentFilter(condition)).toEqual(condition);
      }
  });

  it("keeps its value from one operator to the next", () => {
    const one = { attribute: "age", is: "equal", value: 3 } as const;
    expect(withOperator(withOperator(one, "one_of"), "less")).toEqual({ attribute: "age", is: "less", value: 3 });
    expect(withOperator(withOperator(one, "present"), "equal")).toEqual({ attribute: "age", is: "equal", value: "" });
  });
});

it("a group is the root, and its parts are replaced and taken out", () => {
  const city = conditionOf("attribute:city", schema);
  const group = asGroup(city);
  expect(group).toEqual({ all: [city] });
  expect(replaced({ any: [city, city] }, 0, null)).toEqual({ any: [city] });
  expect(isComplete(group)).toBe(false);
  expect(isComplete({ not: { all: [] } })).toBe(true);
});

it.each([
  ["Leeds, York ,", "text", ["Leeds", "York"]],
  ["1；2, x", "number", [1, 2]],
] as const)("%s are values of a %s", (text, type, values) => expect(readValues(text, type)).toEqual(values));
