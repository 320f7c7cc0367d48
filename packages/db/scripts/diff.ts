/**
 * Prints the SQL that leads from one schema to another, with Prisma's own engine (the WebAssembly build:
 * the native one is a download). It prints what the database at DATABASE_OWNER_URL still lacks, which is
 * how a migration is begun; with --from-empty, the whole schema.
 */
import { readFile } from "node:fs/promises";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

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
const pool = new pg.Pool({ connectionString: url });
const factory = bindMigrationAwareSqlAdapterFactory(withChars(pool));
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
await pool.end();

/**
 * The catalogue has columns of the type "char" (oid 18), which the adapter refuses and the engine wants as single
 * characters. The engine asks one thing at a time, so that each answer's columns are known until the next.
 */
function withChars(pool: pg.Pool): PrismaPg {
  const [CHAR, TEXT] = [pg.types.builtins.CHAR, pg.types.builtins.TEXT];
  let chars: readonly number[] = [];
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryArrayResult>;
  const asked = async (...args: unknown[]): Promise<pg.QueryArrayResult> => {
    const result = await query(...args);
    chars = result.fields.flatMap(({ dataTypeID }, at) => (dataTypeID === CHAR ? [at] : []));
    for (const at of chars) Object.assign(result.fields[at] ?? {}, { dataTypeID: TEXT });
    return result;
  };
  Object.assign(pool, { query: asked });
  const adapters = new PrismaPg(pool);
  const connect = adapters.connect.bind(adapters);
  adapters.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (sql) => {
      const rows = await queryRaw(sql);
      const columnTypes = rows.columnTypes.map((type, at) => (chars.includes(at) ? ColumnTypeEnum.Character : type));
      return { ...rows, columnTypes };
    };
    return adapter;
  };
  return adapters;
}
