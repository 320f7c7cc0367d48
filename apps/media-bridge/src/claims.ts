import { notFound } from "@callbay/domain/errors";
import type { ClaimResult } from "@callbay/services/call/claim";

type ClaimMany = (
  tenantId: string,
  attemptIds: readonly string[],
  now: Date,
) => Promise<ReadonlyMap<string, ClaimResult>>;

interface Asked {
  readonly attemptId: string;
  readonly now: Date;
  readonly resolve: (result: ClaimResult) => void;
  readonly reject: (error: unknown) => void;
}

/** Claims in one statement: its locks are held for as long as it takes. */
const MOST = 200;

/**
 * Claims attempts in company: those that are asked for together, or while an earlier claim of the tenant is on its way,
 * go in one transaction. Nobody waits for company to come; a quiet node claims one at a time.
 */
export class Claims {
  readonly #asked = new Map<string, Asked[]>();

  constructor(private readonly claimMany: ClaimMany) {}

  /** @throws CallbayError NOT_FOUND, LEASE_LOST. */
  claim(tenantId: string, attemptId: string, now: Date): Promise<ClaimResult> {
    return new Promise((resolve, reject) => {
      const asked = { attemptId, now, resolve, reject };
      const queue = this.#asked.get(tenantId);
      if (queue) {
        queue.push(asked);
        return;
      }
      this.#asked.set(tenantId, [asked]);
      // After what asks in the same turn of the event loop.
      setImmediate(() => void this.run(tenantId));
    });
  }

  private async run(tenantId: string): Promise<void> {
    for (;;) {
      const queue = this.#asked.get(tenantId) ?? [];
      if (queue.length === 0) {
        this.#asked.delete(tenantId);
        return;
      }
      await this.take(tenantId, batchOf(queue));
    }
  }

  private async take(tenantId: string, batch: readonly Asked[]): Promise<void> {
    const ids = batch.map(({ attemptId }) => attemptId);
    const now = new Date(Math.max(...batch.map((one) => one.now.getTime())));
    try {
      const results = await this.claimMany(tenantId, ids, now);
      for (const { attemptId, resolve, reject } of batch) {
        const result = results.get(attemptId);
        if (result) resolve(result);
        else reject(notFound("attempt"));
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

/** Takes the first of the queue out of it. An attempt that is asked for twice is not given twice: once per batch. */
function batchOf(queue: Asked[]): Asked[] {
  const batch = new Map<string, Asked>();
  const rest: Asked[] = [];
  for (const asked of queue.splice(0)) {
    if (batch.size < MOST && !batch.has(asked.attemptId)) batch.set(asked.attemptId, asked);
    else rest.push(asked);
  }
  queue.push(...rest);
  return [...batch.values()];
}
