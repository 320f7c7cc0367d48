import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { newId } from "@callbay/db/ids";
import { CallbayError } from "@callbay/domain/errors";
import type { VerbContext } from "../context.ts";
import {
  beginNumbers,
  finishNumbers,
  importNumbersBatch,
  importsOfRegister,
  keepProgress,
  type NumbersProgress,
  type NumbersTask,
  putInForce,
  registerFile,
} from "./import-steps.ts";
import { NumberFile } from "./number-file.ts";
import { fileNumbers } from "./number-rows.ts";
import { rejudgeRegisters } from "./rejudge.ts";
import { RunSorter } from "./run-sorter.ts";
import { type Ascending, union, without, writeNumberFile } from "./write-number-file.ts";

const LIST_BATCH = 5_000;
const LOOK_EVERY_MS = 500;

export interface RunNumbersOptions {
  readonly clock: () => Date;
  /** Asked now and then; true stops, for a process that shuts down. The job is taken up again, from its beginning. */
  readonly stopping?: () => boolean;
}

export type NumbersEnd = "completed" | "failed" | "stopped" | "not_needed";

/** Cancelled, or the process shuts down. */
class Stopped extends Error {}

/** The file cannot be imported: why, by code. */
class Refused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/**
 * Reads an uploaded file of numbers into its register or list. A run that dies is followed by one that begins anew: what
 * is in force changes once, at the end, for a register; for a list with each batch, and a batch that comes twice changes
 * nothing.
 */
export async function runNumbersImport(
  ctx: VerbContext,
  importId: string,
  options: RunNumbersOptions,
): Promise<NumbersEnd> {
  const at = (): VerbContext => ({ ...ctx, now: options.clock() });
  const task = await beginNumbers(at(), { importId });
  if (!task) return "not_needed";
  const run = new Run(at, task, options);
  try {
    await (task.registerId ? run.register(task.registerId) : run.list());
    return "completed";
  } catch (error) {
    if (error instanceof Stopped) return "stopped";
    if (!(error instanceof Refused || error instanceof CallbayError)) throw error;
    await finishNumbers(at(), { importId, errorCode: error.code });
    return "failed";
  } finally {
    await run.tell();
  }
}

/** Takes away what an import that has ended needs no more. */
export async function forgetUpload(storageDir: string, storageKey: string): Promise<void> {
  await rm(join(storageDir, storageKey), { force: true });
}

class Run {
  private progress: NumbersProgress = { bytesRead: 0, processed: 0, accepted: 0, rejected: 0, rejects: [] };
  private lookedAt = 0;
  private readonly upload: string;

  constructor(
    private readonly at: () => VerbContext,
    private readonly task: NumbersTask,
    private readonly options: RunNumbersOptions,
  ) {
    this.upload = join(at().deps.storageDir, task.storageKey);
  }

  /** Screens ask anew. */
  async tell(): Promise<void> {
    const { tenantId } = this.task;
    await this.at().deps.events.publish(tenantId ? { tenantId } : "operator", { type: "dnc.changed" });
  }

  async list(): Promise<void> {
    const { task } = this;
    const tenantId = task.tenantId as string;
    let waiting: number[] = [];
    const flush = async (): Promise<void> => {
      const kept = await importNumbersBatch(this.at(), { tenantId, task, numbers: waiting });
      // What the customer said stays, and the file's row counts as refused.
      const { accepted, rejected } = this.progress;
      this.progress = { ...this.progress, accepted: accepted - kept, rejected: rejected + kept };
      waiting = [];
    };
    await this.read(async (numbers) => {
      for (const number of numbers) {
        waiting.push(number);
        if (waiting.length === LIST_BATCH) await flush();
      }
    });
    if (waiting.length > 0) await flush();
    await this.settle();
    await finishNumbers(this.at(), { importId: task.importId, errorCode: null });
    await forgetUpload(this.at().deps.storageDir, task.storageKey);
  }

  async register(registerId: string): Promise<void> {
    const { task } = this;
    const { storageDir } = this.at().deps;
    const folder = join("numbers", "registers", registerId);
    // Of this run alone: another run of the same job may not be dead yet.
    const name = `${task.importId}-${newId()}`;
    const path = join(storageDir, folder, name);
    const uploads = join(storageDir, "numbers", "uploads");
    const runs = join(uploads, `${name}.runs`);
    // What a run that was killed left behind.
    await removeFiles(uploads, (file) => file.startsWith(task.importId) && file.endsWith(".runs"));
    await removeFiles(join(storageDir, folder), (file) => file.startsWith(task.importId));
    const sorter = await RunSorter.open(runs);
    try {
      await this.read((numbers) => sorter.add(numbers));
      if (this.progress.accepted === 0) throw new Refused("NO_NUMBERS");
      // Half a file that cannot be read is a wrong country or column: half a register would protect half the people.
      if (task.mode === "replace" && this.progress.rejected > this.progress.accepted)
        throw new Refused("MOSTLY_REJECTED");
      await this.settle();
      for (;;) {
        const end = await this.build(registerId, sorter, path, join(folder, name));
        if (end === "in_force") break;
        await rm(path, { force: true });
        if (end === "ended") throw new Stopped();
      }
    } finally {
      await sorter.close();
      await rm(runs, { force: true });
    }
    await this.removeOlder(registerId, join(storageDir, folder));
    await forgetUpload(storageDir, task.storageKey);
    await rejudgeRegisters(this.at(), task.tenantId);
  }

  /** Writes the register's next file out of what was read and what is in force, and puts it in force. */
  private async build(registerId: string, sorter: RunSorter, path: string, storageKey: string) {
    const { importId, mode } = this.task;
    const { storageDir } = this.at().deps;
    const current = await registerFile(this.at(), { registerId });
    if (!current) throw new Refused("REGISTER_GONE");
    const base = mode === "replace" ? null : current.storageKey;
    const before = base === null ? null : await NumberFile.open(join(storageDir, base), () => false);
    try {
      const read = this.watched(sorter.merged());
      const old = before?.numbers() ?? nothing();
      const numbers = mode === "replace" ? read : mode === "add" ? union(old, read) : without(old, read);
      const built = await writeNumberFile(path, numbers);
      const file = { importId, registerId, storageKey, numbers: built.count, bytes: built.bytes };
      return await putInForce(this.at(), mode === "replace" ? file : { ...file, base });
    } finally {
      await before?.close();
    }
  }

  /** Keeps the register's file and the one before, which others may still be opening. */
  private async removeOlder(registerId: string, folder: string): Promise<void> {
    const { importId } = this.task;
    const older = (await importsOfRegister(this.at(), { registerId })).filter((id) => id !== importId).slice(1);
    await removeFiles(folder, (file) => older.some((id) => file.startsWith(id)));
  }

  private async read(take: (numbers: Float64Array) => Promise<void>): Promise<void> {
    try {
      for await (const batch of fileNumbers(this.upload, this.task.country)) {
        await take(batch.numbers);
        const { processed, accepted, rejected, rejects } = this.progress;
        this.progress = {
          bytesRead: batch.bytesRead,
          processed: processed + batch.rows,
          accepted: accepted + batch.rows - batch.rejected,
          rejected: rejected + batch.rejected,
          rejects: batch.rejects.length === 0 ? rejects : [...rejects, ...batch.rejects],
        };
        await this.look();
      }
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") throw new Refused("FILE_MISSING");
      throw error;
    }
  }

  private async *watched(pieces: Ascending): AsyncGenerator<Float64Array, void, undefined> {
    for await (const piece of pieces) {
      await this.look();
      yield piece;
    }
  }

  /** Writes the progress down now and then, and finds out whether to go on. @throws Stopped */
  private async look(): Promise<void> {
    if (this.options.stopping?.()) throw new Stopped();
    const now = this.options.clock().getTime();
    if (now - this.lookedAt < LOOK_EVERY_MS) return;
    this.lookedAt = now;
    await this.settle();
    await this.tell();
  }

  private async settle(): Promise<void> {
    const { importId } = this.task;
    if (!(await keepProgress(this.at(), { importId, progress: this.progress }))) throw new Stopped();
  }
}

async function* nothing(): AsyncGenerator<Float64Array, void, undefined> {}

async function removeFiles(folder: string, which: (name: string) => boolean): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  for (const name of names) if (which(name)) await rm(join(folder, name), { force: true });
}
