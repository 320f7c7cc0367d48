import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { type AwaitedCharge, awaitCharges } from "@callbay/db/sql/billing-charges";
import { linkUsage } from "@callbay/db/sql/billing-stream";
import type { Period } from "@callbay/domain/calendar";
import type { DraftCharge, RatedPeriod, TakenBy } from "@callbay/domain/rating/rate";
import type { LoadedContract } from "../contract/load.ts";
import { eachUsagePage, openRating } from "./rating-input.ts";

/** A priced period whose usage is linked to its charges; their content is still to be written. */
export interface LinkedPeriod {
  readonly rated: RatedPeriod<DraftCharge>;
  /** The id of a charge, by its key. */
  chargeId(key: string): string;
}

/**
 * Prices a period from the usage written for it and links each record to its charges as it goes: a million calls are
 * never in memory at once. A charge has its row, without content, from when its first usage is seen.
 */
export async function rateAndLink(
  tx: Tx,
  contract: LoadedContract,
  period: Period,
  invoiceId: string,
): Promise<LinkedPeriod> {
  const pricing = await openRating(tx, contract, period);
  const linker = new Linker({ tenantId: contract.row.tenantId, invoiceId, day: period.from });
  await eachUsagePage(tx, contract, period, {
    take: (facts) => {
      for (const fact of facts) {
        for (const one of pricing.take(fact)) linker.add(fact.id, fact.contractVersionId, one);
      }
    },
    write: () => linker.flush(tx),
  });
  const rated = pricing.finish();
  linker.refuseOrphans(rated.charges);
  return { rated, chargeId: (key) => linker.chargeId(key) };
}

interface DraftPlace {
  readonly tenantId: string;
  readonly invoiceId: string;
  /** A day of the period, for charges whose own days are not known yet. */
  readonly day: string;
}

/** Gives each charge its row when its key first comes up, and writes which usage it stands on, page by page. */
class Linker {
  readonly #draft: DraftPlace;
  readonly #placeOf = new Map<string, number>();
  readonly #charges: AwaitedCharge[] = [];
  /** How many of them have their row. */
  #awaited = 0;
  #usageIds: string[] = [];
  #places: number[] = [];

  constructor(draft: DraftPlace) {
    this.#draft = draft;
  }

  add(usageId: string, contractVersionId: string, { componentId, key }: TakenBy): void {
    let place = this.#placeOf.get(key);
    if (place === undefined) {
      place = this.#charges.length;
      this.#charges.push({ id: newId(), place, componentId, contractVersionId });
      this.#placeOf.set(key, place);
    }
    this.#usageIds.push(usageId);
    this.#places.push(place);
  }

  chargeId(key: string): string {
    return this.#charges[this.#placeOf.get(key) ?? -1]?.id ?? newId();
  }

  async flush(tx: Tx): Promise<void> {
    await awaitCharges(tx, this.#draft, this.#charges.slice(this.#awaited));
    this.#awaited = this.#charges.length;
    await linkUsage(tx, {
      tenantId: this.#draft.tenantId,
      usageIds: this.#usageIds,
      places: this.#places,
      charges: this.#charges,
    });
    this.#usageIds = [];
    this.#places = [];
  }

  /** A record that stands behind a line which never came would be lost from the bill. */
  refuseOrphans(charges: readonly DraftCharge[]): void {
    const keys = new Set(charges.map(({ key }) => key));
    const orphan = [...this.#placeOf.keys()].find((key) => !keys.has(key));
    if (orphan !== undefined) throw new Error(`Usage stands behind "${orphan}", which is no charge of this period`);
  }
}
