import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { isLocalDate, monthPeriod, type Period } from "@callbay/domain/calendar";
import { CallbayError } from "@callbay/domain/errors";
import { parseContractFile } from "@callbay/domain/rating/contract-file";
import { replay } from "@callbay/domain/rating/contract-file-invoice";
import { parseUsageFile } from "@callbay/domain/rating/usage-file";
import { lineText } from "@callbay/services/invoice/line-text";

const USAGE = "npm run billing:replay -- --contract contract.json --usage usage.csv --period 2026-10 --out DIR";

/**
 * Reads the files that the options name, prices the period and writes charges.csv and invoice.json.
 *
 * @param cwd what relative paths are relative to. @returns what to tell the person.
 * @throws CallbayError REPLAY_REFUSED (options, files), CONTRACT_FILE_INVALID, USAGE_FILE_INVALID, …; then nothing was
 * written.
 */
export function replayFiles(args: readonly string[], cwd: string): string[] {
  const options = readOptions(args);
  const contractPath = resolve(cwd, options.contract);
  const usagePath = resolve(cwd, options.usage);
  const out = resolve(cwd, options.out);
  const period = parsePeriod(options.period);
  const contract = parseContractFile(readText(contractPath), (file) => readText(resolve(dirname(contractPath), file)));
  const usage = parseUsageFile(readText(usagePath), basename(usagePath), contract);
  const { rated, chargesCsv, invoiceJson } = replay(contract, usage, period, (message) => lineText(message, "en"));
  mkdirSync(out, { recursive: true });
  writeWhole(join(out, "charges.csv"), chargesCsv);
  writeWhole(join(out, "invoice.json"), invoiceJson);
  const count = rated.charges.length;
  const told = [
    `${count} charges from ${period.from} to before ${period.to}; charges.csv and invoice.json are in ${out}.`,
  ];
  if (rated.unpricedCount > 0) {
    told.push(`${rated.unpricedCount} usage records are priced by no component: see notPriced in invoice.json.`);
  }
  return told;
}

function readOptions(args: readonly string[]): Record<"contract" | "usage" | "period" | "out", string> {
  const text = { type: "string" } as const;
  let values: Partial<Record<"contract" | "usage" | "period" | "out", string>>;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: { contract: text, usage: text, period: text, out: text },
      strict: true,
    }));
  } catch (error) {
    throw refusal(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
  const { contract, usage, period, out } = values;
  if (!contract || !usage || !period || !out) throw refusal(`All four options are needed:\n${USAGE}`);
  return { contract, usage, period, out };
}

/** A month, or days "2026-10-01/2026-10-16" whose last is not part of it. */
function parsePeriod(text: string): Period {
  const [from = "", to, ...rest] = text.split("/");
  if (to === undefined && isLocalDate(`${from}-01`)) return monthPeriod(from);
  if (to !== undefined && rest.length === 0 && isLocalDate(from) && isLocalDate(to) && from < to) return { from, to };
  throw refusal(`--period "${text}" is neither a month such as 2026-10 nor days such as 2026-10-01/2026-10-16.`);
}

function readText(path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (error) {
    const why = error instanceof TypeError ? "is not UTF-8" : "cannot be read";
    throw refusal(`${path} ${why}. Nothing was written.`);
  }
}

/** A reader never finds half a file. */
function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}

function refusal(message: string): CallbayError {
  return new CallbayError("invalid", "REPLAY_REFUSED", message);
}
