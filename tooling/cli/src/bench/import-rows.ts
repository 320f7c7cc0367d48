/**
 * A list from its file into Postgres: read, judged, normalised, time-zoned, scrubbed, deduplicated, indexed; against COPY of
 * the very rows that came of it into tables with the same indexes and foreign keys (and no row-level security, which forbids
 * COPY), in turns. Memory of a million rows against a tenth.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { copyFromFile, copyToFile } from "./copy.ts";
import { type BenchContext, median, rounded } from "./figure.ts";
import type { ImportReport, ImportTask } from "./import-child.ts";

/** In the order in which their rows need each other. */
const TABLES = ["contact", "contact_point"];
const FEW = 100_000;
const MANY = 1_000_000;
const CHILD = fileURLToPath(new URL("./import-child.ts", import.meta.url));

export async function run({ print, say, stack }: BenchContext): Promise<void> {
  const { database } = await stack();
  const few = await imported({ appUrl: database.appUrl, rows: FEW });
  say(`  ${MANY.toLocaleString("en")} rows …`);
  const first = await imported({ appUrl: database.appUrl, rows: MANY });
  const before = await copied(database.ownerUrl, first);
  const second = await imported({ appUrl: database.appUrl, rows: MANY });
  const after = await copied(database.ownerUrl, second);
  const ours = MANY / median([first.seconds, second.seconds]);
  const baseline = MANY / median([before, after]);
  print({
    bench: "import",
    figure: "a list of a million rows imported",
    unit: "rows/s",
    ours: Math.round(ours),
    baseline: Math.round(baseline),
    baselineName: "COPY of the same contacts and numbers into tables with the same indexes and foreign keys",
    ratio: rounded(ours / baseline),
    goal: "ratio >= 0.8, the counters add up",
    pass: ours / baseline >= 0.8 && [few, first, second].every(({ addsUp }) => addsUp),
    n: MANY,
  });
  const peak = Math.max(first.peakMiB, second.peakMiB);
  print({
    bench: "import",
    figure: "peak memory of the process that imports a million rows",
    unit: "MiB",
    ours: Math.round(peak),
    baseline: Math.round(few.peakMiB),
    baselineName: `the same with ${FEW.toLocaleString("en")} rows`,
    ratio: rounded(peak / few.peakMiB),
    goal: "ratio <= 1.25",
    pass: peak / few.peakMiB <= 1.25,
    n: MANY,
  });
}

async function imported(task: ImportTask): Promise<ImportReport> {
  const child = fork(CHILD);
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The importing process ended with ${code} and no report`);
  });
  child.send(task);
  const [report] = (await Promise.race([once(child, "message"), ended])) as [ImportReport];
  ended.catch(() => {});
  return report;
}

/** Seconds of COPY of this list's rows from files into empty tables like theirs. */
async function copied(ownerUrl: string, { tenantId, listId }: ImportReport): Promise<number> {
  const dir = await mkdtemp(join(tmpdir(), "callbay-bench-rows-"));
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("SELECT set_config('app.scope', 'operator', false)");
    for (const table of TABLES) {
      const rows = `SELECT * FROM ${table} WHERE tenant_id = '${tenantId}' AND list_id = '${listId}' ORDER BY id`;
      await copyToFile(client, `COPY (${rows}) TO STDOUT`, join(dir, table));
      await client.query(`CREATE TABLE bench_${table} (LIKE ${table} INCLUDING ALL)`);
    }
    await client.query(`
      ALTER TABLE bench_contact ADD FOREIGN KEY (tenant_id, list_id) REFERENCES contact_list (tenant_id, id);
      ALTER TABLE bench_contact_point ADD FOREIGN KEY (tenant_id, contact_id) REFERENCES bench_contact (tenant_id, id)`);
    let seconds = 0;
    for (const table of TABLES) {
      const started = performance.now();
      await copyFromFile(client, `COPY bench_${table} FROM STDIN`, join(dir, table));
      seconds += (performance.now() - started) / 1000;
    }
    await client.query("DROP TABLE bench_contact_point, bench_contact");
    return seconds;
  } finally {
    await client.end();
    await rm(dir, { recursive: true, force: true });
  }
}
