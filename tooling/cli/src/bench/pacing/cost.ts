/** What one decision costs at 200 agents: each of some hundred moments of a day is decided again and again. */
import { decidePacing, type PacingModel, type PacingSnapshot } from "@callbay/domain/pacing";
import { standardDay } from "@callbay/testing/pacing-sim/cells";
import { playDay } from "@callbay/testing/pacing-sim/day";
import { ourPolicy } from "@callbay/testing/pacing-sim/ours";
import { type BenchContext, median, rounded } from "../figure.ts";

const MOMENTS = 400;
const ROUNDS = 25;
/** The floor has filled by then. */
const FROM_MS = 20 * 60_000;

export async function run({ print }: BenchContext): Promise<void> {
  for (const [agents, rate] of [
    [200, 0.1],
    [200, 0.5],
    [10, 0.1],
  ] as const) {
    const kept = momentsOf(agents, rate);
    const costs: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const started = performance.now();
      for (const { model, snapshot } of kept) decidePacing(model, snapshot);
      // The first round lets the compiler see it.
      if (round > 0) costs.push((1000 * (performance.now() - started)) / kept.length);
    }
    const cost = median(costs);
    print({
      bench: "pacing",
      figure: `one decision, ${agents} agents, ${rate} answered`,
      unit: "microseconds",
      ours: rounded(cost),
      baseline: null,
      baselineName: "",
      ratio: null,
      goal: agents === 200 ? "<= 100" : "to compare",
      pass: agents !== 200 || cost <= 100,
      n: ROUNDS * kept.length,
    });
  }
}

function momentsOf(agents: number, rate: number): { model: PacingModel; snapshot: PacingSnapshot }[] {
  const day = { ...standardDay(agents, rate, "cost"), hours: 0.5 };
  const policy = ourPolicy(day);
  const kept: { model: PacingModel; snapshot: PacingSnapshot }[] = [];
  playDay(day, {
    ...policy,
    observe: (event, whose) => policy.observe?.(event, whose),
    launch(floor) {
      const launch = policy.launch(floor);
      if (floor.nowMs >= FROM_MS && kept.length < MOMENTS)
        kept.push({ model: policy.model, snapshot: structuredClone(floor.snapshot()) });
      return launch;
    },
  });
  return kept;
}
