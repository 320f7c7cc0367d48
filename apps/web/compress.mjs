/**
 * Compresses each script and style of the build, once, at a strength that no server has time for: with Brotli a page's
 * code is an eighth smaller than with the gzip that Next makes while it answers. server.mjs hands the files out; gzip is
 * for browsers that ask over plain HTTP.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const folder = join(import.meta.dirname, ".next/static");
const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(js|css)$/.test(name));
await Promise.all(
  names.map(async (name) => {
    const text = await readFile(join(folder, name));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.byteLength };
    await writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(text, { params }));
    await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(text, { level: constants.Z_BEST_COMPRESSION }));
  }),
);
