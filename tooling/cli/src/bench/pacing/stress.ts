/**
 * The abandoned limit when something is wrong: the answer rate drifts, nothing is known, what is known is wrong, a third
 * of the team goes to lunch, lines run short, and laws of talk and ringing that nobody tuned to.
 */
import type { PacingHistory } from "@callbay/domain/pacing";
import { AGENTS, drifting, lunching, never, shortOfLines, standardDay } from "@callbay/testing/pacing-sim/cells";
import type { Day } from "@callbay/testing/pacing-sim/day";
import { ourPolicy } from "@callbay/testing/pacing-sim/ours";
import { after, always, exponential, lognormal, randomOf, uniform } from "@callbay/testing/pacing-sim/random";
import { playDays } from "@callbay/testing/pacing-sim/tune";
import { type BenchContext, rounded } from "../figure.ts";

const SEEDS: Readonly<Record<number, number>> = { 3: 10, 10: 5, 50: 2, 200: 1 };

interface Stress {
  readonly name: string;
  readonly change: (day: Day) => Day;
  readonly history?: (day: Day) => PacingHistory;
}

export const STRESSES: readonly Stress[] = [
  { name: "answer rate drifts by 40 %", change: drifting },
  { name: "history right", change: same, history: (day) => yesterday(day, 1, 1) },
  { name: "history twice too low", change: same, history: (day) => yesterday(day, 0.5, 0.5) },
  { name: "history twice too high", change: same, history: (day) => yesterday(day, 2, 2) },
  { name: "a third at lunch", change: lunching },
  { name: "lines run short", change: shortOfLines },
  { name: "talk exponential, 60 s", change: (day) => ({ ...day, talk: exponential(60), wrapup: always(5) }) },
  { name: "talk long, 6 min", change: (day) => ({ ...day, talk: lognormal(360, 0.5), wrapup: lognormal(60, 0.8) }) },
  { name: "talk short, 20 s", change: (day) => ({ ...day, talk: lognormal(20, 0.5), wrapup: lognormal(4, 0.5) }) },
  { name: "answered at once", change: (day) => ({ ...day, answerAfter: uniform(1, 4), failAfter: uniform(1, 20) }) },
  {
    name: "answered late",
    change: (day) => ({ ...day, ringTimeoutMs: 40_000, answerAfter: after(5, lognormal(18, 0.4)), failAfter: never }),
  },
  { name: "limit 1 %", change: (day) => ({ ...day, maxAbandonedRate: 0.01 }) },
  { name: "limit 5 %", change: (day) => ({ ...day, maxAbandonedRate: 0.05 }) },
  { name: "deadline 0.5 s", change: (day) => ({ ...day, joinDeadlineMs: 500 }) },
  { name: "answer rate jumps", change: (day) => ({ ...day, answerRate: jumping(day.answerRate(0)) }) },
  { name: "a day of two hours", change: (day) => ({ ...day, hours: 2 }) },
];
const RATES = [0.05, 0.1, 0.3, 0.9] as const;

export async function run({ print, say }: BenchContext): Promise<void> {
  for (const stress of STRESSES) {
    for (const agents of AGENTS) {
      let worst = 0;
      let talk = 0;
      let days = 0;
      let limit = 1;
      let cell = "";
      for (const rate of RATES) {
        const played = Array.from({ length: SEEDS[agents] ?? 1 }, (_, seed) =>
          stress.change(standardDay(agents, rate, `${stress.name}:${seed}`)),
        );
        const summary = playDays(played, (day) => ourPolicy(day, stress.history?.(day)));
        if (summary.worstDay >= worst) cell = `p ${rate}`;
        worst = Math.max(worst, summary.worstDay);
        limit = played[0]?.maxAbandonedRate ?? 0;
        talk += summary.talkMinutesPerAgentHour / RATES.length;
        days += summary.days;
      }
      print({
        bench: "pacing",
        figure: `abandoned on the worst day, ${stress.name}, ${agents} agents`,
        unit: "% of answers",
        ours: rounded(100 * worst),
        baseline: null,
        baselineName: `worst at ${cell}; talk ${talk.toFixed(1)} minutes per agent hour`,
        ratio: null,
        goal: `every day <= ${(100 * limit).toFixed(2)}`,
        pass: worst <= limit,
        n: days,
      });
    }
    say(`  … ${stress.name}`);
  }
}

function same(day: Day): Day {
  return day;
}

/** What yesterday's figures say, each wrong by its factor. */
function yesterday(day: Day, rateFactor: number, durationFactor: number): PacingHistory {
  const random = randomOf(`yesterday:${day.seed}`);
  return {
    answerRate: Math.min(1, day.answerRate(0) * rateFactor),
    talkMs: Array.from({ length: 300 }, () => durationFactor * day.talk(random)),
    wrapupMs: Array.from({ length: 300 }, () => durationFactor * day.wrapup(random)),
  };
}

/** Twice as many answer for a quarter of each hour. */
function jumping(rate: number): (atMs: number) => number {
  return (atMs) => (atMs % 3_600_000 < 900_000 ? Math.min(0.95, 2 * rate) : rate);
}
