import { describe, expect, it } from "vitest";
import { brokenRules, RULES } from "./check.ts";
import { MUTATIONS } from "./mutations.test-support.ts";
import { soundInvoice } from "./sound.test-support.ts";

describe("the business rules of EN 16931", () => {
  it.each(["S", "Z", "E", "AE", "O"] as const)("find nothing in a sound invoice of category %s", (code) => {
    expect(brokenRules(soundInvoice(code))).toEqual([]);
  });

  it("have an id each, and each is broken by a document made for it", () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...new Set(MUTATIONS.map(({ rule }) => rule))].sort()).toEqual([...ids].sort());
  });

  it.each(MUTATIONS.map(({ rule, xml }) => [rule, xml] as const))("%s is broken", (rule, xml) => {
    expect(brokenRules(xml).map((broken) => broken.split(":")[0])).toContain(rule);
  });
});
