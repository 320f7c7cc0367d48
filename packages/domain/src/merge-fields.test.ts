import { describe, expect, it } from "vitest";
import { mergeFieldsOf, renderMergeFields, unknownMergeFields } from "./merge-fields.ts";

const values = {
  displayName: "Wang Fang",
  attributes: { city: "广州", 余额: 12.5, vip: false, empty: "", list: ["a"], sly: "{{agent.name}}", html: "<b>x</b>" },
  agent: { name: "Li" },
};

describe("renderMergeFields", () => {
  it.each([
    ["Hello {{displayName}}, this is {{ agent.name }}.", "Hello Wang Fang, this is Li.", [], []],
    ["{{attributes.city}} {{attributes.余额}} {{attributes.vip}}", "广州 12.5 false", [], []],
    [
      "{{attributes.nothing}}|{{attributes.empty}}|{{attributes.list}}",
      "||",
      [],
      ["attributes.nothing", "attributes.empty", "attributes.list"],
    ],
    [
      "{{name}} {{agent.phone}} {{}} {{attributes.}}",
      "{{name}} {{agent.phone}} {{}} {{attributes.}}",
      ["name", "agent.phone", "", "attributes."],
      [],
    ],
    ["{{attributes.sly}} {{attributes.html}}", "{{agent.name}} <b>x</b>", [], []],
    ["{{attributes.constructor}}{{attributes.__proto__}}", "", [], ["attributes.constructor", "attributes.__proto__"]],
    ["{ {displayName} } {{displayName}", "{ {displayName} } {{displayName}", [], []],
    ["$& {{displayName}} $1", "$& Wang Fang $1", [], []],
    ["{{name}}{{name}}", "{{name}}{{name}}", ["name"], []],
  ])("%j", (template, text, unknown, missing) => {
    expect(renderMergeFields(template, values)).toEqual({ text, unknown, missing });
  });

  it("knows no attribute that the contact does not have itself", () => {
    const inherited: Record<string, unknown> = Object.create({ city: "elsewhere" });
    expect(renderMergeFields("{{attributes.city}}", { ...values, attributes: inherited }).text).toBe("");
  });

  it("puts a value with a dollar sign in as it is", () => {
    expect(renderMergeFields("{{displayName}}", { ...values, displayName: "$& $1" }).text).toBe("$& $1");
  });
});

it("lists the fields of a script once, in order", () => {
  expect(mergeFieldsOf("{{b}} {{a}} {{ b }}")).toEqual(["b", "a"]);
});

it("knows what a script may not use before there is a contact", () => {
  const script = "{{displayName}} {{attributes.city}} {{attributes.age}} {{phone}}";
  expect(unknownMergeFields(script, ["city"])).toEqual(["attributes.age", "phone"]);
  expect(unknownMergeFields(script, null)).toEqual(["phone"]);
});
