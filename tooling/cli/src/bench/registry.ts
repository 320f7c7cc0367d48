import type { BenchPart } from "./figure.ts";

export interface Bench {
  /** What it measures, for the list. */
  readonly says: string;
  /** Its parts by name, run in this order; each file is loaded only when it runs and has `run` as its export. */
  readonly parts: Readonly<Record<string, () => Promise<{ readonly run: BenchPart }>>>;
}

/** All benches. `npm run bench -- rating` runs one, `npm run bench -- rating/engine` a part of it. */
export const benches: Readonly<Record<string, Bench>> = {
  rating: {
    says: "calls priced per second against a plain prefix map, exactness over 10 million calls, and the month in Postgres",
    parts: {
      engine: () => import("./rating.ts"),
      exact: () => import("./rating-exact.ts"),
      postgres: () => import("./rating-postgres.ts"),
    },
  },
  dial: {
    says: "dial steps per second, from the contact in Postgres to the claimed attempt, against no-op BullMQ jobs",
    parts: { step: () => import("./dial.ts") },
  },
  originate: {
    says: "calls placed, answered and joined per second by the whole exchange, against a bare ARI script",
    parts: { calls: () => import("./originate.ts") },
  },
};
