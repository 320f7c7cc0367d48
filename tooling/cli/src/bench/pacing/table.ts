/**
 * Talk time and abandoned calls over a day, cell by cell: ours, progressive, VICIdial's ADAPT_AVERAGE as delivered and
 * tuned in hindsight, a fixed ratio tuned in hindsight, and our policy knowing when agents will be free. All play the
 * same seeds. See docs/pacing.md.
 */
import { AGENTS, ANSWER_RATES, standardDay } from "@callbay/testing/pacing-sim/cells";
import { oraclePolicy, ourPolicy } from "@callbay/testing/pacing-sim/ours";
import { progressivePolicy, ratioPolicy, vicidialPolicy } from "@callbay/testing/pacing-sim/rivals";
import { playDays, type Summary, tunedInHindsight } from "@callbay/testing/pacing-sim/tune";
import { type BenchContext, rounded } from "../figure.ts";

/** Small teams abandon few calls a day: they need more days to show their worst. */
const SEEDS: Readonly<Record<number, number>> = { 3: 8, 10: 5, 50: 3, 200: 2 };
const LIMIT = 0.03;

export async function run({ print, say }: BenchContext): Promise<void> {
  const againstDefault: number[] = [];
  for (const agents of AGENTS)
    for (const rate of ANSWER_RATES) {
      const days = Array.from({ length: SEEDS[agents] ?? 2 }, (_, seed) => standardDay(agents, rate, seed + 1));
      const cell = `${agents} agents, ${rate} answered`;
      const ours = playDays(days, (day) => ourPolicy(day));
      const vicidial = (cap: number) => vicidialPolicy({ cap, intensity: 0, target: LIMIT });
      const asDelivered = playDays(days, () => vicidial(3));
      const rivals = [
        { name: "VICIdial ADAPT_AVERAGE tuned in hindsight", ...tunedInHindsight(days, vicidial, 1.4 / rate) },
        { name: "fixed ratio tuned in hindsight", ...tunedInHindsight(days, ratioPolicy, 1.4 / rate) },
      ];
      const best = rivals.reduce((a, b) => (b.talkMinutesPerAgentHour > a.talkMinutesPerAgentHour ? b : a));
      const oracle = playDays(days, (day) => oraclePolicy(day));
      againstDefault.push(ours.talkMinutesPerAgentHour / asDelivered.talkMinutesPerAgentHour);

      const talk = (baselineName: string, baseline: Summary, least: number | null): void => {
        const ratio = ours.talkMinutesPerAgentHour / baseline.talkMinutesPerAgentHour;
        print({
          bench: "pacing",
          figure: `talk time, ${cell}`,
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
      talk("progressive", playDays(days, progressivePolicy), null);
      talk("VICIdial ADAPT_AVERAGE as delivered", asDelivered, null);
      for (const rival of rivals)
        talk(`${rival.name}, at ${rounded(rival.value)}`, rival, rival === best ? 1.02 : null);
      talk("release oracle", oracle, agents >= 10 ? 0.97 : null);
      print({
        bench: "pacing",
        figure: `abandoned on the worst day, ${cell}`,
        unit: "% of answers",
        ours: rounded(100 * ours.worstDay),
        baseline: rounded(100 * asDelivered.worstDay),
        baselineName: `VICIdial ADAPT_AVERAGE as delivered; ours over all days ${percent(ours.abandonedRate)}`,
        ratio: null,
        goal: "every day <= 3.00",
        pass: ours.worstDay <= LIMIT,
        n: ours.days,
      });
      say(`  … ${cell}: ${ours.talkMinutesPerAgentHour.toFixed(1)} minutes, ${percent(ours.abandonedRate)}`);
    }
  const mean = Math.exp(againstDefault.reduce((sum, ratio) => sum + Math.log(ratio), 0) / againstDefault.length);
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
    n: againstDefault.length,
  });
}

function percent(rate: number): string {
  return `${(100 * rate).toFixed(2)} %`;
}
