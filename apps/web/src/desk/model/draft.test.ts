import { describe, expect, it } from "vitest";
import { attributeRows, emptyDraft, paragraphsOf, submitRefusal } from "./draft.ts";

describe("submitRefusal", () => {
  const draft = { ...emptyDraft("call", ""), dispositionId: "one" };
  it.each([
    [null, { draft, ended: true, sending: false }],
    ["NO_CALL", { draft: null, ended: true, sending: false }],
    ["CALL_GOES_ON", { draft, ended: false, sending: false }],
    ["CHOOSE_FIRST", { draft: emptyDraft("call", "typed"), ended: true, sending: false }],
    ["SENDING", { draft, ended: true, sending: true }],
    ["ORDER_FIRST", { draft, ended: true, sending: false, order: { currency: "CNY", cost: false } }],
    [
      "ORDER_FIRST",
      { draft: { ...draft, orderValue: "-3" }, ended: true, sending: false, order: { currency: "CNY", cost: false } },
    ],
    [
      "ORDER_FIRST",
      { draft: { ...draft, orderValue: "99,5" }, ended: true, sending: false, order: { currency: "CNY", cost: true } },
    ],
    [
      null,
      { draft: { ...draft, orderValue: "99,5" }, ended: true, sending: false, order: { currency: "CNY", cost: false } },
    ],
  ])("%s", (refusal, input) => {
    expect(submitRefusal(input)).toBe(refusal);
  });
});

describe("what is shown of a contact and a script", () => {
  it("parts paragraphs at blank lines", () => {
    expect(paragraphsOf("Hello,\nI am Ana.\n\n \nMay I ask?\r\n\r\nBye.\n")).toEqual([
      "Hello,\nI am Ana.",
      "May I ask?",
      "Bye.",
    ]);
    expect(paragraphsOf("  \n")).toEqual([]);
  });
  it("names columns and leaves out what has nothing to say", () => {
    expect(attributeRows({ policy_no: "A-1", age: 44, empty: " ", deep: { a: 1 } })).toEqual([
      { key: "policy_no", label: "Policy no", value: "A-1" },
      { key: "age", label: "Age", value: "44" },
    ]);
  });
});
