/** What figures are kept by: every zone's hours and days are made of whole quarters of an hour, +05:45 too. */
export const QUARTER_MS = 900_000;

/** Quarters nearer to each other than this, a night, are counted in one go: planning the statement costs as much as a day. */
const GAP_MS = 16 * 3_600_000;
const MOST_QUARTERS = 192;

export interface Span {
  readonly from: Date;
  /** Exclusive, except that a span of no length touches its quarter. */
  readonly to: Date;
}

/** The quarters that spans touch, each once and in order, cut into runs of neighbours. */
export function runsOf(spans: readonly Span[]): Date[][] {
  const touched = new Set<number>();
  for (const { from, to } of spans) {
    const first = Math.floor(from.getTime() / QUARTER_MS);
    const last = Math.max(first, Math.ceil(to.getTime() / QUARTER_MS) - 1);
    for (let quarter = first; quarter <= last; quarter += 1) touched.add(quarter);
  }
  const runs: Date[][] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const quarter of [...touched].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    const near = (quarter - before) * QUARTER_MS <= GAP_MS;
    if (run && near && run.length < MOST_QUARTERS) run.push(new Date(quarter * QUARTER_MS));
    else runs.push([new Date(quarter * QUARTER_MS)]);
    before = quarter;
  }
  return runs;
}
