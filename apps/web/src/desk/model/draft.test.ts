import { describe, expect, it } from "vitest";
import { attributeRows, emptyDraft, fieldProblems, fieldsOf, paragraphsOf, submitRefusal } from "./draft.ts";

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
      "FIELDS_FIRST",
      { draft, ended: true, sending: false, problems: [{ key: "reason", problem: "missing" as const }] },
    ],
    [
      null,
      { draft: { ...draft, orderValue: "99,5" }, ended: true, sending: false, order: { currency: "CNY", cost: false } },
    ],
  ])("%s", (refusal, input) => {
    expect(submitRefusal(input)).toBe(refusal);
  });
});

describe("what a disposition asks for", () => {
  const reason = { key: "reason", type: "choice", label: "Why", required: true, options: ["price", "time"] } as const;
  const note = { key: "note", type: "note", label: "", required: true, options: [] } as const;
  it("takes the note and the promise of the desk for its own", () => {
    const draft = { ...emptyDraft("call", "kept"), fields: { reason: "time" } };
    expect(fieldProblems(draft, [reason, note], false)).toEqual([]);
    expect(fieldProblems({ ...draft, note: "", fields: {} }, [reason, note], false)).toEqual([
      { key: "reason", problem: "missing" },
      { key: "note", problem: "missing" },
    ]);
  });
  it("sends nothing that only an earlier choice asked for", () => {
    const draft = { ...emptyDraft("call", ""), fields: { reason: "time", other: "x" } };
    expect(fieldsOf(draft, [reason, note])).toEqual({ reason: "time" });
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
