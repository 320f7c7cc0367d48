import {
  DISPOSITION_OPTIONS_MAX,
  type DispositionField,
  type DispositionFieldType,
} from "@callbay/domain/disposition-fields";
import { codeFor } from "./draft.ts";

/** The types of a client's own fields. */
export const OWN_TYPES = ["text", "choice", "amount", "date"] as const satisfies readonly DispositionFieldType[];

/** A field as it is edited; the options as they are typed, one on each line. */
export interface FieldDraft extends Omit<DispositionField, "options"> {
  /** Tells rows apart while they are edited. */
  readonly id: string;
  readonly options: string;
}

export function fieldDraftsOf(fields: readonly DispositionField[]): FieldDraft[] {
  return fields.map((field) => ({ ...field, id: crypto.randomUUID(), options: field.options.join("\n") }));
}

/** The options that were typed: without blanks, each once. */
function optionsOf({ type, options }: FieldDraft): string[] {
  if (type !== "choice") return [];
  const typed = options.split("\n").map((option) => option.trim());
  return [...new Set(typed.filter(Boolean))];
}

/** Can it be saved? */
export function isWhole(field: FieldDraft): boolean {
  if (!field.label.trim()) return false;
  const options = optionsOf(field);
  if (field.type !== "choice") return true;
  return options.length > 0 && options.length <= DISPOSITION_OPTIONS_MAX && options.every(({ length }) => length <= 80);
}

/** The fields as they are saved. A field that has a key keeps it: what calls kept stands on it. */
export function fieldsOfDrafts(
  own: readonly FieldDraft[],
  asks: { readonly note: boolean; readonly callback: boolean },
): DispositionField[] {
  const taken: string[] = ["note", "callback", ...own.map(({ key }) => key).filter(Boolean)];
  const desk = (type: "note" | "callback"): DispositionField[] =>
    asks[type] ? [{ key: type, type, label: "", required: true, options: [] }] : [];
  const fields = own.map((field): DispositionField => {
    const label = field.label.trim();
    const key = field.key || codeFor(label, taken);
    taken.push(key);
    return { key, type: field.type, label, required: field.required, options: optionsOf(field) };
  });
  return [...desk("callback"), ...fields, ...desk("note")];
}
