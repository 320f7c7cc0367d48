import { type Draft, emptyDraft } from "./draft.ts";

/** What is written down of a draft for a page that is loaded anew; the note is kept by the server. */
export function draftText({ callId, dispositionId, orderValue, orderCost, fields, promise }: Draft): string {
  return JSON.stringify({ callId, dispositionId, orderValue, orderCost, fields, promise });
}

/** The draft of this call as it was written down; null for none, for another call's, and for what is no draft. */
export function draftOfText(text: string | null, callId: string, keptNote: string): Draft | null {
  const kept = objectOf(text);
  if (kept?.callId !== callId) return null;
  const promise = typeof kept.promise === "object" && kept.promise !== null ? { ...kept.promise } : {};
  const fields = typeof kept.fields === "object" && kept.fields !== null ? Object.entries(kept.fields) : [];
  return {
    ...emptyDraft(callId, keptNote),
    dispositionId: typeof kept.dispositionId === "string" ? kept.dispositionId : null,
    orderValue: textOf(kept.orderValue),
    orderCost: textOf(kept.orderCost),
    fields: Object.fromEntries(fields.filter((entry): entry is [string, string] => typeof entry[1] === "string")),
    promise: {
      at: textOf(Reflect.get(promise, "at")),
      by: Reflect.get(promise, "by") === "anybody" ? "anybody" : "me",
    },
  };
}

function objectOf(text: string | null): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
