/** So long a placement counts when it is asked whose turn it is: longer than an order may wait. */
const MEMORY_MS = 5_000;

interface Placement {
  readonly atMs: number;
  readonly tenantId: string;
}

/**
 * Who placed how much on the trunks within the last seconds, and who waits. Where a trunk takes fewer calls per second
 * than are ordered, clients take turns: whoever placed fewest goes first, so that three agents do not wait behind the
 * orders of two hundred.
 */
export class TrunkTurns {
  private readonly placed = new Map<string, readonly Placement[]>();
  /** Orders that wait for the trunk's rate, by client. */
  private readonly waiting = new Map<string, Map<string, number>>();

  /** Notes a placement. */
  place(trunkId: string, tenantId: string, nowMs: number): void {
    const recent = (this.placed.get(trunkId) ?? []).filter(({ atMs }) => atMs > nowMs - MEMORY_MS);
    this.placed.set(trunkId, [...recent, { atMs: nowMs, tenantId }]);
  }

  /** Times of the trunk's latest placements, oldest first. */
  placedAt(trunkId: string): number[] {
    return (this.placed.get(trunkId) ?? []).map(({ atMs }) => atMs);
  }

  /** One more order of this client waits; call the answer when it does no more. */
  wait(trunkId: string, tenantId: string): () => void {
    const orders = this.waiting.get(trunkId) ?? new Map<string, number>();
    this.waiting.set(trunkId, orders);
    orders.set(tenantId, (orders.get(tenantId) ?? 0) + 1);
    return () => {
      const left = (orders.get(tenantId) ?? 1) - 1;
      if (left > 0) orders.set(tenantId, left);
      else orders.delete(tenantId);
    };
  }

  /** Does another client wait for this trunk that placed fewer calls on it lately? */
  othersFirst(trunkId: string, tenantId: string, nowMs: number): boolean {
    const waiting = [...(this.waiting.get(trunkId)?.keys() ?? [])].filter((id) => id !== tenantId);
    if (waiting.length === 0) return false;
    const recent = (this.placed.get(trunkId) ?? []).filter(({ atMs }) => atMs > nowMs - MEMORY_MS);
    const count = (id: string): number => recent.filter((one) => one.tenantId === id).length;
    const own = count(tenantId);
    return waiting.some((id) => count(id) < own);
  }
}
