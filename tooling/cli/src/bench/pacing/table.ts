/**
 * Talk time and abandoned calls over a day, cell by cell: ours, progressive, VICIdial's ADAPT_AVERAGE as delivered and
 * tuned in hindsight, a fixed ratio tuned in hindsight, and our policy knowing when agents will be free. All play the
 * same seeds. See docs/pacing.md.
 */
import { AGENTS, ANSWER_RATES } from "@callbay/testing/pacing-sim/cells";
import type { Summary } from "@callbay/testing/pacing-sim/tune";
import { type BenchContext, rounded } from "../figure.ts";
import { type Cell, type CellResult, LIMIT } from "./cell.ts";
import { inWorkers } from "./in-workers.ts";

/** Small teams abandon few calls a day: they need more days to show their worst. */
const DAYS: Readonly<Record<number, number>> = { 3: 6, 10: 4, 50: 2, 200: 2 };

export async function run({ print, say }: BenchContext): Promise<void> {
  // The longest first, so that no core is left alone with one of them at the end.
  const cells = [...AGENTS]
    .reverse()
    .flatMap((agents) => ANSWER_RATES.map((rate): Cell => ({ agents, rate, days: DAYS[agents] ?? 2 })));
  const results = await inWorkers<Cell, CellResult>(new URL("./cell.ts", import.meta.url), cells, (result, cell) => {
    printCell(print, cell, result);
    const { talkMinutesPerAgentHour, abandonedRate } = result.ours;
    say(`  … ${nameOf(cell)}: ${talkMinutesPerAgentHour.toFixed(1)} minutes, ${percent(abandonedRate)}`);
  });
  const logs = results.map(({ ours, asDelivered }) => Math.log(ratioOf(ours, asDelivered)));
  const mean = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  print({
    bench: "pacing",
    figure: "talk time, geometric mean over the cells",
    unit: "ratio",
    ours: rounded(mean, 4),
    baseline: 1,
    baselineName: "VICIdial ADAPT_AVERAGE as delivered",
    ratio: rounded(mean, 4),
    goal: "ratio >= 1.4",
    pass: mean >= 1.4,
    n: cells.length,
  });
}

function printCell(print: BenchContext["print"], cell: Cell, result: CellResult): void {
  const { ours, asDelivered, rivals } = result;
  const best = rivals.reduce((a, b) => (b.talkMinutesPerAgentHour > a.talkMinutesPerAgentHour ? b : a));
  const talk = (baselineName: string, baseline: Summary, least: number | null): void => {
    const ratio = ratioOf(ours, baseline);
    print({
      bench: "pacing",
      figure: `talk time, ${nameOf(cell)}`,
      unit: "minutes per agent hour",
      ours: rounded(ours.talkMinutesPerAgentHour),
      baseline: rounded(baseline.talkMinutesPerAgentHour),
      baselineName: `${baselineName} (abandoned ${percent(baseline.abandonedRate)})`,
      ratio: rounded(ratio, 4),
      goal: least === null ? "to compare" : `ratio >= ${least}`,
      pass: least === null || ratio >= least,
      n: ours.days,
    });
  };
  talk("progressive", result.progressive, null);
  talk("VICIdial ADAPT_AVERAGE as delivered", asDelivered, null);
  for (const rival of rivals) talk(`${rival.name}, at ${rounded(rival.value)}`, rival, rival === best ? 1.02 : null);
  talk("release oracle", result.oracle, cell.agents >= 10 ? 0.97 : null);
  print({
    bench: "pacing",
    figure: `abandoned on the worst day, ${nameOf(cell)}`,
    unit: "% of answers",
    ours: rounded(100 * ours.worstDay),
    baseline: rounded(100 * asDelivered.worstDay),
    baselineName: `VICIdial ADAPT_AVERAGE as delivered; ours over all days ${percent(ours.abandonedRate)}`,
    ratio: null,
    goal: `every day <= ${(100 * LIMIT).toFixed(2)}`,
    pass: ours.worstDay <= LIMIT,
    n: ours.days,
  });
}

function nameOf({ agents, rate }: Cell): string {
  return `${agents} agents, ${rate} answered`;
}

function ratioOf(ours: Summary, theirs: Summary): number {
  return ours.talkMinutesPerAgentHour / theirs.talkMinutesPerAgentHour;
}

function percent(rate: number): string {
  return `${(100 * rate).toFixed(2)} %`;
}
