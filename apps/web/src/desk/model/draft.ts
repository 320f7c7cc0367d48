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
  /** When the contact is to be called back, where the disposition calls again. */
  readonly promise: PromiseDraft;
  /** The note as the server has it. */
  readonly keptNote: string;
}

export function emptyDraft(callId: string, keptNote: string): Draft {
  return { callId, dispositionId: null, note: keptNote, orderValue: "", orderCost: "", promise: NO_PROMISE, keptNote };
}

/** Why a disposition cannot be sent yet, or null when it can. */
export type SubmitRefusal = "NO_CALL" | "CALL_GOES_ON" | "CHOOSE_FIRST" | "ORDER_FIRST" | "SENDING";

export function submitRefusal(input: {
  readonly draft: Draft | null;
  readonly ended: boolean;
  readonly sending: boolean;
  /** What the chosen disposition must tell of an order; null for nothing. */
  readonly order?: OrderWanted | null;
}): SubmitRefusal | null {
  if (!input.draft) return "NO_CALL";
  if (input.sending) return "SENDING";
  if (!input.ended) return "CALL_GOES_ON";
  if (input.draft.dispositionId === null) return "CHOOSE_FIRST";
  return input.order && !orderOf(input.draft, input.order) ? "ORDER_FIRST" : null;
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
