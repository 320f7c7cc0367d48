import { z } from "zod";
import { isTimeZone } from "../calendar.ts";
import { CURRENCIES } from "../currency.ts";
import { isLocalDate } from "../days.ts";
import { CallbayError } from "../errors.ts";
import { isRate, type MinorUnits, parseAmount } from "../money.ts";
import { parseAdjustments } from "./adjustment.ts";
import { crossProblems, type FileProblem, jsonPlace } from "./contract-file-rules.ts";
import type { Credit } from "./credits.ts";
import { versionForces } from "./force.ts";
import { parsePriceComponent } from "./price-component.ts";
import { directionOf } from "./price-type.ts";
import { parseRateTable, type RateTable } from "./rate-table.ts";
import type { ChargedBefore, RatedContract, RatedVersion } from "./types.ts";

/** A contract as a file tells it: what the engine needs, and what decides which calls are chargeable at all. */
export interface ContractFile {
  readonly contract: RatedContract;
  /** Charges of earlier bills; left out, nobody billed the days before the period. */
  readonly before: readonly ChargedBefore[] | undefined;
  readonly credits: readonly Credit[];
  /** By version id. */
  readonly excludedPrefixes: ReadonlyMap<string, readonly string[]>;
}

const MAX_PROBLEMS = 20;

const day = z.string().refine(isLocalDate, "must be a day such as 2026-03-09");
const month = z.string().refine((text) => isLocalDate(`${text}-01`), "must be a month such as 2026-03");
const id = z.string().regex(/^[A-Za-z0-9._-]{1,60}$/, "must be 1 to 60 letters, digits, dots, dashes or underscores");
const amount = z.string().regex(/^-?\d{1,12}(\.\d{1,3})?$/, "must be an amount such as -12.50, as a text");
const whole = z.union([z.int(), z.string().regex(/^-?\d{1,19}$/)], "must be a whole number");
const unknownObject = z.looseObject({ type: z.string() }, "must be an object with a type");

const rateRow = z.strictObject({
  prefix: z.string().regex(/^\+?[1-9]\d{0,14}$/, "must be 1 to 15 digits, with or without +, the first not 0"),
  destination: z.string().trim().min(1).max(120),
  rate: z.string().refine(isRate, "must be a decimal such as 0.125: not negative, at most 6 decimals"),
});
const rateTable = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    file: z.string().min(1).max(500).optional(),
    rows: z.array(rateRow).min(1).optional(),
  })
  .refine((table) => (table.file === undefined) !== (table.rows === undefined), "has either rows or a file");

const schema = z.strictObject({
  currency: z.string().refine((code) => CURRENCIES.includes(code), "is not a currency of ISO 4217"),
  timezone: z.string().refine(isTimeZone, "is not an IANA time zone").default("UTC"),
  startsOn: day,
  endsOn: day.nullable().default(null),
  rateTables: z.array(rateTable).max(50).default([]),
  versions: z
    .array(
      z.strictObject({
        version: z.int().min(1).optional(),
        effectiveFrom: day,
        minTalkMs: z.int().min(0).max(3_600_000).default(10_000),
        excludedPrefixes: z
          .array(z.string().regex(/^\+?\d{1,15}$/, "must be digits, with or without +"))
          .max(100)
          .default([]),
        taxRatePpm: z.int().min(0).max(1_000_000).default(0),
        taxMode: z.enum(["exclusive", "inclusive"]).default("exclusive"),
        components: z.array(unknownObject).min(1).max(100),
        adjustments: z.array(unknownObject).default([]),
      }),
    )
    .min(1)
    .max(100),
  before: z
    .array(
      z.strictObject({
        component: id.nullable().default(null),
        version: z.int().min(1),
        month,
        kind: z.enum([
          "usage",
          "base",
          "minimum",
          "bonus",
          "clawback",
          "discount",
          "monthly_minimum",
          "credit",
          "adjustment",
        ]),
        metered: whole.default(0),
        amount,
      }),
    )
    .optional(),
  credits: z.array(z.strictObject({ id, amount, reason: z.string().trim().min(1).max(200) })).default([]),
});
type Parsed = z.output<typeof schema>;

/**
 * Reads a contract file (docs/billing.md describes it): strict JSON, every unknown field refused.
 *
 * @param text the file. @param readTable the text of a price list that the file names, by the name in the file.
 * @throws CallbayError CONTRACT_FILE_INVALID: the message and `details.problems` name each place as a JSON path
 * ("$.versions[0].components[2].rate"); RATE_TABLE_INVALID or CSV_INVALID for a price list.
 */
export function parseContractFile(text: string, readTable: (file: string) => string = refuseFile): ContractFile {
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw invalid(parsed.error.issues.flatMap((issue) => problemsOf(issue)));
  }
  const { data } = parsed;
  const problems: FileProblem[] = [];
  const ordered = [...data.versions].map((version, index) => ({ ...version, index }));
  ordered.sort((a, b) => (a.effectiveFrom === b.effectiveFrom ? 0 : a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  const versions = ordered.map((version, order): RatedVersion => {
    const number = version.version ?? order + 1;
    return {
      id: `v${number}`,
      version: number,
      effectiveFrom: version.effectiveFrom,
      minTalkMs: version.minTalkMs,
      taxRatePpm: version.taxRatePpm,
      taxMode: version.taxMode,
      components: componentsOf(version, number, problems),
      adjustments:
        collect(problems, `$.versions[${version.index}].adjustments`, () => parseAdjustments(version.adjustments)) ??
        [],
    };
  });
  const rateTables = new Map(data.rateTables.map((table) => [table.name, tableOf(table, readTable)]));
  const { currency, timezone, startsOn, endsOn } = data;
  const contract: RatedContract = { currency, timezone, startsOn, endsOn, versions, rateTables };
  problems.push(
    ...crossProblems(
      contract,
      data,
      ordered.map(({ index }) => index),
      versionForces(contract),
    ),
  );
  const before = data.before?.map((one, index): ChargedBefore => {
    const at = `$.before[${index}]`;
    const version = versions.find((known) => known.version === one.version);
    if (version === undefined) problems.push({ path: `${at}.version`, problem: `there is no version ${one.version}` });
    else if (one.component !== null && !version.components.some((known) => known.id === one.component)) {
      problems.push({ path: `${at}.component`, problem: `version ${one.version} has no component "${one.component}"` });
    }
    return {
      componentId: one.component,
      contractVersionId: version?.id ?? "",
      month: one.month,
      kind: one.kind,
      metered: BigInt(one.metered),
      amountMinor: minorOf(one.amount, currency, `${at}.amount`, problems),
    };
  });
  const credits = data.credits.map((one, index): Credit => {
    const path = `$.credits[${index}].amount`;
    const amountMinor = minorOf(one.amount, currency, path, problems);
    if (amountMinor <= 0n) problems.push({ path, problem: "a credit is more than nothing" });
    return { id: one.id, amountMinor, reason: one.reason };
  });
  if (problems.length > 0) throw invalid(problems);
  return {
    contract,
    before,
    credits,
    excludedPrefixes: new Map(ordered.map((one, i) => [versions[i]?.id ?? "", one.excludedPrefixes])),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    throw invalid([{ path: "$", problem: `is not JSON: ${error instanceof Error ? error.message : String(error)}` }]);
  }
}

function componentsOf(
  version: Parsed["versions"][number] & { readonly index: number },
  number: number,
  problems: FileProblem[],
): RatedVersion["components"] {
  return version.components.flatMap((json, position) => {
    const at = `$.versions[${version.index}].components[${position}]`;
    const { id: given, ...rest } = json;
    const componentId = given === undefined ? `v${number}.${position + 1}` : id.safeParse(given).data;
    if (componentId === undefined)
      problems.push({ path: `${at}.id`, problem: "must be 1 to 60 letters, digits, dots or dashes" });
    const params = collect(problems, at, () => parsePriceComponent(rest));
    if (params === null || componentId === undefined) return [];
    return [{ id: componentId, position, params, direction: directionOf(params) }];
  });
}

function tableOf(table: Parsed["rateTables"][number], readTable: (file: string) => string): RateTable {
  const { name } = table;
  if (table.file !== undefined) return parseRateTable(readTable(table.file), { id: name, name });
  return { id: name, name, rows: table.rows ?? [] };
}

function refuseFile(file: string): string {
  throw new CallbayError("invalid", "CONTRACT_FILE_INVALID", `The price list "${file}" cannot be read here.`, { file });
}

function minorOf(text: string, currency: string, path: string, problems: FileProblem[]): MinorUnits {
  return collect(problems, path, () => parseAmount(text, currency)) ?? 1n;
}

/** The value, or null with the refusal's problems added below `at`. */
function collect<T>(problems: FileProblem[], at: string, parse: () => T): T | null {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof CallbayError)) throw error;
    const known = error.details.problems;
    if (!Array.isArray(known)) problems.push({ path: at, problem: error.message });
    else
      for (const { path, message } of known)
        problems.push({ path: jsonPlace(at, String(path).split(".")), problem: message });
    return null;
  }
}

/** A field that is not known is named itself, not its parent; of a choice that fails, the nearest one is told. */
function problemsOf(issue: z.core.$ZodIssue): FileProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: jsonPlace("$", [...issue.path, key]), problem: "is not a known field" }));
  }
  return [{ path: jsonPlace("$", issue.path), problem: issue.message }];
}

function invalid(problems: readonly FileProblem[]): CallbayError {
  const shown = problems.slice(0, MAX_PROBLEMS);
  const more = problems.length > shown.length ? `\n… and ${problems.length - shown.length} more` : "";
  const text = shown.map(({ path, problem }) => `${path}: ${problem}`).join("\n");
  return new CallbayError(
    "invalid",
    "CONTRACT_FILE_INVALID",
    `This contract file is not valid. Nothing was written.\n${text}${more}`,
    {
      path: shown[0]?.path ?? "$",
      problems: shown,
    },
  );
}
