import { dispositionFieldsSchema } from "@callbay/domain/disposition-fields-schema";
import { describe, expect, test } from "vitest";
import { type FieldDraft, fieldDraftsOf, fieldsOfDrafts, isWhole } from "./field-drafts.ts";

const typed = (more: Partial<FieldDraft>): FieldDraft => ({
  ...{ id: "1", key: "", type: "text", label: "Why", required: true, options: "" },
  ...more,
});

describe("fields of a disposition in the editor", () => {
  test("are saved as they were typed: keys of their own, options each once, the note last", () => {
    const own = [
      typed({ type: "choice", label: " Note ", options: "price\n\n time \nprice" }),
      typed({ label: "原因" }),
      typed({ key: "old", label: "Why" }),
    ];
    const saved = fieldsOfDrafts(own, { note: true, callback: true });
    expect(saved.map(({ key }) => key)).toEqual(["callback", "note_2", "result_1", "old", "note"]);
    expect(saved[1]).toMatchObject({ label: "Note", options: ["price", "time"] });
    expect(dispositionFieldsSchema.safeParse(saved).success).toBe(true);
    const again = fieldDraftsOf(saved.filter(({ type }) => type !== "note" && type !== "callback"));
    expect(fieldsOfDrafts(again, { note: true, callback: true })).toEqual(saved);
  });

  test.each([
    [true, {}],
    [false, { label: " " }],
    [false, { type: "choice", options: " \n" }],
    [true, { type: "choice", options: "yes" }],
    [false, { type: "choice", options: "x".repeat(81) }],
    [true, { type: "date", options: "left from a choice" }],
  ] as const)("whole: %s", (whole, more) => {
    expect(isWhole(typed(more))).toBe(whole);
  });
});
