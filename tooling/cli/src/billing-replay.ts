/**
 * `npm run billing:replay -- --contract contract.json --usage usage.csv --period 2026-10 --out DIR`: the rating engine
 * alone on files, for what-if. Writes charges.csv and invoice.json, the same bytes at each run; docs/billing.md has the
 * schema of both inputs. What is wrong with an input is named with its place; then nothing is written and the exit code
 * is 1.
 */
import { CallbayError } from "@callbay/domain/errors";
import { replayFiles } from "./replay-files.ts";
import { explain, say } from "./say.ts";

try {
  // Paths mean what they mean where npm was called.
  const told = replayFiles(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  for (const line of told) say(line);
} catch (error) {
  say(error instanceof CallbayError ? error.message : explain(error));
  process.exit(1);
}
