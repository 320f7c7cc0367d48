import { type DispositionField, type DispositionProblem, judgeFields } from "@callbay/domain/disposition-fields";
import { parseAmount } from "@callbay/domain/money";
import { NO_PROMISE, type PromiseDraft } from "./promise.ts";

/** What a success has to tell of its order. */
export interface OrderWanted {
  readonly currency: string;
  readonly cost: boolean;
}

/** What the agent has chosen and typed for one call and not yet sent. */
export interface Draft {
  readonly callId: string;
  readonly dispositionId: string | null;
  readonly note: string;
  /** Of a success, where the contract earns on what is sold. */
  readonly orderValue: string;
  readonly orderCost: string;
  /** What the disposition asks for, by the field's key. */
  readonly fields: Readonly<Record<string, string>>;
  /** When the contact is to be called back, where the disposition calls again. */
  readonly promise: PromiseDraft;
  /** The note as the server has it. */
  readonly keptNote: string;
}

export function emptyDraft(callId: string, keptNote: string): Draft {
  return {
    ...{ callId, dispositionId: null, note: keptNote, keptNote },
    ...{ orderValue: "", orderCost: "", fields: {}, promise: NO_PROMISE },
  };
}

/** Why a disposition cannot be sent yet, or null when it can. */
export type SubmitRefusal = "NO_CALL" | "CALL_GOES_ON" | "CHOOSE_FIRST" | "ORDER_FIRST" | "FIELDS_FIRST" | "SENDING";

export function submitRefusal(input: {
  readonly draft: Draft | null;
  readonly ended: boolean;
  readonly sending: boolean;
  /** What the chosen disposition must tell of an order; null for nothing. */
  readonly order?: OrderWanted | null;
  /** What is missing of what it asks for. */
  readonly problems?: readonly DispositionProblem[];
}): SubmitRefusal | null {
  if (!input.draft) return "NO_CALL";
  if (input.sending) return "SENDING";
  if (!input.ended) return "CALL_GOES_ON";
  if (input.draft.dispositionId === null) return "CHOOSE_FIRST";
  if (input.order && !orderOf(input.draft, input.order)) return "ORDER_FIRST";
  return (input.problems ?? []).length > 0 ? "FIELDS_FIRST" : null;
}

/** What the draft lacks of what the chosen disposition asks for. */
export function fieldProblems(
  draft: Draft,
  fields: readonly DispositionField[],
  hasPromise: boolean,
): readonly DispositionProblem[] {
  const given = { values: fieldsOf(draft, fields), note: draft.note, callback: hasPromise };
  return judgeFields(fields, given).problems;
}

/** What was typed for these fields; what an earlier choice asked for is not sent. */
export function fieldsOf(draft: Draft, fields: readonly DispositionField[]): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(({ key, type }) => {
      const value = type === "note" || type === "callback" ? undefined : draft.fields[key];
      return value?.trim() ? [[key, value]] : [];
    }),
  );
}

/** The control in which a field is typed. */
export function fieldId(key: string): string {
  return `desk-field-${key}`;
}

/** An order as it is sent, or null while an amount is missing or is none of the currency. */
export function orderOf(draft: Draft, wanted: OrderWanted): { value: string; cost?: string } | null {
  const value = amount(draft.orderValue, wanted.currency);
  if (value === null) return null;
  if (!wanted.cost) return { value };
  const cost = amount(draft.orderCost, wanted.currency);
  return cost === null ? null : { value, cost };
}

function amount(text: string, currency: string): string | null {
  const tidy = text.trim().replace(",", ".");
  try {
    return parseAmount(tidy, currency) >= 0n ? tidy : null;
  } catch {
    return null;
  }
}

/** The script as paragraphs: a blank line parts them, line breaks inside stay. */
export function paragraphsOf(script: string): string[] {
  return script
    .split(/\r?\n\s*\r?\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
}

/** A column's name as a person reads it: "policy_no" → "Policy no". */
export function attributeLabel(key: string): string {
  const words = key.replaceAll(/[_-]+/g, " ").trim();
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

/** The attributes worth showing, as text. */
export function attributeRows(
  attributes: Readonly<Record<string, unknown>>,
): { key: string; label: string; value: string }[] {
  return Object.entries(attributes).flatMap(([key, value]) => {
    const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    const text = isPlain ? String(value).trim() : "";
    return text ? [{ key, label: attributeLabel(key), value: text }] : [];
  });
}
