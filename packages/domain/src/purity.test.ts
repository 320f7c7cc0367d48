import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = import.meta.dirname;

/** What a decision may not ask for: it is passed in. */
const IMPURE: readonly [name: string, pattern: RegExp][] = [
  ["Date.now()", /\bDate\.now\b/],
  ["new Date() of this moment", /\bnew Date\(\s*\)/],
  ["luxon's own clock", /\bDateTime\.(?:now|local|utc)\(\s*\)|\bDateTime\.now\b/],
  ["randomness", /\bMath\.random\b|\brandomUUID\b|\bgetRandomValues\b/],
  ["IO or timers", /\b(?:fetch|setTimeout|setInterval|queueMicrotask)\(|\bprocess\.|from "node:/],
  ["another package of ours", /from "@callbay\//],
];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return path.endsWith(".ts") && !path.endsWith(".test.ts") ? [path] : [];
  });
}

/** Comments may speak of a clock. */
function code(path: string): string {
  return readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}

describe("the domain is pure", () => {
  it("finds what it looks for", () => {
    expect(sources(ROOT).length).toBeGreaterThan(20);
    expect("at = new Date();").toMatch(IMPURE[1]?.[1] ?? /^$/);
  });

  for (const [name, pattern] of IMPURE) {
    it(`has no ${name}`, () => {
      expect(sources(ROOT).filter((path) => pattern.test(code(path)))).toEqual([]);
    });
  }
});
