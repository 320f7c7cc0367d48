import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { checkPageWeights, pageWeights } from "./page-weight.ts";

/** A build of two pages below one layout; sizes in bytes. */
async function build(sizes: Record<string, number>, pages: Record<string, string[]>): Promise<string> {
  const next = await mkdtemp(join(tmpdir(), "callbay-next-"));
  await mkdir(join(next, "static"));
  await mkdir(join(next, "server/app"), { recursive: true });
  await writeFile(join(next, "build-manifest.json"), JSON.stringify({ rootMainFiles: ["static/root.js"] }));
  for (const [name, size] of Object.entries(sizes))
    await writeFile(join(next, `static/${name}.js.br`), new Uint8Array(size));
  for (const [page, scripts] of Object.entries(pages)) {
    await mkdir(join(next, "server/app", page), { recursive: true });
    const entryJSFiles = {
      "[project]/app/layout": ["static/layout.js"],
      "[project]/app/page": scripts.map((name) => `static/${name}.js`),
      "[project]/app/global-error": ["static/error.js"],
    };
    const file = `globalThis.__RSC_MANIFEST = globalThis.__RSC_MANIFEST || {};\nglobalThis.__RSC_MANIFEST["/${page}/page"] = ${JSON.stringify({ entryJSFiles })};\n`;
    await writeFile(join(next, "server/app", page, "page_client-reference-manifest.js"), file);
  }
  return next;
}

const KB = 1024;

it("counts each script of a page and of what stands around it once", async () => {
  const next = await build(
    { root: 10, layout: 20, a: 5, b: 7, error: 100 },
    { "w/one": ["a"], "w/two": ["a", "b", "layout"] },
  );
  expect(await pageWeights(next)).toEqual([
    { page: "w/two", bytes: 42 },
    { page: "w/one", bytes: 35 },
  ]);
});

it("fails for one page over the limit, and for a build without pages", async () => {
  const sizes = { root: 100 * KB, layout: 100 * KB, a: 50 * KB, b: 1 };
  expect(await checkPageWeights(await build(sizes, { w: ["a"] }))).toMatchObject({ passed: 1, failed: 0 });
  expect(await checkPageWeights(await build(sizes, { w: ["a", "b"] }))).toMatchObject({ passed: 0, failed: 1 });
  expect(await checkPageWeights(await build(sizes, {}))).toMatchObject({ passed: 0, failed: 1 });
});
