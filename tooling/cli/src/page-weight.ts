/**
 * What each page's first load asks a browser for, read from the manifests of the build: no browser, no clock, so that
 * a page which grows past the limit fails the suite and not only the bench.
 */
import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { say } from "./say.ts";
import type { Tally } from "./tally.ts";

/** The most that a page's first load may ask for, in kilobytes of compressed JavaScript. */
export const MOST_PAGE_KB = 250;

const MANIFEST = "page_client-reference-manifest.js";

export interface PageWeight {
  /** The page's folder below `app`, as "(operator)/operator/pool". */
  readonly page: string;
  readonly bytes: number;
}

/**
 * Every page of a build of apps/web, the heaviest first. Counted are the scripts as they go over the wire (Brotli, which
 * compress.mjs wrote), of the page, its layouts and their error pages.
 * @param next the build's folder, `.next`
 * @throws Error when the folder holds no build
 */
export async function pageWeights(next: string): Promise<PageWeight[]> {
  const { rootMainFiles } = JSON.parse(await readFile(join(next, "build-manifest.json"), "utf8")) as {
    rootMainFiles: string[];
  };
  const app = join(next, "server/app");
  const manifests = (await readdir(app, { recursive: true })).filter((path) => path.endsWith(MANIFEST));
  const sizes = new Map<string, Promise<number>>();
  const sizeOf = (script: string): Promise<number> => {
    const known = sizes.get(script) ?? stat(join(next, `${script}.br`)).then(({ size }) => size);
    sizes.set(script, known);
    return known;
  };
  const weights = await Promise.all(
    manifests.map(async (path) => {
      const scripts = new Set([...rootMainFiles, ...scriptsOf(await readFile(join(app, path), "utf8"))]);
      const all = await Promise.all([...scripts].map(sizeOf));
      return { page: dirname(path), bytes: all.reduce((sum, size) => sum + size, 0) };
    }),
  );
  return weights.sort((a, b) => b.bytes - a.bytes);
}

/** The scripts of a page and of what stands around it. The file sets a property of the server's global object to JSON. */
function scriptsOf(manifest: string): string[] {
  const json = manifest.slice(manifest.indexOf('"] = ') + 5).replace(/;\s*$/, "");
  const { entryJSFiles } = JSON.parse(json) as { entryJSFiles: Record<string, string[]> };
  return (
    Object.entries(entryJSFiles)
      // It takes the place of everything else when everything else has failed.
      .filter(([entry]) => !entry.includes("global-error"))
      .flatMap(([, scripts]) => scripts)
  );
}

/** One check: no page is heavier than the limit. Says which are, and what the heaviest weighs. */
export async function checkPageWeights(next: string): Promise<Tally> {
  const weights = await pageWeights(next);
  const heavy = weights.filter(({ bytes }) => bytes > MOST_PAGE_KB * 1024);
  const words = ({ page, bytes }: PageWeight): string => `${page} ${Math.ceil(bytes / 1024)} KB`;
  for (const one of heavy) say(`  ✗ first load over ${MOST_PAGE_KB} KB: ${words(one)}`);
  if (weights[0]) say(`  page weight: ${weights.length} pages, the heaviest ${words(weights[0])}`);
  const isFine = weights.length > 0 && heavy.length === 0;
  const message = heavy.map(words).join(", ") || "the build has no pages";
  const failures = isFine ? [] : [{ where: `page weight, first load over ${MOST_PAGE_KB} KB`, message }];
  return { passed: isFine ? 1 : 0, failed: failures.length, skipped: 0, failures };
}
