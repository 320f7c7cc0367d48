import { isLocalDate } from "../days.ts";
import { CallbayError } from "../errors.ts";
import { parseAmount, parseRate } from "../money.ts";
import { TENANT_ROLES } from "../permissions.ts";
import { DIRECTIONS, OUTCOMES } from "../values.ts";
import { isChargeableCall } from "./chargeable.ts";
import type { ContractFile } from "./contract-file.ts";
import { versionForces } from "./force.ts";
import { BILLABLE_DUTY_STATES } from "./price-type.ts";
import { strictCsv } from "./strict-csv.ts";
import { USAGE_KINDS, type UsageFact } from "./types.ts";
import { COLUMNS_OF_KIND, NEEDED_COLUMNS, USAGE_COLUMNS, type UsageColumn } from "./usage-file-columns.ts";

export interface UsageFile {
  /** Not charged yet, in the order of the file. */
  readonly usage: readonly UsageFact[];
  /** What earlier bills charged: days that late usage falls on, successes that reversals name. */
  readonly charged: readonly UsageFact[];
  /** Calls that are no usage by the contract's own terms, and why. */
  readonly notChargeable: readonly { readonly id: string; readonly reason: string }[];
}

const MAX_PROBLEMS = 20;

interface Problem {
  readonly line: number;
  readonly column: UsageColumn | null;
  readonly problem: string;
}

type Values = Partial<Record<UsageColumn, string>>;

/**
 * Reads a usage file (docs/billing.md describes it): CSV with a header, unknown columns and values that do not go with
 * a row's kind refused. Each row gets the contract version in force on its day (a reversal that of its success).
 *
 * @param text the file. @param file its name, for the places of problems. @param contract whose usage it is.
 * @throws CallbayError USAGE_FILE_INVALID: the message and `details.problems` name file, line and column
 * ("usage.csv:17:talk_ms"); CSV_INVALID.
 */
export function parseUsageFile(text: string, file: string, contract: ContractFile): UsageFile {
  const problems: Problem[] = [];
  const read = rowReader(contract, problems);
  const versionOf = versionFinder(contract);
  const rows = new Map<string, Row>();
  let header: readonly UsageColumn[] | null = null;
  for (const { fields, line } of strictCsv(text)) {
    if (header === null) header = headerOf(fields, line, file);
    else if (fields.length !== header.length) {
      problems.push({
        line,
        column: null,
        problem: `has ${fields.length} columns where the header has ${header.length}`,
      });
    } else {
      const row = read(header, fields, line);
      const known = row && rows.get(row.fact.id);
      if (known && known.source !== row.source) {
        problems.push({ line, column: "id", problem: `"${row.fact.id}" is on line ${known.line} with other content` });
      } else if (row && !known) rows.set(row.fact.id, row);
    }
    if (problems.length > MAX_PROBLEMS) break;
  }
  if (header === null)
    problems.push({
      line: 1,
      column: null,
      problem: `the file is empty; it begins with a header such as ${NEEDED_COLUMNS.join(",")}`,
    });

  const result = {
    usage: [] as UsageFact[],
    charged: [] as UsageFact[],
    notChargeable: [] as { id: string; reason: string }[],
  };
  for (const row of rows.values()) {
    const fact = row.fact.kind === "reversal" ? resolved(row, rows, problems) : row.fact;
    const day = fact.reverses?.localDate ?? fact.localDate;
    const version = versionOf(day);
    if (version === null) {
      problems.push({ line: row.line, column: "date", problem: `no version of the contract is in force on ${day}` });
      continue;
    }
    const placed = { ...fact, contractVersionId: version.id };
    const refusal =
      fact.kind === "call"
        ? notChargeable(placed, version.minTalkMs, contract.excludedPrefixes.get(version.id) ?? [])
        : null;
    if (refusal !== null) result.notChargeable.push({ id: fact.id, reason: refusal });
    else (row.charged ? result.charged : result.usage).push(placed);
  }
  if (problems.length > 0) throw invalid(file, problems);
  return result;
}

interface Row {
  readonly fact: UsageFact;
  readonly line: number;
  readonly charged: boolean;
  /** Its fields as one text: two rows of one id must be the same. */
  readonly source: string;
}

function headerOf(fields: readonly string[], line: number, file: string): UsageColumn[] {
  const columns = fields.map((field) => field.trim());
  const unknown = columns.find((column) => !isColumn(column));
  const say = (problem: string) => invalid(file, [{ line, column: null, problem }]);
  if (unknown !== undefined)
    throw say(`"${unknown}" is not a known column; the columns are ${USAGE_COLUMNS.join(", ")}`);
  const twice = columns.find((column, index) => columns.indexOf(column) < index);
  if (twice !== undefined) throw say(`the column ${twice} is there twice`);
  const missing = NEEDED_COLUMNS.find((column) => !columns.includes(column));
  if (missing !== undefined) throw say(`the column ${missing} is missing`);
  return columns.filter(isColumn);
}

function isColumn(text: string): text is UsageColumn {
  return USAGE_COLUMNS.some((column) => column === text);
}

function rowReader({ contract: { currency } }: ContractFile, problems: Problem[]) {
  return (header: readonly UsageColumn[], fields: readonly string[], line: number): Row | null => {
    const values: Values = {};
    header.forEach((column, index) => {
      const value = fields[index]?.trim() ?? "";
      if (value !== "") values[column] = value;
    });
    const found = problems.length;
    const refuse = (column: UsageColumn, problem: string): undefined => {
      problems.push({ line, column, problem });
      return undefined;
    };
    const parsed = <T>(column: UsageColumn, parse: (value: string) => T): T | undefined => {
      const value = values[column];
      if (value === undefined) return undefined;
      try {
        return parse(value);
      } catch (error) {
        if (error instanceof CallbayError) return refuse(column, `"${value}": ${error.message}`);
        throw error;
      }
    };
    const one = <T extends string>(column: UsageColumn, choices: readonly T[]): T | undefined => {
      const value = values[column];
      if (value === undefined) return undefined;
      return (
        choices.find((choice) => choice === value) ?? refuse(column, `"${value}" is not one of ${choices.join(", ")}`)
      );
    };
    const matching = (column: UsageColumn, pattern: RegExp, what: string): string | undefined => {
      const value = values[column];
      return value === undefined || pattern.test(value) ? value : refuse(column, `"${value}" is not ${what}`);
    };
    const date = (column: UsageColumn): string | undefined => {
      const value = values[column];
      return value === undefined || isLocalDate(value)
        ? value
        : refuse(column, `"${value}" is not a day such as 2026-10-05`);
    };

    const kind = one("kind", USAGE_KINDS);
    for (const column of NEEDED_COLUMNS) if (values[column] === undefined) refuse(column, "is empty");
    if (kind !== undefined) refuseColumns(kind, values, refuse);
    const quantity = matching("quantity", /^[1-9]\d{0,14}$/, "a whole number from 1") ?? "1";
    const talk = matching("talk_ms", /^\d{1,12}$/, "a whole number of milliseconds, not negative");
    const reverses = values.reverses;
    const fact: UsageFact = {
      id: matching("id", /^\P{Cc}{1,120}$/u, "1 to 120 characters") ?? "",
      kind: kind ?? "call",
      localDate: date("date") ?? "",
      contractVersionId: "",
      direction: one("direction", DIRECTIONS) ?? null,
      quantity: BigInt(quantity),
      talkMs: talk === undefined ? undefined : Number(talk),
      phone: matching("phone", /^\+[1-9]\d{2,14}$/, "an E.164 number such as +8613800138000"),
      outcome: one("outcome", OUTCOMES),
      disposition: values.disposition,
      personId: values.person,
      role: one("role", TENANT_ROLES),
      dutyState: one("state", BILLABLE_DUTY_STATES),
      orderValueMinor: parsed("order_value", (value) => notNegative(value, currency)),
      orderCostMinor: parsed("order_cost", (value) => notNegative(value, currency)),
      key: values.key,
      reverses:
        reverses === undefined
          ? undefined
          : {
              usageId: reverses,
              localDate: date("reverses_date") ?? "",
              unitPriceMicros: parsed("charged_at", parseRate) ?? null,
            },
    };
    const charged = one("charged", ["yes", "no"]) === "yes";
    if (problems.length > found) return null;
    return { fact, line, charged, source: JSON.stringify(Object.entries(values).sort()) };
  };
}

function refuseColumns(
  kind: UsageFact["kind"],
  values: Values,
  refuse: (column: UsageColumn, problem: string) => void,
): void {
  const { needed, allowed } = COLUMNS_OF_KIND[kind];
  for (const column of needed)
    if (values[column] === undefined) refuse(column, `is empty; a row of kind ${kind} needs it`);
  const known = [...NEEDED_COLUMNS, "quantity", "charged", ...needed, ...allowed];
  for (const column of USAGE_COLUMNS) {
    if (values[column] !== undefined && !known.includes(column)) refuse(column, `does not go with kind ${kind}`);
  }
}

function notNegative(value: string, currency: string): bigint {
  const minor = parseAmount(value, currency);
  if (minor >= 0n) return minor;
  throw new CallbayError("invalid", "AMOUNT_INVALID", "An order's value and cost are not negative.", { value });
}

/** A reversal with what its success says: from the file when it is there, otherwise from its own columns. */
function resolved({ fact, line }: Row, rows: ReadonlyMap<string, Row>, problems: Problem[]): UsageFact {
  const { reverses } = fact;
  if (reverses === undefined) return fact;
  const refuse = (column: UsageColumn, problem: string): UsageFact => {
    problems.push({ line, column, problem });
    return { ...fact, reverses: { ...reverses, localDate: reverses.localDate || fact.localDate } };
  };
  const success = rows.get(reverses.usageId);
  if (success === undefined) {
    if (reverses.localDate === "") return refuse("reverses_date", "is empty; the success is not in this file");
    if (reverses.unitPriceMicros === null) return refuse("charged_at", "is empty; the success is not in this file");
    if (reverses.localDate > fact.localDate) return refuse("reverses_date", "is after the day of the reversal");
    return fact;
  }
  if (success.fact.kind !== "success") return refuse("reverses", `"${reverses.usageId}" is not a success`);
  if (success.fact.localDate > fact.localDate) return refuse("date", "is before the day of the success");
  if (success.fact.direction !== fact.direction) return refuse("direction", `the success is ${success.fact.direction}`);
  if (success.charged && reverses.unitPriceMicros === null) {
    return refuse("charged_at", "is empty; the success is marked as charged");
  }
  if (!success.charged && reverses.unitPriceMicros !== null) {
    return refuse("charged_at", "the success is in this file as not charged yet");
  }
  const { localDate, orderValueMinor, orderCostMinor } = success.fact;
  return { ...fact, orderValueMinor, orderCostMinor, reverses: { ...reverses, localDate } };
}

/** The version of a day; its days are looked up once. */
function versionFinder({ contract }: ContractFile) {
  const forces = versionForces(contract);
  return (day: string) =>
    contract.versions.find(({ id }) => {
      const force = forces.get(id);
      return force !== undefined && day >= force.from && day < force.to;
    }) ?? null;
}

/** Rows of a usage file are calls that were answered and joined: what is left to judge is length and number. */
function notChargeable(call: UsageFact, minTalkMs: number, excludedPrefixes: readonly string[]): string | null {
  const joined = new Date(0);
  const verdict = isChargeableCall(
    {
      answeredAt: joined,
      joinedAt: joined,
      talkMs: call.talkMs ?? 0,
      isInternal: false,
      phone: call.phone ?? "",
      completedScript: false,
    },
    { minTalkMs, excludedPrefixes },
  );
  return verdict.chargeable ? null : verdict.reason;
}

function invalid(file: string, problems: readonly Problem[]): CallbayError {
  const ordered = [...problems].sort((a, b) => a.line - b.line).slice(0, MAX_PROBLEMS);
  const placed = ordered.map((one) => ({
    ...one,
    place: [file, one.line, ...(one.column === null ? [] : [one.column])].join(":"),
  }));
  const more = problems.length > placed.length ? "\n… and more" : "";
  const text = placed.map(({ place, problem }) => `${place}: ${problem}`).join("\n");
  return new CallbayError(
    "invalid",
    "USAGE_FILE_INVALID",
    `This usage file is not valid. Nothing was written.\n${text}${more}`,
    {
      line: placed[0]?.line,
      column: placed[0]?.column,
      problems: placed,
    },
  );
}
