import type { OperatorActor, TenantActor } from "@callbay/domain/actor";
import { CallbayError } from "@callbay/domain/errors";
import type { VerbContext } from "@callbay/services/context";
import type { Verb } from "@callbay/services/verb";
import { initTRPC } from "@trpc/server";
import superjson from "superjson";
import type { z } from "zod";
import type { ApiContext } from "./context.ts";
import { asRefusal, type ErrorData, isUnexpected, toTrpcError } from "./errors.ts";

/** Calls in one HTTP request; unlimited by default, so handler and client must both be given it. */
export const MAX_BATCH_SIZE = 20;

/** What a procedure is the transport of; the two-tenant walk reads it. */
export interface ProcedureMeta {
  readonly verb: string;
  readonly permission: string | null;
}

const t = initTRPC
  .context<ApiContext>()
  .meta<ProcedureMeta>()
  .create({
    transformer: superjson,
    isDev: false,
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
    errorFormatter: ({ shape, error, ctx }) => {
      const { code, message, details } = asRefusal(error, ctx?.requestId ?? "unknown");
      const callbay: ErrorData = { code, message, details };
      const { stack: _never, ...data } = shape.data;
      return { ...shape, message, data: { ...data, callbay } };
    },
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Refusals get their status here, the unexpected its log line; nothing else catches. */
const translateErrors = t.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  if (isUnexpected(result.error))
    ctx.logger.error({ err: result.error.cause ?? result.error, path, requestId: ctx.requestId }, "Unexpected error");
  throw toTrpcError(asRefusal(result.error, ctx.requestId));
});

/** Each call of a batch counts by itself, so that batching buys nobody a greater share. */
const limitCalls = t.middleware(async ({ ctx, next }) => {
  const key = ctx.actor && ctx.actor.kind !== "system" ? `account:${ctx.actor.accountId}` : `ip:${ctx.ip ?? "unknown"}`;
  const answer = await ctx.limiter?.take(key);
  if (answer && !answer.allowed) {
    const seconds = Math.ceil(answer.retryAfterMs / 1000);
    throw new CallbayError(
      "rate_limited",
      "TOO_MANY_REQUESTS",
      `Too many requests. Nothing was changed; try again in ${seconds} s.`,
      { retryAfterMs: answer.retryAfterMs },
    );
  }
  return next();
});

const baseProcedure = t.procedure.use(translateErrors).use(limitCalls);

/** For people who have not signed in: sign-in helpers and invitations. */
export const publicProcedure = baseProcedure;

type UserActor = OperatorActor | TenantActor;

function verbContext<A extends UserActor>(ctx: ApiContext, actor: A): VerbContext & { readonly actor: A } {
  return { deps: ctx.deps, actor, now: ctx.now, requestId: ctx.requestId, ip: ctx.ip };
}

const notSignedIn = (): CallbayError =>
  new CallbayError("unauthenticated", "NOT_SIGNED_IN", "You are not signed in any more. Sign in and try again.");

const wrongSide = (): CallbayError =>
  new CallbayError(
    "forbidden",
    "FORBIDDEN",
    "This belongs to another workspace than the one you are in. Nothing was changed.",
  );

/** Anybody signed in, in whichever workspace. */
export const signedInProcedure = baseProcedure.use(({ ctx, next }) => {
  const { actor } = ctx;
  if (!actor || actor.kind === "system") throw notSignedIn();
  return next({ ctx: { ...ctx, actor, verb: verbContext(ctx, actor) } });
});

/** People of a tenant, in their workspace. */
export const tenantProcedure = signedInProcedure.use(({ ctx, next }) => {
  const { actor } = ctx;
  if (actor.kind !== "tenant") throw wrongSide();
  return next({ ctx: { ...ctx, actor, verb: verbContext(ctx, actor) } });
});

/** The operator's people, in their console. */
export const operatorProcedure = signedInProcedure.use(({ ctx, next }) => {
  const { actor } = ctx;
  if (actor.kind !== "operator") throw wrongSide();
  return next({ ctx: { ...ctx, actor, verb: verbContext(ctx, actor) } });
});

/** A verb without required fields may be called without any input at all. */
type VerbInput<S extends z.ZodType> = Record<never, never> extends z.input<S> ? z.input<S> | undefined : z.input<S>;

/**
 * The query procedure of a verb, of either side: the verb itself says who may and parses what was sent, in that
 * order, so that nothing is said here twice.
 */
export function ask<S extends z.ZodType, Out>(verb: Verb<S, Out>) {
  return about(verb)
    .input(unparsed<S>)
    .query(({ ctx, input }) => verb(ctx.verb, input as z.input<S>));
}

/** The mutation procedure of a verb; see `ask`. */
export function change<S extends z.ZodType, Out>(verb: Verb<S, Out>) {
  return about(verb)
    .input(unparsed<S>)
    .mutation(({ ctx, input }) => verb(ctx.verb, input as z.input<S>));
}

// The cast in both undoes tRPC's "was an input declared?" conditional, which TypeScript cannot resolve for a generic S.

function about({ verbName, permission }: { verbName: string; permission: string | null }) {
  return signedInProcedure.meta({ verb: verbName, permission });
}

/** Hands the input on as it came: the verb parses it after it has authorised. */
function unparsed<S extends z.ZodType>(raw: unknown): VerbInput<S> {
  return (raw ?? {}) as VerbInput<S>;
}
