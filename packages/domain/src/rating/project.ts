import { periodHas } from "../days.ts";
import { oncePriced } from "./once.ts";
import type { Milestone, ProjectParams } from "./price-type.ts";
import type { DraftCharge, Pricer, UsageFact } from "./types.ts";

/**
 * G15: a project by milestones. One with a day is charged by the period that has it, if the version is in force then;
 * one without is charged when it is reported as reached, once however often it is reported within the period.
 */
export const priceProject: Pricer<ProjectParams> = (component, input) => {
  const reported = new Map<string, UsageFact>();
  const { name, milestones } = component.params;
  const charge = (milestone: Milestone, date: string, late: boolean): DraftCharge => {
    const description = {
      key: late ? "charge.project.late" : "charge.project",
      values: { project: name, milestone: milestone.name, date, currency: input.currency },
    };
    const kind = milestone.dueOn === null ? "usage" : "base";
    return oncePriced(
      component.id,
      input,
      keyOf(component.id, milestone.key),
      description,
      milestone.amount,
      date,
      kind,
    );
  };
  return {
    take(fact) {
      if (fact.kind !== "milestone") return null;
      const milestone = milestones.find((one) => one.key === fact.key && one.dueOn === null);
      if (milestone === undefined) return null;
      if (!reported.has(milestone.key)) reported.set(milestone.key, fact);
      return keyOf(component.id, milestone.key);
    },
    finish: () =>
      milestones.flatMap((milestone) => {
        if (milestone.dueOn !== null) {
          const due = input.inForce !== null && periodHas(input.inForce, milestone.dueOn);
          return due ? [charge(milestone, milestone.dueOn, false)] : [];
        }
        const fact = reported.get(milestone.key);
        return fact ? [charge(milestone, fact.localDate, fact.localDate < input.period.from)] : [];
      }),
  };
};

function keyOf(componentId: string, milestone: string): string {
  return `${componentId} ${milestone}`;
}
