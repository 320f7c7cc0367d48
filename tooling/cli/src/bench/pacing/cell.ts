/** One cell of the table, played in a worker thread: a team, an answer rate, all policies, the same days. */
import { standardDay } from "@callbay/testing/pacing-sim/cells";
import { oraclePolicy, ourPolicy } from "@callbay/testing/pacing-sim/ours";
import { progressivePolicy, ratioPolicy, readyRatioPolicy, vicidialPolicy } from "@callbay/testing/pacing-sim/rivals";
import { playDays, type Summary, tunedInHindsight } from "@callbay/testing/pacing-sim/tune";
import { serve } from "./in-workers.ts";

export const LIMIT = 0.03;

export interface Cell {
  readonly agents: number;
  readonly rate: number;
  readonly days: number;
}

export interface CellResult {
  readonly ours: Summary;
  readonly progressive: Summary;
  readonly asDelivered: Summary;
  readonly oracle: Summary;
  /** Tuned in hindsight. */
  readonly rivals: readonly (Summary & { readonly name: string; readonly value: number })[];
}

serve(playCell);

function playCell({ agents, rate, days: count }: Cell): CellResult {
  const days = Array.from({ length: count }, (_, seed) => standardDay(agents, rate, seed + 1));
  const vicidial = (cap: number) => vicidialPolicy({ cap, intensity: 0, target: LIMIT });
  const highest = 1.4 / rate;
  return {
    ours: playDays(days, (day) => ourPolicy(day)),
    progressive: playDays(days, progressivePolicy),
    asDelivered: playDays(days, () => vicidial(3)),
    oracle: playDays(days, (day) => oraclePolicy(day)),
    rivals: [
      { name: "VICIdial ADAPT_AVERAGE tuned in hindsight", ...tunedInHindsight(days, vicidial, highest) },
      { name: "ratio to agents ready or talking, tuned in hindsight", ...tunedInHindsight(days, ratioPolicy, highest) },
      { name: "ratio to agents ready, tuned in hindsight", ...tunedInHindsight(days, readyRatioPolicy, highest) },
    ],
  };
}
