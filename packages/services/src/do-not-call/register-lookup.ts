import { join } from "node:path";
import type { Db } from "@callbay/db/client";
import { CallbayError } from "@callbay/domain/errors";
import { batchOf, type NumberBatch } from "@callbay/domain/number-set/batch";
import { numberOf } from "@callbay/domain/number-set/e164";
import { NumberFile } from "./number-file.ts";
import type { RegisterLookup, RegisterMark } from "./register-port.ts";

/** A register that is in force, as its row says. */
export interface RegisterInForce {
  readonly id: string;
  /** Null: the operator's, which binds every tenant. */
  readonly tenantId: string | null;
  readonly storageKey: string;
  readonly validUntil: Date | null;
}

export interface RegisterLookupOptions {
  readonly storageDir: string;
  readonly clock: () => Date;
  /** All registers that are in force, of all tenants. */
  readonly inForce: () => Promise<readonly RegisterInForce[]>;
  /** Bytes of files kept in memory as a whole; what does not fit is read block by block. */
  readonly memoryBytes?: number;
}

export interface RunningRegisterLookup extends RegisterLookup {
  /** Bytes of memory that registers hold now. */
  memory(): number;
  close(): Promise<void>;
}

const DEFAULT_MEMORY_BYTES = 1_073_741_824;
/** The rows are asked for again in the background after the first, and waited for after the second. */
const FRESH_MS = 1_000;
const STALE_MS = 5_000;
/** A file that could not be opened is not tried again before. */
const RETRY_MS = 5_000;

/** The rows of the registers that are in force, for `inForce`. */
export function registersInForce(db: Db): () => Promise<RegisterInForce[]> {
  return () =>
    db.asOperator(async (tx) => {
      const rows = await tx.dncRegister.findMany({
        where: { enabled: true, storageKey: { not: null } },
        select: { id: true, tenantId: true, storageKey: true, validUntil: true },
        // The operator's first: a number is said to stand on the register that binds most.
        orderBy: [{ tenantId: { sort: "asc", nulls: "first" } }, { id: "asc" }],
      });
      return rows.flatMap((row) => (row.storageKey === null ? [] : { ...row, storageKey: row.storageKey }));
    });
}

interface Opened {
  readonly storageKey: string;
  readonly file: Promise<NumberFile>;
  users: number;
  retired: boolean;
  failedAt: number | null;
}

/**
 * Answers from the packed files of the registers in force. A register replaced, added, enabled or disabled counts within
 * a second or two, without a restart. What cannot be read, or is too old to dial by, lets nobody through.
 */
export function createRegisterLookup(options: RegisterLookupOptions): RunningRegisterLookup {
  return new Registers(options);
}

class Registers implements RunningRegisterLookup {
  private readonly opened = new Map<string, Opened>();
  private rows: readonly RegisterInForce[] = [];
  private askedAt = Number.NEGATIVE_INFINITY;
  private asking: Promise<void> | null = null;
  private held = 0;

  constructor(private readonly options: RegisterLookupOptions) {}

  memory(): number {
    return this.held;
  }

  async onRegisters(tenantId: string, phones: readonly string[]): Promise<ReadonlyMap<string, RegisterMark>> {
    return this.look(tenantId, phones, (error) => {
      throw error;
    });
  }

  async marksOf(tenantId: string, phones: readonly string[]): Promise<ReadonlyMap<string, RegisterMark>> {
    return this.look(tenantId, phones, () => {});
  }

  /** @param onUnreadable told of each register that cannot be read; when it returns, whom that binds are marked. */
  private async look(
    tenantId: string,
    phones: readonly string[],
    onUnreadable: (error: CallbayError) => void,
  ): Promise<Map<string, RegisterMark>> {
    const found = new Map<string, RegisterMark>();
    await this.refresh();
    const binding = this.rows.filter((row) => row.tenantId === null || row.tenantId === tenantId);
    if (binding.length === 0 || phones.length === 0) return found;
    const numbers = new Float64Array(phones.length);
    // What is no E.164 stands on no register; zero is in no set.
    for (let i = 0; i < phones.length; i++) numbers[i] = numberOf(phones[i] as string) ?? 0;
    const batch = batchOf(numbers);
    const doubtful: { readonly mark: RegisterMark; readonly flags: Uint8Array }[] = [];
    for (const row of binding) {
      const { flags, error } = await this.flagsOf(row, batch);
      if (error) onUnreadable(error);
      const mark = { registerId: row.id, operator: row.tenantId === null, unreadable: error !== null };
      if (error) doubtful.push({ mark, flags });
      else markAll(found, phones, flags, mark);
    }
    for (const { mark, flags } of doubtful) markAll(found, phones, flags, mark);
    return found;
  }

  async close(): Promise<void> {
    await this.asking?.catch(() => {});
    for (const one of this.opened.values()) this.retire(one);
    this.opened.clear();
  }

  /** Who stands on the register; with an error, whom it binds though nobody knows whether they do. */
  private async flagsOf(
    row: RegisterInForce,
    batch: NumberBatch,
  ): Promise<{ readonly flags: Uint8Array; readonly error: CallbayError | null }> {
    const flags = new Uint8Array(batch.numbers.length);
    // Until its index is read it may hold any number.
    let reach = { min: 1, max: Number.POSITIVE_INFINITY };
    const bound = (error: CallbayError) => {
      flags.fill(0);
      batch.numbers.forEach((number, i) => {
        if (number >= reach.min && number <= reach.max) flags[batch.places[i] as number] = 1;
      });
      return { flags, error };
    };
    const one = this.open(row);
    one.users += 1;
    try {
      const file = await one.file;
      reach = file.index;
      const late = row.validUntil !== null && this.options.clock() > row.validUntil;
      // A register of one country says nothing of the numbers of another, in force or not.
      if (late && batch.numbers.some((number) => number >= reach.min && number <= reach.max))
        return bound(unreadable(row, "outdated"));
      await file.flag(batch, flags);
      return { flags, error: null };
    } catch (error) {
      return bound(unreadable(row, error instanceof CallbayError ? String(error.details.why) : codeOf(error)));
    } finally {
      one.users -= 1;
      if (one.retired) this.closeWhenIdle(one);
    }
  }

  /** The file that the row names; the one before is closed when nobody looks into it any more. */
  private open(row: RegisterInForce): Opened {
    const known = this.opened.get(row.id);
    const now = this.options.clock().getTime();
    const usable = known?.storageKey === row.storageKey && (known.failedAt === null || now - known.failedAt < RETRY_MS);
    if (known && usable) return known;
    if (known) this.retire(known);
    let reserved = 0;
    const file = NumberFile.open(join(this.options.storageDir, row.storageKey), (bytes) => {
      if (this.held + bytes > (this.options.memoryBytes ?? DEFAULT_MEMORY_BYTES)) return false;
      // At once: another one may be opening.
      reserved = bytes;
      this.held += bytes;
      return true;
    });
    const one: Opened = { storageKey: row.storageKey, file, users: 0, retired: false, failedAt: null };
    this.opened.set(row.id, one);
    file.then(
      ({ memory }) => {
        this.held += memory - reserved;
      },
      () => {
        this.held -= reserved;
        one.failedAt = now;
      },
    );
    return one;
  }

  private retire(one: Opened): void {
    one.retired = true;
    this.closeWhenIdle(one);
  }

  private closeWhenIdle(one: Opened): void {
    if (one.users > 0) return;
    one.file.then(
      (file) => {
        this.held -= file.memory;
        return file.close();
      },
      () => {},
    );
  }

  /** The rows, at most a few seconds old. Without them nobody knows what binds, so a failure is the caller's. */
  private async refresh(): Promise<void> {
    const age = this.options.clock().getTime() - this.askedAt;
    if (age < FRESH_MS) return;
    this.asking ??= this.ask().finally(() => {
      this.asking = null;
    });
    if (age < STALE_MS) {
      this.asking.catch(() => {});
      return;
    }
    try {
      await this.asking;
    } catch (error) {
      throw new CallbayError(
        "unavailable",
        "REGISTER_UNREADABLE",
        "Which do-not-call registers are in force could not be read. Nobody was let through; it is tried again.",
        { why: codeOf(error) },
      );
    }
  }

  private async ask(): Promise<void> {
    const at = this.options.clock().getTime();
    this.rows = await this.options.inForce();
    this.askedAt = at;
    for (const [id, one] of this.opened) {
      if (this.rows.some((row) => row.id === id)) continue;
      this.opened.delete(id);
      this.retire(one);
    }
  }
}

function markAll(
  found: Map<string, RegisterMark>,
  phones: readonly string[],
  flags: Uint8Array,
  mark: RegisterMark,
): void {
  const first = found.size === 0;
  for (let i = 0; i < flags.length; i++) {
    if (flags[i] === 1 && (first || !found.has(phones[i] as string))) found.set(phones[i] as string, mark);
  }
}

function unreadable(row: RegisterInForce, why: string): CallbayError {
  return new CallbayError(
    "unavailable",
    "REGISTER_UNREADABLE",
    "A do-not-call register that binds this workspace cannot be used. Nobody was let through; import it anew.",
    { registerId: row.id, operator: row.tenantId === null, why },
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
