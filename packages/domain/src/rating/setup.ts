import { periodHas } from "../days.ts";
import { oncePriced } from "./once.ts";
import type { SetupParams } from "./price-type.ts";
import type { Pricer } from "./types.ts";

/**
 * A price charged once, by the period that has its day, if the version is in force on it: a later version that repeats
 * the component does not charge it again.
 */
export const priceSetup: Pricer<SetupParams> = (component, input) => ({
  take: () => null,
  finish() {
    const { name, amount, dueOn } = component.params;
    if (input.inForce === null || !periodHas(input.inForce, dueOn)) return [];
    const description = { key: "charge.setup", values: { name, date: dueOn, currency: input.currency } };
    return [oncePriced(component.id, input, `${component.id} ${dueOn}`, description, amount, dueOn, "base")];
  },
});
