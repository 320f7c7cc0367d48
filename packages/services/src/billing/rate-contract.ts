import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { linkUsage } from "@callbay/db/sql/billing-stream";
import type { Period } from "@callbay/domain/calendar";
import type { DraftCharge, RatedPeriod, TakenBy } from "@callbay/domain/rating/rate";
import type { LoadedContract } from "../contract/load.ts";
import { openRating, usagePages } from "./rating-input.ts";

/** A priced period whose usage is linked to the ids that its charges will have. */
export interface LinkedPeriod {
  readonly rated: RatedPeriod<DraftCharge>;
  /** The id of a charge, by its key. */
  chargeId(key: string): string;
}

/**
 * Prices a period from the usage written for it and links each record to its charges as it goes: a million calls are
 * never in memory at once. The charges are still to be written; Postgres asks for them at the commit.
 */
export async function rateAndLink(tx: Tx, contract: LoadedContract, period: Period): Promise<LinkedPeriod> {
  const pricing = await openRating(tx, contract, period);
  const linker = new Linker(contract.row.tenantId);
  for await (const facts of usagePages(tx, contract, period)) {
    for (const fact of facts) for (const one of pricing.take(fact)) linker.add(fact.id, one);
    await linker.flush(tx);
  }
  const rated = pricing.finish();
  linker.refuseOrphans(rated.charges);
  return { rated, chargeId: (key) => linker.chargeId(key) };
}

/** Gives each charge its id when its key first comes up, and writes which usage it stands on, page by page. */
class Linker {
  readonly #tenantId: string;
  readonly #placeOf = new Map<string, number>();
  readonly #componentIds: string[] = [];
  readonly #chargeIds: string[] = [];
  #usageIds: string[] = [];
  #places: number[] = [];

  constructor(tenantId: string) {
    this.#tenantId = tenantId;
  }

  add(usageId: string, { componentId, key }: TakenBy): void {
    let place = this.#placeOf.get(key);
    if (place === undefined) {
      place = this.#chargeIds.push(newId()) - 1;
      this.#componentIds.push(componentId);
      this.#placeOf.set(key, place);
    }
    this.#usageIds.push(usageId);
    this.#places.push(place);
  }

  chargeId(key: string): string {
    const place = this.#placeOf.get(key);
    return (place === undefined ? undefined : this.#chargeIds[place]) ?? newId();
  }

  async flush(tx: Tx): Promise<void> {
    const links = { tenantId: this.#tenantId, usageIds: this.#usageIds, places: this.#places };
    await linkUsage(tx, { ...links, componentIds: this.#componentIds, chargeIds: this.#chargeIds });
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
