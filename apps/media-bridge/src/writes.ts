import { CallbayError } from "@callbay/domain/errors";
import type { Clock } from "./clock.ts";

const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 5_000;

export interface WriteOptions {
  readonly clock: Clock;
  /** A verb refused: there is no use in trying again. */
  readonly onRefused: (error: CallbayError, key: string) => void;
  /** The database did not take it: it is tried again until it does. */
  readonly onRetry: (error: unknown, key: string) => void;
  /** Another process owns the node now. */
  readonly onLeaseLost: () => void;
}

/**
 * Database writes, in order per call or agent, behind the conversation: a slow database delays no join. What failed
 * is tried again until it is written or the lease is lost; a write is idempotent by its verb.
 */
export class Writes {
  readonly #tails = new Map<string, Promise<void>>();
  #stopped = false;

  constructor(private readonly options: WriteOptions) {}

  /** How many keys have something to write. */
  get pending(): number {
    return this.#tails.size;
  }

  /** Queues a write behind the earlier ones of its key. */
  push(key: string, write: () => Promise<unknown>): void {
    const tail = (this.#tails.get(key) ?? Promise.resolve()).then(() => this.persist(key, write));
    this.#tails.set(key, tail);
    void tail.then(() => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    });
  }

  /** Resolves when what was queued for this key is written. */
  async written(key: string): Promise<void> {
    await this.#tails.get(key);
  }

  async allWritten(): Promise<void> {
    await Promise.all(this.#tails.values());
  }

  /** Writes nothing any more. */
  stop(): void {
    this.#stopped = true;
  }

  private async persist(key: string, write: () => Promise<unknown>): Promise<void> {
    for (let delay = FIRST_RETRY_MS; !this.#stopped; delay = Math.min(LONGEST_RETRY_MS, delay * 2)) {
      try {
        await write();
        return;
      } catch (error) {
        if (error instanceof CallbayError) {
          if (error.code === "LEASE_LOST") {
            this.stop();
            this.options.onLeaseLost();
          } else this.options.onRefused(error, key);
          return;
        }
        this.options.onRetry(error, key);
        await new Promise<void>((resolve) => this.options.clock.after(delay, resolve));
      }
    }
  }
}
