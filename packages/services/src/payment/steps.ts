import type { OperatorPermission, TenantPermission } from "@callbay/domain/permissions";
import type { VerbContext } from "../context.ts";
import { parseInput, type Verb, type z } from "../verb.ts";

interface StepsSpec<S extends z.ZodType, Out> {
  /** `entity.verb`; its steps have names of their own. */
  readonly name: string;
  readonly permission: TenantPermission | OperatorPermission;
  readonly input: S;
  readonly run: (ctx: VerbContext, input: z.output<S>) => Promise<Out>;
}

/**
 * A change that asks somebody outside between two transactions, and holds neither open meanwhile. Its steps are verbs
 * that no procedure carries: the first of them authorises, before anything else is done.
 */
export function verbInSteps<S extends z.ZodType, Out>(spec: StepsSpec<S, Out>): Verb<S, Out> {
  const call = async (ctx: VerbContext, raw: z.input<S>): Promise<Out> => spec.run(ctx, parseInput(spec.input, raw));
  return Object.assign(call, {
    verbName: spec.name,
    input: spec.input,
    permission: spec.permission,
    kind: "verb" as const,
  });
}
