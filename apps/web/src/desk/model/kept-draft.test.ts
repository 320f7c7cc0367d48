import { expect, test } from "vitest";
import { emptyDraft } from "./draft.ts";
import { draftOfText, draftText } from "./kept-draft.ts";

const draft = {
  ...emptyDraft("call-1", "typed before"),
  dispositionId: "later",
  orderValue: "12,5",
  fields: { why: "price" },
  promise: { at: "2026-03-11T15:00", by: "anybody" as const },
};

test("a draft survives the page, with the note that the server has by then", () => {
  expect(draftOfText(draftText(draft), "call-1", "typed after")).toEqual({
    ...draft,
    note: "typed after",
    keptNote: "typed after",
  });
});

test.each([
  ["nothing", null],
  ["another call's", draftText({ ...draft, callId: "call-2" })],
  ["half a text", draftText(draft).slice(0, 20)],
  ["a list", "[1]"],
])("%s is no draft of this call", (_, text) => {
  expect(draftOfText(text, "call-1", "")).toBeNull();
});

test("what is no text in it is left out", () => {
  const text = '{"callId":"call-1","dispositionId":7,"fields":{"why":3,"how":"so"},"promise":{"by":"nobody"}}';
  expect(draftOfText(text, "call-1", "")).toEqual({ ...emptyDraft("call-1", ""), fields: { how: "so" } });
});
