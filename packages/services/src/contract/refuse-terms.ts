import type { LocalDate } from "@callbay/domain/calendar";
import { CallbayError } from "@callbay/domain/errors";
import { overlappingHours } from "@callbay/domain/rating/hourly-clock";
import type { PriceComponentParams } from "@callbay/domain/rating/price-type";

/** A day of a component outside the days of its terms would never be charged. @throws CallbayError COMPONENT_DAY_REFUSED. */
export function refuseDays(
  components: readonly PriceComponentParams[],
  { from, lastDay }: { readonly from: LocalDate; readonly lastDay: LocalDate | null },
): void {
  for (const { at, day } of components.flatMap(daysOf)) {
    if (day >= from && (lastDay === null || day <= lastDay)) continue;
    throw new CallbayError(
      "invalid",
      "COMPONENT_DAY_REFUSED",
      `These terms hold from ${from}${lastDay ? ` to ${lastDay}` : ""}, and ${day} is outside. Nothing was changed; choose a day within them.`,
      { path: `terms.${at}`, day, from, lastDay },
    );
  }
}

function daysOf(params: PriceComponentParams, index: number): { at: string; day: LocalDate }[] {
  const at = `components.${index}.params`;
  if (params.type === "setup") return [{ at: `${at}.dueOn`, day: params.dueOn }];
  if (params.type !== "project") return [];
  return params.milestones.flatMap(({ dueOn }, one) =>
    dueOn === null ? [] : [{ at: `${at}.milestones.${one}.dueOn`, day: dueOn }],
  );
}

/** The same time of the same people is billed by one price. @throws CallbayError HOURS_OVERLAP. */
export function refuseTwoHourly(components: readonly PriceComponentParams[]): void {
  const [overlap] = overlappingHours(components);
  if (!overlap) return;
  throw new CallbayError(
    "invalid",
    "HOURS_OVERLAP",
    `Two prices by the hour bill the same time (${overlap.states.join(", ")}). Nothing was changed; let their states or roles differ.`,
    {
      path: `terms.components.${overlap.second}`,
      other: `terms.components.${overlap.first}`,
      states: overlap.states,
      roles: overlap.roles,
    },
  );
}

/** A rejected success is taken back at the one price that it was charged at. @throws CallbayError COMMISSION_OVERLAP. */
export function refuseTwoCommissions(components: readonly PriceComponentParams[]): void {
  const found = components.flatMap((params, index) => (params.type === "commission" ? [{ params, index }] : []));
  for (const [position, { params, index }] of found.entries()) {
    const other = found
      .slice(0, position)
      .find(
        (one) =>
          one.params.direction === null || params.direction === null || one.params.direction === params.direction,
      );
    if (!other) continue;
    throw new CallbayError(
      "invalid",
      "COMMISSION_OVERLAP",
      "Two commissions are paid for the same success. Nothing was changed; let their directions differ.",
      { path: `terms.components.${index}`, other: `terms.components.${other.index}` },
    );
  }
}
