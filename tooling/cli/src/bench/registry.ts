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
    says: "dial steps per second, from the contact in Postgres to the claimed attempt, against no-op BullMQ jobs; how long a client with three agents waits beside one with two hundred",
    parts: {
      step: () => import("./dial.ts"),
      fairness: () => import("./dial-fairness.ts"),
    },
  },
  originate: {
    says: "calls placed, answered and joined per second by the whole exchange, against a bare ARI script",
    parts: { calls: () => import("./originate.ts") },
  },
  join: {
    says: "from the customer's answer to audio both ways, against a bare ARI script",
    parts: { audio: () => import("./join.ts") },
  },
  pacing: {
    says: "talk time and abandoned calls of simulated days against progressive, VICIdial and a fixed ratio, the limit under stress, the cost of a decision",
    parts: {
      table: () => import("./pacing/table.ts"),
      cost: () => import("./pacing/cost.ts"),
      stress: () => import("./pacing/stress.ts"),
    },
  },
  import: {
    says: "lists of a million rows against COPY, phone numbers against libphonenumber-js, scrubbing against registers",
    parts: {
      normalise: () => import("./import-normalise.ts"),
      rows: () => import("./import-rows.ts"),
      scrub: () => import("./import-scrub.ts"),
    },
  },
  pop: {
    says: "from the customer's answer to the contact painted in Chromium, and never after the first audio",
    parts: { paint: () => import("./pop.ts") },
  },
  pages: {
    says: "compressed JavaScript of each page's first load, and the time until it can be worked with against an empty page",
    parts: { load: () => import("./pages.ts") },
  },
  reports: {
    says: "each built-in report over ten million calls, from rollups against plain SQL, and how fresh it is",
    parts: { rollups: () => import("./reports.ts") },
  },
};
