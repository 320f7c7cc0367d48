import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { AnyTRPCProcedure, AnyTRPCRouter } from "@trpc/server";
import { expect, test } from "vitest";
import { appRouter } from "./router.ts";
import type { ProcedureMeta } from "./trpc.ts";

/** Verbs that people use by another way than a procedure; packages/api/src/files.ts carries these. */
const BESIDE_TRPC = [
  "audit.export",
  "audit.exportPlatform",
  "bank.import",
  "billing.export",
  "billing.exportStatement",
  "billing.usageExport",
  "dispute.openRecording",
  "invoice.export",
  "invoice.exportStatement",
  "invoice.usageExport",
  "ledger.export",
  "list.append",
  "recording.download",
  "recording.open",
  "report.export",
  "report.export_costs",
  "tenant.export",
  "workspace.export",
];

const SERVICES = fileURLToPath(new URL("../../services/src", import.meta.url));

/** Every verb that a module of services exports and people may call. */
async function exportedVerbs(): Promise<string[]> {
  const files = readdirSync(SERVICES, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
  );
  const names: string[] = [];
  for (const file of files) {
    const module: Record<string, unknown> = await import(pathToFileURL(join(SERVICES, file)).href);
    for (const one of Object.values(module))
      if (typeof one === "function" && "verbName" in one && "permission" in one && one.permission !== null)
        names.push(String(one.verbName));
  }
  return names;
}

test("every verb of people is carried by a procedure, and each by one", async () => {
  const wide: AnyTRPCRouter = appRouter;
  const procedures: Record<string, AnyTRPCProcedure> = wide._def.procedures;
  const metas = Object.values(procedures).map((one): ProcedureMeta | undefined => one.meta);
  const carried = metas.flatMap((meta) => (meta?.permission ? [meta.verb] : []));
  const verbs = await exportedVerbs();
  expect([...new Set(verbs)].sort(), "two verbs have one name").toEqual([...verbs].sort());
  expect([...carried, ...BESIDE_TRPC].sort()).toEqual([...verbs].sort());
});
