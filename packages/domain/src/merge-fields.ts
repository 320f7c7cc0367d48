/** What a script may be filled with. */
export interface MergeValues {
  readonly displayName: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly agent: { readonly name: string };
}

export interface RenderedScript {
  /** Plain text: a screen shows it as text and never as HTML. */
  readonly text: string;
  /** Fields that do not exist in any script, left in the text as they were typed. */
  readonly unknown: readonly string[];
  /** Attributes that this contact has no value for, rendered as nothing. */
  readonly missing: readonly string[];
}

const FIELD = /\{\{\s*([^{}]*?)\s*\}\}/gu;
const ATTRIBUTE = "attributes.";

/**
 * Fills {{displayName}}, {{attributes.x}} and {{agent.name}}. A value is text and nothing else: braces in it are not
 * fields, and it is looked up among the contact's own attributes only.
 */
export function renderMergeFields(template: string, values: MergeValues): RenderedScript {
  const unknown = new Set<string>();
  const missing = new Set<string>();
  const text = template.replace(FIELD, (written: string, field: string) => {
    if (!isMergeField(field)) {
      unknown.add(field);
      return written;
    }
    const value = fieldValue(field, values);
    if (value === "") missing.add(field);
    return value;
  });
  return { text, unknown: [...unknown], missing: [...missing] };
}

/**
 * What is wrong with a script before any contact is there.
 *
 * @param attributeKeys the columns of the campaign's list; null when no list is chosen yet, so that any may be.
 */
export function unknownMergeFields(template: string, attributeKeys: readonly string[] | null): string[] {
  return mergeFieldsOf(template).filter((field) => {
    if (!isMergeField(field)) return true;
    if (attributeKeys === null || !field.startsWith(ATTRIBUTE)) return false;
    return !attributeKeys.includes(field.slice(ATTRIBUTE.length));
  });
}

/** The fields of a script, each once, in order. */
export function mergeFieldsOf(template: string): string[] {
  return [...new Set([...template.matchAll(FIELD)].map((match) => match[1] ?? ""))];
}

function isMergeField(field: string): boolean {
  return (
    field === "displayName" ||
    field === "agent.name" ||
    (field.startsWith(ATTRIBUTE) && field.length > ATTRIBUTE.length)
  );
}

function fieldValue(field: string, values: MergeValues): string {
  if (field === "displayName") return values.displayName;
  if (field === "agent.name") return values.agent.name;
  const key = field.slice(ATTRIBUTE.length);
  const value = Object.hasOwn(values.attributes, key) ? values.attributes[key] : undefined;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
