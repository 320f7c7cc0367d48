/** Something that was started and must be stopped. */
export interface Part {
  name: string;
  stop(): Promise<void>;
}

/** Remembers what is up, so that a start that fails half-way leaves nothing behind. */
export class PartList {
  readonly #parts: Part[] = [];

  add<T extends { stop(): Promise<void> }>(name: string, part: T): T {
    this.#parts.push({ name, stop: () => part.stop() });
    return part;
  }

  /** Stops all, those that depend on others first. */
  async stopAll(): Promise<void> {
    const depends = (name: string) => /^(pbx-|carrier|phones)/.test(name);
    const parts = this.#parts.splice(0);
    await Promise.allSettled(parts.filter((part) => depends(part.name)).map((part) => part.stop()));
    await Promise.allSettled(parts.filter((part) => !depends(part.name)).map((part) => part.stop()));
  }
}

/** Like Promise.all, but waits for every one to settle before it fails: nothing may still be starting when we clean up. */
export async function allOrNone<T extends readonly unknown[]>(
  promises: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  const settled = await Promise.allSettled(promises);
  for (const result of settled) if (result.status === "rejected") throw result.reason;
  return settled.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
