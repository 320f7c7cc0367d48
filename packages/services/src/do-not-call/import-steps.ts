import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { putNumbers, settleNumbers, takeNumbers } from "@callbay/db/sql/dnc-entries";
import { phoneOf } from "@callbay/domain/number-set/e164";
import { importNumbers } from "@callbay/jobs/catalogue";
import type { VerbContext } from "../context.ts";
import { platformVerb } from "../node/platform-verb.ts";
import { systemVerb, z } from "../verb.ts";
import { reasonOf } from "./add-number.ts";
import { KEPT_REJECTS, type RejectedRow } from "./number-rows.ts";

/** An import on its way: whose, into what, from where. */
export interface NumbersTask {
  readonly importId: string;
  readonly tenantId: string | null;
  readonly registerId: string | null;
  readonly campaignId: string | null;
  readonly mode: "replace" | "add" | "remove";
  readonly fileName: string;
  readonly storageKey: string;
  readonly country: string | null;
  readonly expiresAt: Date | null;
}

/** How far an import is. */
export interface NumbersProgress {
  readonly bytesRead: number;
  readonly processed: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly rejects: readonly RejectedRow[];
}

const RUNNING = { in: ["queued" as const, "running" as const] };

/** Takes an import up, from its beginning: what an earlier run counted is forgotten. Null when it has ended. */
export const beginNumbers = platformVerb({
  name: "numbers.begin",
  input: z.object({ importId: z.uuid() }),
  run: async ({ tx, now }, { importId }): Promise<NumbersTask | null> => {
    const nothing = { bytesRead: 0, processedRows: 0, acceptedRows: 0, rejectedRows: 0, rejects: [] };
    const { count } = await tx.dncImport.updateMany({
      where: { id: importId, state: RUNNING },
      data: { state: "running", startedAt: now, ...nothing },
    });
    if (count === 0) return null;
    const row = await tx.dncImport.findUniqueOrThrow({ where: { id: importId } });
    const { tenantId, registerId, campaignId, fileName, storageKey, country, expiresAt } = row;
    const mode = row.mode as NumbersTask["mode"];
    return { importId, tenantId, registerId, campaignId, mode, fileName, storageKey, country, expiresAt };
  },
});

/** Writes down how far an import is; false when it was cancelled. */
export const keepProgress = platformVerb({
  name: "numbers.progress",
  input: z.object({ importId: z.uuid(), progress: z.custom<NumbersProgress>() }),
  run: async ({ tx }, { importId, progress }) => writeProgress(tx, importId, progress),
});

async function writeProgress(tx: Tx, importId: string, progress: NumbersProgress): Promise<boolean> {
  const { bytesRead, processed, accepted, rejected, rejects } = progress;
  const { count } = await tx.dncImport.updateMany({
    where: { id: importId, state: "running" },
    data: {
      bytesRead,
      processedRows: processed,
      acceptedRows: accepted,
      rejectedRows: rejected,
      rejects: rejects.slice(0, KEPT_REJECTS).map((reject) => ({ ...reject })),
    },
  });
  return count === 1;
}

/** Ends an import of a list, or a failed one. */
export const finishNumbers = platformVerb({
  name: "numbers.finish",
  input: z.object({ importId: z.uuid(), errorCode: z.string().nullable() }),
  run: async ({ tx, now }, { importId, errorCode }) => {
    const { count } = await tx.dncImport.updateMany({
      where: { id: importId, state: RUNNING },
      data: { state: errorCode === null ? "completed" : "failed", errorCode, finishedAt: now },
    });
    return count === 1;
  },
});

/** The file of a register now; its import has to begin from the same when it changes it. */
export const registerFile = platformVerb({
  name: "registers.file",
  input: z.object({ registerId: z.uuid() }),
  run: async ({ tx }, { registerId }) => {
    const row = await tx.dncRegister.findUnique({ where: { id: registerId }, select: { storageKey: true } });
    return row ? { storageKey: row.storageKey } : null;
  },
});

/**
 * Puts a finished file in force and ends its import, in one transaction. `base_changed`: another import was faster, and
 * what this one was made of is no longer the register. `ended`: it was cancelled, or another run of it was faster.
 */
export const putInForce = platformVerb({
  name: "registers.put_in_force",
  input: z.object({
    importId: z.uuid(),
    registerId: z.uuid(),
    storageKey: z.string(),
    numbers: z.number(),
    bytes: z.number(),
    /** The file that it was made of; undefined when it was made of none. */
    base: z.string().nullable().optional(),
  }),
  run: async ({ tx, now }, { importId, registerId, storageKey, numbers, bytes, base }) => {
    const ended = await tx.dncImport.updateMany({
      where: { id: importId, state: "running" },
      data: { state: "completed", finishedAt: now },
    });
    if (ended.count === 0) return "ended" as const;
    const { count } = await tx.dncRegister.updateMany({
      where: { id: registerId, ...(base === undefined ? {} : { storageKey: base }) },
      data: { storageKey, numbers, bytes, updatedAt: now },
    });
    if (count === 1) return "in_force" as const;
    await tx.dncImport.updateMany({ where: { id: importId }, data: { state: "running", finishedAt: null } });
    return "base_changed" as const;
  },
});

/** Imports that put a file of the register in force, the newest first. */
export const importsOfRegister = platformVerb({
  name: "registers.imports_in_force",
  input: z.object({ registerId: z.uuid() }),
  run: async ({ tx }, { registerId }) => {
    const rows = await tx.dncImport.findMany({
      where: { registerId, state: "completed" },
      orderBy: { finishedAt: "desc" },
      select: { id: true },
      take: 50,
    });
    return rows.map(({ id }) => id);
  },
});

/** Brings a batch of a file into a list of the workspace; each batch may come twice. @returns numbers that stayed on it. */
export const importNumbersBatch = systemVerb({
  name: "dnc.importBatch",
  input: z.object({ tenantId: z.uuid(), task: z.custom<NumbersTask>(), numbers: z.custom<readonly number[]>() }),
  timeoutMs: 60_000,
  bulk: true,
  run: async ({ tx, tenantId, now }, { task, numbers }) => {
    const list = { tenantId, campaignId: task.campaignId };
    const phones = [...new Set(numbers)].map(phoneOf);
    let kept: string[] = [];
    if (task.mode === "remove") kept = await takeNumbers(tx, list, phones);
    else {
      const entries = phones.map((phone) => ({ id: newId(), phone }));
      const reason = reasonOf({ by: "import", fileName: task.fileName });
      await putNumbers(tx, list, entries, { reason, expiresAt: task.expiresAt, now });
    }
    await settleNumbers(tx, list, phones, now);
    return kept.length;
  },
});

const findUnfinished = platformVerb({
  name: "numbers.find_unfinished",
  input: z.object({}),
  run: ({ tx }) => tx.dncImport.findMany({ where: { state: RUNNING }, select: { id: true }, take: 1_000 }),
});

/** Puts unfinished imports on their queue again, which changes nothing for those that wait or run there. */
export async function requeueNumbers(ctx: VerbContext): Promise<void> {
  for (const { id } of await findUnfinished(ctx, {})) await ctx.deps.jobs.enqueue(importNumbers, { importId: id });
}
