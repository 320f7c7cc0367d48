import { expect, it } from "vitest";
import { maskPhone } from "../phone.ts";
import { MASKED_DIGITS, readNumberSearch } from "./number-search.ts";

it.each([
  ["+852 2345-6718", { by: "number", phone: "+85223456718" }],
  ["6718", { by: "ending", digits: "6718" }],
  ["(23) 45 67 18", { by: "ending", digits: "23456718" }],
  ["8", null],
  ["+852", null],
  ["Ada", null],
])("who sees numbers whole looks for %s", (typed, expected) => {
  expect(readNumberSearch(typed, true)).toEqual(expected);
});

it("who sees masks looks for what a mask shows, and for nothing that would uncover more", () => {
  expect(readNumberSearch("18", false)).toEqual({ by: "ending", digits: "18" });
  for (const typed of ["718", "6718", "+85223456718", "8", ""]) expect(readNumberSearch(typed, false)).toBeNull();
  expect(maskPhone("+85223456718").replace(/^.*•/, "")).toHaveLength(MASKED_DIGITS);
});
