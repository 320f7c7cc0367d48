import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const FOLDERS = ["apps/web/src", "apps/worker/src", "packages/api/src", "packages/domain/src", "packages/services/src"];

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test(?:-support)?\.tsx?$/.test(file))
    .map((file) => join(folder, file));
}

/** Doubles a quotation mark, as a field of CSV needs it. */
const QUOTES = /replace(?:All)?\(\s*(?:'"'|\/"\/g)\s*,\s*'""'\s*\)/;
/** Sets a cell of a workbook to a formula, of which only what we calculate ourselves may be one. */
const FORMULA = /\bformula\s*:/;

it("every file that people open in a spreadsheet is written by the one function that disarms formulas", () => {
  const files = FOLDERS.flatMap(sources).map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
  const own = files.filter(({ text }) => QUOTES.test(text)).map(({ path }) => path);
  // The other writes what strictCsv reads again: rate tables, for programs.
  expect(own).toEqual(["packages/domain/src/csv.ts", "packages/domain/src/rating/strict-csv.ts"]);
  const makers = files.filter(({ text }) => /\bcsvLine\(/.test(text) && !text.includes("function csvLine("));
  for (const { path, text } of makers) expect(text, path).toContain('from "@callbay/domain/csv"');
  expect(makers.length).toBeGreaterThan(6);
  // The sums of an invoice's workbook; nothing that somebody typed becomes a formula.
  const formulas = files.filter(({ text }) => FORMULA.test(text)).map(({ path }) => path);
  for (const path of formulas) expect(path).toMatch(/^packages\/(?:services\/src\/invoice\/xlsx|domain)\//);
});
