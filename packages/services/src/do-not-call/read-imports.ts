import type { Tx } from "@callbay/db/client";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { tenantMay } from "@callbay/domain/permissions";
import { maskDigits } from "../list/read-rejects.ts";
import { operatorQuery, operatorVerb, tenantQuery, tenantVerb, type Unit, z } from "../verb.ts";
import { IMPORT_VIEW, numbersImportView, rejectsOf } from "./import-view.ts";
import { forgetUpload } from "./run-import.ts";

const pageInput = z.object({
  /** Of this register alone; null: into the workspace's lists. */
  registerId: z.uuid().nullish(),
  limit: z.int().min(1).max(100).default(20),
});
const whichInput = z.object({ importId: z.uuid() });

async function page(tx: Tx, tenantId: string | null, { registerId, limit }: z.output<typeof pageInput>) {
  const rows = await tx.dncImport.findMany({
    where: { tenantId, ...(registerId === undefined ? {} : { registerId }) },
    orderBy: { id: "desc" },
    take: limit,
    select: IMPORT_VIEW,
  });
  return { items: rows.map(numbersImportView) };
}

/** Imports into the operator's registers, newest first. */
export const listRegisterImports = operatorQuery({
  name: "registers.imports",
  permission: "platform.dnc.read",
  input: pageInput,
  run: ({ tx }, input) => page(tx, null, input),
});

/** Imports of numbers of this workspace, newest first. */
export const listNumbersImports = tenantQuery({
  name: "dnc.imports",
  permission: "list.read",
  input: pageInput,
  run: ({ tx, tenantId }, input) => page(tx, tenantId, input),
});

async function rejects(tx: Tx, tenantId: string | null, importId: string, unmasked: boolean) {
  const row = await tx.dncImport.findFirst({ where: { id: importId, tenantId } });
  if (!row) throw notFound("import");
  const items = rejectsOf(row.rejects).map((reject) => ({
    ...reject,
    raw: unmasked ? reject.raw : maskDigits(reject.raw),
  }));
  return { total: Number(row.rejectedRows), items };
}

/** The first rows that were no numbers, with their reasons. */
export const registerImportRejects = operatorQuery({
  name: "registers.importRejects",
  permission: "platform.dnc.read",
  input: whichInput,
  run: ({ tx }, { importId }) => rejects(tx, null, importId, true),
});

/** The same; digits are masked for those who may not see numbers. */
export const numbersImportRejects = tenantQuery({
  name: "dnc.importRejects",
  permission: "list.read",
  input: whichInput,
  run: ({ tx, tenantId, actor }, { importId }) =>
    rejects(tx, tenantId, importId, tenantMay(actor.role, "contact.unmask")),
});

/** Ends an import. A register stays as it was; numbers that came onto a list until then stay on it. */
export const cancelRegisterImport = operatorVerb({
  name: "registers.cancelImport",
  permission: "platform.dnc.write",
  input: whichInput,
  run: (unit, { importId }) => cancel(unit, null, importId),
});

export const cancelNumbersImport = tenantVerb({
  name: "dnc.cancelImport",
  permission: "dnc.write",
  input: whichInput,
  run: (unit, { importId }) => cancel(unit, unit.tenantId, importId),
});

async function cancel(unit: Unit, tenantId: string | null, importId: string) {
  const { tx, now } = unit;
  const row = await tx.dncImport.findFirst({ where: { id: importId, tenantId } });
  if (!row) throw notFound("import");
  const { count } = await tx.dncImport.updateMany({
    where: { id: importId, tenantId, state: { in: ["queued", "running"] } },
    data: { state: "cancelled", finishedAt: now },
  });
  if (count === 0)
    throw new CallbayError("conflict", "IMPORT_FINISHED", "This import has ended already. Nothing was changed.", {
      state: row.state,
    });
  await unit.audit({
    action: tenantId ? "dnc.cancelImport" : "registers.cancelImport",
    entity: "dnc_import",
    entityId: importId,
    before: { state: row.state },
    after: { state: "cancelled" },
  });
  unit.emit({ type: "dnc.changed" });
  unit.afterCommit(() => forgetUpload(unit.deps.storageDir, row.storageKey));
  return { importId };
}
