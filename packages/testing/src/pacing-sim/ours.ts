import {
  createPacingModel,
  decidePacing,
  observe,
  type PacingHistory,
  type PacingModel,
  type PacingParams,
} from "@callbay/domain/pacing";
import { predictive } from "@callbay/domain/pacing/predictive";
import type { Day, Floor, Policy } from "./day.ts";

/** Teams of up to so many agents look at each event too. */
const SMALL_TEAM = 12;

export interface OursReport {
  decisions: number;
  model: PacingModel;
}

/** What the dial loop does, in the simulator: the very same functions. */
export function ourPolicy(
  day: Day,
  history?: PacingHistory,
  mode: PacingParams["mode"] = "predictive",
): Policy & OursReport {
  return policyOf(day, (model, floor) => decidePacing(model, floor.snapshot()), history, mode);
}

/** The same policy, knowing exactly when each agent will be free. */
export function oraclePolicy(day: Day, history?: PacingHistory): Policy & OursReport {
  return policyOf(
    day,
    (model, floor) => {
      const releases = floor.releases();
      const { joinDeadlineMs } = model.params;
      return predictive(model, floor.snapshot(), (index, horizonS) =>
        (releases[index] as number) <= floor.nowMs + horizonS * 1000 + joinDeadlineMs ? 1 : 0,
      );
    },
    history,
    "predictive",
  );
}

function policyOf(
  day: Day,
  decide: (model: PacingModel, floor: Floor) => { launch: number; model: PacingModel },
  history: PacingHistory | undefined,
  mode: PacingParams["mode"],
): Policy & OursReport {
  const { maxAbandonedRate, joinDeadlineMs, ringTimeoutMs } = day;
  const report: OursReport = {
    decisions: 0,
    model: createPacingModel({ maxAbandonedRate, joinDeadlineMs, ringTimeoutMs, mode }, history),
  };
  return Object.assign(report, {
    everyMs: 500,
    onEvents: day.agents <= SMALL_TEAM,
    observe(event: Parameters<typeof observe>[1]) {
      report.model = observe(report.model, event);
    },
    launch(floor: Floor) {
      report.decisions += 1;
      const decision = decide(report.model, floor);
      report.model = decision.model;
      return decision.launch;
    },
  });
}
