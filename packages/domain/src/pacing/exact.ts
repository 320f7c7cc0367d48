import { cellsOf, chanceOf, cohortOf, type Moment, type Rate } from "./forecast.ts";
import type { Ringing, RingLaw } from "./ring-law.ts";
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
  /** By rate, a law of demand for each moment, all in one row. */
  private readonly demands: readonly Float64Array[];
  /** A law of supply for each moment, in one row. */
  private readonly supplies: Float64Array;
  private readonly rates: readonly number[];
  /** Places of one law: from no call, or agent, to as many as the team has. */
  private readonly places: number;

  constructor(
    private readonly moments: readonly Moment[],
    law: RingLaw,
    rate: Rate,
    ringing: readonly Ringing[],
    team: SmallTeam,
  ) {
    this.places = team.ready + team.chances.length + 1;
    const rates = rate.error > UNSURE * rate.mean ? [rate.mean - rate.error, rate.mean + rate.error] : [rate.mean];
    this.rates = rates.map((each) => Math.min(0.999, Math.max(0.001, each)));
    this.supplies = this.supplyLaws(team);
    const cells = moments.map(({ horizonS }) => cellsOf(horizonS));
    this.demands = this.rates.map((each) => {
      const laws = this.nothing();
      for (const { cell, calls } of ringing) {
        const cohort = cohortOf(law, each, cell);
        for (let k = 0; k < cells.length; k++) {
          const chance = chanceOf(law, cohort, each, cell + (cells[k] as number));
          if (chance > NEGLIGIBLE) for (let i = 0; i < calls; i++) addChance(laws, k, this.places, chance);
        }
      }
      return laws;
    });
  }

  /** Puts one more call into the demand. */
  place(): void {
    this.demands.forEach((laws, r) => {
      const rate = this.rates[r] as number;
      for (let k = 0; k < this.moments.length; k++)
        addChance(laws, k, this.places, rate * (this.moments[k] as Moment).answeredBy);
    });
  }

  risk(): RiskAt {
    return marginalRisk(this.moments, (_, k) => {
      let sum = 0;
      for (const laws of this.demands) sum += this.reaches(laws, k);
      return sum / this.demands.length;
    });
  }

  /** Laws of sums without anything in them. */
  private nothing(): Float64Array {
    const laws = new Float64Array(this.moments.length * this.places);
    for (let k = 0; k < this.moments.length; k++) laws[k * this.places] = 1;
    return laws;
  }

  /** The laws of agents free less calls waiting; who waits beyond the free ones leaves none. */
  private supplyLaws({ ready, waiting, chances }: SmallTeam): Float64Array {
    const { places } = this;
    const freed = this.nothing();
    for (let k = 0; k < this.moments.length; k++)
      for (const chance of chances) addChance(freed, k, places, chance[k] as number);
    const shift = ready - waiting;
    if (shift === 0) return freed;
    const supplies = new Float64Array(freed.length);
    for (let k = 0; k < this.moments.length; k++)
      for (let agents = 0; agents < places; agents++) {
        const at = k * places + Math.min(places - 1, Math.max(0, agents + shift));
        supplies[at] = (supplies[at] as number) + (freed[k * places + agents] as number);
      }
    return supplies;
  }

  /** P(D ≥ S) at the moment k. */
  private reaches(demands: Float64Array, k: number): number {
    let below = 0;
    let sum = 0;
    for (let at = k * this.places; at < (k + 1) * this.places; at++) {
      sum += (this.supplies[at] as number) * (1 - below);
      below += demands[at] as number;
    }
    return Math.max(0, sum);
  }
}

/** The law at moment k after one more yes-or-no; what exceeds its last place is left out: nobody could serve it. */
function addChance(laws: Float64Array, k: number, places: number, chance: number): void {
  const first = k * places;
  const not = 1 - chance;
  for (let d = first + places - 1; d > first; d--)
    laws[d] = (laws[d] as number) * not + (laws[d - 1] as number) * chance;
  laws[first] = (laws[first] as number) * not;
}
