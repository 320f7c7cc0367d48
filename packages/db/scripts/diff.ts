/**
 * Prints the SQL that leads from one schema to another, with Prisma's own engine (the WebAssembly build:
 * the native one is a download). It prints what the database at DATABASE_OWNER_URL still lacks, which is
 * how a migration is begun; with --from-empty, the whole schema.
 */
import { readFile } from "node:fs/promises";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";

// Node 20 cannot import .wasm: instantiate it by hand, as wasm-bindgen's own glue would.
const wasmFile = new URL("schema_engine_bg.wasm", import.meta.resolve("@prisma/schema-engine-wasm"));
const { instance } = await WebAssembly.instantiate(await readFile(wasmFile), {
  "./schema_engine_bg.js": engineModule as unknown as WebAssembly.ModuleImports,
});
engineModule.__wbg_set_wasm(instance.exports);
(instance.exports.__wbindgen_start as () => void)();

const path = "prisma/schema.prisma";
const content = await readFile(path, "utf8");
const url = process.env.DATABASE_OWNER_URL;
if (!url) throw new Error("Set DATABASE_OWNER_URL: the engine asks the server for its version.");
const factory = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: url }));
const engine = await engineModule.SchemaEngine.new({ datamodels: [[path, content]] }, () => undefined, factory);
const { stdout } = await engine.diff({
  from: process.argv.includes("--from-empty")
    ? { tag: "empty" }
    : { tag: "schemaDatasource", files: [{ path, content }], configDir: "." },
  to: { tag: "schemaDatamodel", files: [{ path, content }] },
  script: true,
  exitCode: null,
  filters: { externalTables: [], externalEnums: [] },
});
process.stdout.write(stdout ?? "");
