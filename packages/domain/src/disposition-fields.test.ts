import { describe, expect, test } from "vitest";
import { type DispositionField, type DispositionGiven, judgeFields } from "./disposition-fields.ts";
import { dispositionFieldsSchema } from "./disposition-fields-schema.ts";

const field = (type: DispositionField["type"], more: Partial<DispositionField> = {}): DispositionField => {
  const isOwn = type === "note" || type === "callback";
  return { key: isOwn ? type : "f", type, label: isOwn ? "" : "F", required: true, options: [], ...more };
};
const given = (f?: string, more: { note?: string; callback?: boolean } = {}): DispositionGiven => ({
  values: f === undefined ? {} : { f },
  note: "",
  callback: false,
  ...more,
});

describe("what a disposition asks for", () => {
  test.each([
    ["an amount", field("amount"), " 12,50 ", "12.50"],
    ["a whole amount", field("amount"), "0", "0"],
    ["a day", field("date"), "2028-02-29", "2028-02-29"],
    ["one of its options", field("choice", { options: ["price", "time"] }), "time", "time"],
    ["a text", field("text"), "  by post ", "by post"],
  ])("is kept as %s", (_, asked, typed, value) => {
    expect(judgeFields([asked], given(typed))).toEqual({
      values: [{ key: "f", type: asked.type, label: "F", value }],
      problems: [],
    });
  });

  test.each([
    ["a negative amount", field("amount"), "-1", "invalid"],
    ["an amount in words", field("amount"), "ten", "invalid"],
    ["a day that is none", field("date"), "2027-02-29", "invalid"],
    ["a month that is none", field("date"), "2027-13-01", "invalid"],
    ["what is no option", field("choice", { options: ["price"] }), "Price", "invalid"],
    ["too much text", field("text"), "x".repeat(501), "invalid"],
    ["blanks", field("text"), "   ", "missing"],
    ["nothing", field("choice", { options: ["price"] }), undefined, "missing"],
  ])("refuses %s", (_, asked, typed, problem) => {
    expect(judgeFields([asked], given(typed))).toEqual({ values: [], problems: [{ key: "f", problem }] });
  });

  test("what need not be given may be left out, and must be right where it is given", () => {
    const asked = field("date", { required: false });
    expect(judgeFields([asked], given()).problems).toEqual([]);
    expect(judgeFields([asked], given("soon")).problems).toEqual([{ key: "f", problem: "invalid" }]);
  });

  test("the note and the promise are those of the desk", () => {
    const asked = [field("callback"), field("note")];
    expect(judgeFields(asked, given(undefined, { note: " " })).problems).toEqual([
      { key: "callback", problem: "missing" },
      { key: "note", problem: "missing" },
    ]);
    expect(judgeFields(asked, given(undefined, { note: "asks for Ann", callback: true }))).toEqual({
      values: [],
      problems: [],
    });
  });

  test("what nobody asked for is not kept", () => {
    expect(judgeFields([field("note", { required: false })], given("x")).problems).toEqual([
      { key: "f", problem: "unknown" },
    ]);
    // A note is no value, whatever its key says.
    const sent = { values: { note: "x" }, note: "", callback: false };
    expect(judgeFields([field("note", { required: false })], sent).problems).toEqual([
      { key: "note", problem: "unknown" },
    ]);
  });
});

test.each([
  ["a choice without options", field("choice")],
  ["options without a choice", field("text", { options: ["a"] })],
  ["an option twice", field("choice", { options: ["a", "a"] })],
  ["a field without a label", field("text", { label: " " })],
  ["a note under another name", field("note", { key: "f" })],
  ["a text under a note's name", field("text", { key: "note" })],
  ["a key with blanks", field("text", { key: "my key" })],
])("a disposition cannot ask for %s", (_, asked) => {
  expect(dispositionFieldsSchema.safeParse([asked]).success).toBe(false);
});

test("a disposition asks for each key once", () => {
  expect(dispositionFieldsSchema.safeParse([field("text"), field("date")]).success).toBe(false);
  expect(dispositionFieldsSchema.safeParse([field("text"), field("date", { key: "g" })]).success).toBe(true);
});
