/** A lease that nobody renews ends after this; then another process may take the node. */
export const LEASE_MS = 6_000;
export const RENEW_MS = 2_000;
export const CLAIM_EVERY_MS = 1_000;
/** We stop acting this long before it can be taken from us. */
const MARGIN_MS = 1_000;

/** What we know, by our own monotonic clock, about a lease whose truth is in Postgres. */
export class HeldLease {
  #validUntil: number;
  #lost = false;

  /** @param askedAt performance.now() before the request that took it: the answer may have travelled long. */
  constructor(
    readonly fence: bigint,
    askedAt: number,
    private readonly monotonic: () => number = () => performance.now(),
  ) {
    this.#validUntil = askedAt + LEASE_MS;
  }

  renewed(askedAt: number): void {
    this.#validUntil = askedAt + LEASE_MS;
  }

  lose(): void {
    this.#lost = true;
  }

  get isLost(): boolean {
    return this.#lost;
  }

  /** May the owner still ring somebody? */
  get mayAct(): boolean {
    return !this.#lost && this.monotonic() < this.#validUntil - MARGIN_MS;
  }
}
