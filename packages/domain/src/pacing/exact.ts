import { answersWithin, cellsOf, type Moment, type Rate, type Ringing } from "./forecast.ts";
import type { RingLaw } from "./ring-law.ts";
import { marginalRisk, type RiskAt } from "./risk.ts";

/** What is not known about the answer rate is counted out too while it is more than this part of the rate. */
const UNSURE = 0.25;
/** Chances that change nothing are passed over. */
const NEGLIGIBLE = 1e-5;

/** The agents of a small team: ready ones, and for the others the chance to be free by each moment. */
export interface SmallTeam {
  readonly ready: number;
  readonly waiting: number;
  readonly chances: readonly (readonly number[])[];
}

/**
 * The risk of small teams, counted out: with three agents a bell curve is not a good picture. Demand is the law of a
 * sum of yes-or-no's (Poisson binomial) up to the number of agents, supply likewise; an answer rate that is hardly
 * known is two rates, one error below and one above, with equal weight.
 */
export class ExactRisk {
  /** By rate, by moment. */
  private readonly demands: Float64Array[][];
  private readonly supplies: Float64Array[];
  private readonly rates: readonly number[];

  constructor(
    private readonly moments: readonly Moment[],
    law: RingLaw,
    rate: Rate,
    ringing: readonly Ringing[],
    team: SmallTeam,
  ) {
    const most = team.ready + team.chances.length;
    const rates = rate.error > UNSURE * rate.mean ? [rate.mean - rate.error, rate.mean + rate.error] : [rate.mean];
    this.rates = rates.map((each) => Math.min(0.999, Math.max(0.001, each)));
    this.supplies = moments.map((_, k) => supplyLaw(team, k, most));
    this.demands = this.rates.map((each) =>
      moments.map(({ horizonS }) => {
        const demand = none(most);
        const cells = cellsOf(horizonS);
        for (const { cell, calls } of ringing) {
          const chance = answersWithin(law, each, cell, cells);
          if (chance > NEGLIGIBLE) for (let i = 0; i < calls; i++) addChance(demand, chance);
        }
        return demand;
      }),
    );
  }

  /** Puts one more call into the demand. */
  place(): void {
    this.demands.forEach((demands, r) => {
      const rate = this.rates[r] as number;
      demands.forEach((demand, k) => {
        addChance(demand, rate * (this.moments[k] as Moment).answeredBy);
      });
    });
  }

  risk(): RiskAt {
    return marginalRisk(this.moments, (_, k) => {
      const supply = this.supplies[k] as Float64Array;
      let sum = 0;
      for (const demands of this.demands) sum += reaches(demands[k] as Float64Array, supply);
      return sum / this.demands.length;
    });
  }
}

/** The law of agents free less calls waiting, at the moment k; who waits beyond the free ones leaves none. */
function supplyLaw({ ready, waiting, chances }: SmallTeam, k: number, most: number): Float64Array {
  const freed = none(most);
  for (const chance of chances) addChance(freed, chance[k] as number);
  const supply = new Float64Array(most + 1);
  for (let agents = 0; agents <= most; agents++) {
    const at = Math.min(most, Math.max(0, agents + ready - waiting));
    supply[at] = (supply[at] as number) + (freed[agents] as number);
  }
  return supply;
}

/** The law of a sum without anything in it. */
function none(most: number): Float64Array {
  const law = new Float64Array(most + 1);
  law[0] = 1;
  return law;
}

/** The law of a sum after one more yes-or-no; what exceeds its last place is left out, since nobody could serve it. */
function addChance(law: Float64Array, chance: number): void {
  const not = 1 - chance;
  for (let d = law.length - 1; d > 0; d--) law[d] = (law[d] as number) * not + (law[d - 1] as number) * chance;
  law[0] = (law[0] as number) * not;
}

/** P(D ≥ S). */
function reaches(demand: Float64Array, supply: Float64Array): number {
  let below = 0;
  let sum = 0;
  for (let s = 0; s < supply.length; s++) {
    sum += (supply[s] as number) * (1 - below);
    below += demand[s] as number;
  }
  return Math.max(0, sum);
}
