import type { Tx } from "@callbay/db/client";
import { forbidden } from "@callbay/domain/errors";
import type { VerbContext } from "../context.ts";
import { parseInput, type z } from "../verb.ts";

interface PlatformSpec<S extends z.ZodType, Out> {
  /** `entity.verb`. */
  readonly name: string;
  readonly input: S;
  readonly run: (unit: { readonly tx: Tx; readonly now: Date }, input: z.output<S>) => Promise<Out>;
}

/** A verb of our own processes over the operator's tables: the pool belongs to no tenant. */
export function platformVerb<S extends z.ZodType, Out>(spec: PlatformSpec<S, Out>) {
  return async (ctx: VerbContext, raw: z.input<S>): Promise<Out> => {
    if (ctx.actor.kind !== "system") throw forbidden(spec.name);
    const input = parseInput(spec.input, raw);
    return ctx.deps.db.asOperator((tx) => spec.run({ tx, now: ctx.now }, input));
  };
}
