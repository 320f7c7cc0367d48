import { addDays, type LocalMonth, monthPeriod } from "../days.ts";
import { CallbayError } from "../errors.ts";
import { type AssumedUsage, assumedFacts } from "./assumed-usage.ts";
import { inOrderOfEffect } from "./force.ts";
import { ratePeriod } from "./rate.ts";
import type { PriceComponent, RatedContract, RatedPeriod, RatedVersion } from "./types.ts";

export type { AssumedUsage } from "./assumed-usage.ts";

/** Thirty days, so that a whole month needs no proration. */
const SAMPLE_MONTH: LocalMonth = "2026-06";

/** What is needed of a contract to say what it would cost. */
export type QuotedContract = Pick<RatedContract, "currency" | "timezone" | "rateTables" | "versions">;

export interface Quote {
  readonly month: LocalMonth;
  /** What every month like this one costs: charges with their arithmetic, net, tax, total. */
  readonly monthly: RatedPeriod;
  /** What comes once, whenever it is due: set-up and milestones, with the percentages that are taken off them. */
  readonly once: RatedPeriod;
}

/**
 * What a month costs under the latest version of a contract with usage as assumed: rated by the engine that rates
 * invoices, so a quote cannot say anything else than the invoice will.
 *
 * @param month whose days count; one of thirty days when left out.
 * @throws CallbayError CONTRACT_EMPTY, ASSUMPTION_INVALID, and what ratePeriod refuses.
 */
export function quote(contract: QuotedContract, assumed: AssumedUsage, month: LocalMonth = SAMPLE_MONTH): Quote {
  const version = inOrderOfEffect(contract.versions).at(-1);
  if (version === undefined) {
    throw new CallbayError("invalid", "CONTRACT_EMPTY", "A contract without terms has no price.");
  }
  const comesOnce = ({ params }: PriceComponent): boolean => params.type === "setup" || params.type === "project";
  const rate = (terms: RatedVersion): RatedPeriod => {
    const period = monthPeriod(month);
    const usage = assumedFacts(terms, contract.currency, assumed, month);
    const asked = { ...contract, startsOn: period.from, endsOn: addDays(period.to, -1), versions: [terms] };
    return ratePeriod({ contract: asked, usage, period });
  };
  const { from } = monthPeriod(month);
  const started = { ...version, effectiveFrom: from };
  return {
    month,
    monthly: rate({ ...started, components: version.components.filter((one) => !comesOnce(one)) }),
    once: rate({
      ...started,
      components: version.components.filter(comesOnce).map((one) => ({ ...one, params: dueOn(one.params, from) })),
      adjustments: version.adjustments.filter((one) => one.type === "discount" && one.percentPpm !== undefined),
    }),
  };
}

function dueOn(params: PriceComponent["params"], day: string): PriceComponent["params"] {
  if (params.type === "setup") return { ...params, dueOn: day };
  if (params.type !== "project") return params;
  const milestones = params.milestones.map((one) => ({ ...one, dueOn: day }));
  return { ...params, milestones };
}
