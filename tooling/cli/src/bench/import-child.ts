/** Imports one file in a process of its own, so that its memory is its own. Started by import-rows.ts. */
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDb, type Db } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import type { VerbContext } from "@callbay/services/context";
import { runImport } from "@callbay/services/list/run-import";
import { seeded } from "./import-phones.ts";

export interface ImportTask {
  readonly appUrl: string;
  readonly rows: number;
}

export interface ImportReport {
  readonly tenantId: string;
  readonly listId: string;
  readonly seconds: number;
  readonly beforeMiB: number;
  readonly peakMiB: number;
  readonly processed: number;
  readonly accepted: number;
  readonly addsUp: boolean;
}

async function serve({ appUrl, rows }: ImportTask): Promise<ImportReport> {
  const db = createDb({ url: appUrl, poolSize: 2, applicationName: "callbay-bench" });
  const storageDir = await mkdtemp(join(tmpdir(), "callbay-bench-import-"));
  try {
    const [tenantId, listId, importId] = [newId(), newId(), newId()];
    const storageKey = "imports/bench.csv";
    const fileBytes = await writeFile(join(storageDir, storageKey), rows);
    await prepare(db, { tenantId, listId, importId, storageKey, fileBytes });
    const ctx: VerbContext = {
      deps: {
        db,
        events: { publish: async () => {} },
        jobs: { enqueue: async () => {} },
        nodes: { send: async () => ({ ok: true }) },
        storageDir,
        secretKey: "0123456789abcdef0123456789abcdef",
        appUrl: "http://127.0.0.1:3000",
        relayUrl: "ws://127.0.0.1:3010",
      },
      actor: { kind: "system", name: "bench" },
      now: new Date(),
      requestId: "bench",
    };
    const beforeMiB = process.resourceUsage().maxRSS / 1024;
    const started = performance.now();
    const end = await runImport(ctx, { tenantId, importId }, { clock: () => new Date() });
    const seconds = (performance.now() - started) / 1000;
    if (end !== "completed") throw new Error(`The import ended ${end}`);
    const peakMiB = process.resourceUsage().maxRSS / 1024;
    const row = await db.withTenant(tenantId, (tx) => tx.contactImport.findFirstOrThrow({ where: { id: importId } }));
    const sum = row.acceptedRows + row.duplicateRows + row.doNotCallRows + row.rejectedRows;
    return {
      ...{ tenantId, listId, seconds, beforeMiB, peakMiB },
      processed: row.processedRows,
      accepted: row.acceptedRows,
      addsUp: row.processedRows === rows && sum === rows,
    };
  } finally {
    await rm(storageDir, { recursive: true, force: true });
    await db.close();
  }
}

/** A list as clients send them: one in fifty rows has a fault, is there twice or has two numbers. */
async function writeFile(path: string, rows: number): Promise<number> {
  await mkdir(join(path, ".."), { recursive: true });
  const file = createWriteStream(path);
  const below = seeded(rows);
  const start = below(1_000_000_000);
  let text = "name,phone,mobile 2,city,customer since,orders\n";
  for (let i = 0; i < rows; i += 1) {
    // Numbers in no order, each once: a step that shares no factor with the size of the range.
    const at = (start + i * 7_368_787) % 1_000_000_000;
    const number = `+8613${String(at).padStart(9, "0")}`;
    const fault = i % 200;
    const phone = fault === 7 ? "12" : fault === 13 ? "+8613800138000" : number;
    const second = fault === 50 ? `+8615${String(at).padStart(9, "0")}` : "";
    text += `Customer ${i},${phone},${second},Town ${below(400)},20${10 + below(15)}-0${1 + below(9)}-11,${below(90)}\n`;
    if (text.length < 1 << 18) continue;
    if (!file.write(text)) await once(file, "drain");
    text = "";
  }
  file.end(text);
  await once(file, "close");
  return (await stat(path)).size;
}

async function prepare(
  db: Db,
  of: { tenantId: string; listId: string; importId: string; storageKey: string; fileBytes: number },
): Promise<void> {
  const { tenantId, listId, importId, storageKey, fileBytes } = of;
  await db.asOperator(async (tx) => {
    const names = { slug: tenantId, name: "Bench", legalName: "Bench" };
    await tx.tenant.createMany({ data: { id: tenantId, ...names, addressLines: [], timezone: "UTC", country: "CN" } });
    await tx.contactList.createMany({
      data: { tenantId, id: listId, name: "Bench", source: "bench", consentBasis: "consent", defaultCountry: "CN" },
    });
    await tx.contactImport.createMany({
      data: { tenantId, id: importId, listId, fileName: "bench.csv", fileBytes, storageKey },
    });
  });
}

if (process.send) {
  const [task] = (await once(process, "message")) as [ImportTask];
  const report = await serve(task);
  process.send(report, () => process.disconnect());
}
