import { z } from "zod";
import {
  DISPOSITION_FIELD_TYPES,
  DISPOSITION_FIELDS_MAX,
  DISPOSITION_OPTIONS_MAX,
  DISPOSITION_VALUE_LENGTH,
  type DispositionField,
  type DispositionValue,
} from "./disposition-fields.ts";

const key = z.string().regex(/^[a-z0-9_]{1,40}$/, "may hold small letters, digits and _");

const field = z
  .strictObject({
    key,
    type: z.enum(DISPOSITION_FIELD_TYPES),
    label: z.string().trim().max(60).default(""),
    required: z.boolean().default(true),
    options: z.array(z.string().trim().min(1).max(80)).max(DISPOSITION_OPTIONS_MAX).default([]),
  })
  .superRefine(({ key: name, type, label, options }, context) => {
    const isOwn = type === "note" || type === "callback";
    const say = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message });
    if (isOwn ? name !== type : name === "note" || name === "callback")
      say("key", "a note and a callback have their type as key, and nothing else has");
    if (!isOwn && label === "") say("label", "needs a label");
    if ((type === "choice") !== options.length > 0) say("options", "a choice has options, and nothing else has");
    if (new Set(options).size < options.length) say("options", "options must differ");
  });

/** What a disposition may ask for. */
export const dispositionFieldsSchema: z.ZodType<DispositionField[]> = z
  .array(field)
  .max(DISPOSITION_FIELDS_MAX)
  .refine((fields) => new Set(fields.map((one) => one.key)).size === fields.length, "keys must differ");

/** What an agent may send of them, by key. */
export const dispositionValuesSchema = z.record(key, z.string().max(DISPOSITION_VALUE_LENGTH));

const kept: z.ZodType<DispositionValue[]> = z.array(
  z.object({ key, type: z.enum(DISPOSITION_FIELD_TYPES), label: z.string(), value: z.string() }),
);

/** The fields of a disposition as they are stored. @throws ZodError when the column holds anything else. */
export function parseDispositionFields(stored: unknown): readonly DispositionField[] {
  return dispositionFieldsSchema.parse(stored);
}

/** The values of a call as they are stored; none where nobody gave any. */
export function parseDispositionValues(stored: unknown): readonly DispositionValue[] {
  return kept.safeParse(stored).data ?? [];
}
