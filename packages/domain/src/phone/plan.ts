import type { CountryCode } from "libphonenumber-js/max";
import metadata from "libphonenumber-js/metadata.max.json";
import { z } from "zod";

/** A numbering plan as libphonenumber's own metadata has it; where each field lies is its format, version 4. */
export interface NumberingPlan {
  readonly callingCode: string;
  /** null: a calling code of no country. */
  readonly country: CountryCode | null;
  /** What is dialled before an international number. */
  readonly international: string | null;
  /** All numbers of the plan, roughly. */
  readonly pattern: string;
  readonly lengths: readonly number[];
  /** What may stand before a national number, and what it is made into. */
  readonly prefix: string | null;
  /** Among countries of one calling code: how numbers of this one begin. */
  readonly leading: string | null;
  /** Numbers in use by kind; a number is valid when it is of one of them. */
  readonly types: readonly { readonly pattern: string; readonly lengths: readonly number[] }[];
}

const text = z
  .union([z.string(), z.literal(0), z.null()])
  .optional()
  .transform((value) => value || null);
const lengths = z.array(z.int());
const type = z.union([z.array(z.unknown()), z.literal(0), z.null()]).optional();
const entry = z.array(z.unknown()).transform((fields, context) => {
  const parsed = z
    .object({
      callingCode: z.string(),
      international: text,
      pattern: z.string(),
      lengths,
      nationalPrefix: text,
      prefixForParsing: text,
      leading: text,
      types: z.array(type),
    })
    .safeParse({
      callingCode: fields[0],
      international: fields[1],
      pattern: fields[2],
      lengths: fields[3],
      nationalPrefix: fields[5],
      prefixForParsing: fields[7],
      leading: fields[10],
      types: fields[11],
    });
  if (parsed.success) return parsed.data;
  context.addIssue({ code: "custom", message: parsed.error.message });
  return z.NEVER;
});

function planOf(raw: unknown, country: CountryCode | null): NumberingPlan | null {
  const parsed = entry.safeParse(raw);
  // A plan that is written otherwise than known is left to libphonenumber alone.
  if (!parsed.success) return null;
  const { types, nationalPrefix, prefixForParsing, ...plain } = parsed.data;
  return {
    ...plain,
    country,
    prefix: prefixForParsing ?? nationalPrefix,
    types: types.flatMap((one) => {
      const [pattern, own] = one || [];
      if (typeof pattern !== "string" || pattern === "") return [];
      const parsedLengths = lengths.safeParse(own);
      return [{ pattern, lengths: parsedLengths.success ? parsedLengths.data : plain.lengths }];
    }),
  };
}

const shape = z.object({
  version: z.literal(4),
  country_calling_codes: z.record(z.string(), z.array(z.string())),
  countries: z.record(z.string(), z.unknown()),
  nonGeographic: z.record(z.string(), z.unknown()),
});
const read = shape.safeParse(metadata);

/** Every calling code with the plans of its countries, the main one first. */
export const CALLING_CODES: readonly { readonly code: string; readonly plans: readonly NumberingPlan[] }[] =
  read.success
    ? [
        ...Object.entries(read.data.country_calling_codes).map(([code, countries]) => ({
          code,
          plans: countries.map((country) => planOf(read.data.countries[country], country as CountryCode)),
        })),
        ...Object.entries(read.data.nonGeographic).map(([code, plan]) => ({ code, plans: [planOf(plan, null)] })),
      ].flatMap(({ code, plans }) => {
        const known = plans.filter((plan) => plan !== null);
        return known.length === plans.length ? [{ code, plans: known }] : [];
      })
    : [];
