/** What happens when, earliest first; of two at one moment the one put in first. A binary heap over flat arrays. */
export class Agenda {
  private readonly at: number[] = [];
  private readonly order: number[] = [];
  private readonly what: number[] = [];
  private readonly who: number[] = [];
  private puts = 0;

  get nextAt(): number {
    return this.at[0] ?? Number.POSITIVE_INFINITY;
  }

  put(atMs: number, what: number, who: number): void {
    let i = this.at.length;
    this.at.push(0);
    this.order.push(0);
    this.what.push(0);
    this.who.push(0);
    const order = this.puts++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if ((this.at[parent] as number) <= atMs) break;
      this.move(parent, i);
      i = parent;
    }
    this.set(i, atMs, order, what, who);
  }

  take(): { atMs: number; what: number; who: number } {
    const top = { atMs: this.at[0] as number, what: this.what[0] as number, who: this.who[0] as number };
    const atMs = this.at.pop() as number;
    const order = this.order.pop() as number;
    const what = this.what.pop() as number;
    const who = this.who.pop() as number;
    const size = this.at.length;
    if (size === 0) return top;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= size) break;
      if (child + 1 < size && this.before(child + 1, child)) child += 1;
      const childAt = this.at[child] as number;
      if (childAt > atMs || (childAt === atMs && (this.order[child] as number) > order)) break;
      this.move(child, i);
      i = child;
    }
    this.set(i, atMs, order, what, who);
    return top;
  }

  private before(a: number, b: number): boolean {
    const difference = (this.at[a] as number) - (this.at[b] as number);
    return difference < 0 || (difference === 0 && (this.order[a] as number) < (this.order[b] as number));
  }

  private move(from: number, to: number): void {
    this.set(
      to,
      this.at[from] as number,
      this.order[from] as number,
      this.what[from] as number,
      this.who[from] as number,
    );
  }

  private set(i: number, atMs: number, order: number, what: number, who: number): void {
    this.at[i] = atMs;
    this.order[i] = order;
    this.what[i] = what;
    this.who[i] = who;
  }
}
