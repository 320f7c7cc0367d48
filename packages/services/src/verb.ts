import type { Prisma, RawTx, Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import type { Actor, OperatorActor, SystemActor, TenantActor } from "@callbay/domain/actor";
import { CallbayError, forbidden } from "@callbay/domain/errors";
import { type OperatorPermission, operatorMay, type TenantPermission, tenantMay } from "@callbay/domain/permissions";
import { type JobDefinition, orWhenBack, type Payload } from "@callbay/jobs/define";
import type { Audience, LiveEvent } from "@callbay/jobs/events";
import { z } from "zod";
import type { Deps, VerbContext } from "./context.ts";

/**
 * The one skeleton of a verb: authorise → parse → transaction → load within the tenant → conditional write →
 * audit row → events after commit. A verb file says only what is its own; a changing verb that wrote no audit row
 * is refused before it commits.
 */
export interface Unit<A extends Actor = Actor> {
  readonly tx: Tx;
  readonly actor: A;
  readonly now: Date;
  readonly deps: Deps;
  /** Writes an audit row in this transaction. Never put a full phone number or a secret into it. */
  audit(entry: AuditEntry): Promise<void>;
  /** Publishes after the commit, to the tenant of this unit unless another audience is named. */
  emit(event: LiveEvent, audience?: Audience): void;
  /**
   * Puts a job on its queue after the commit. While the queue is away the verb answers all the same: the job is put on
   * it when it is back, or found again by the worker in what was committed.
   */
  enqueue<J extends JobDefinition>(job: J, payload: Payload<J>, options?: { delayMs?: number }): void;
  /** Runs after the commit and before the verb answers; what fails here fails the verb's answer, not its data. */
  afterCommit(effect: () => Promise<void>): void;
}

export interface TenantUnit<A extends Actor = Actor> extends Unit<A> {
  readonly tenantId: string;
}

export interface AuditEntry {
  /** `entity.verb`, as the permission is named. */
  readonly action: string;
  readonly entity: string;
  readonly entityId: string;
  /** The tenant concerned, where an operator acts on one. */
  readonly tenantId?: string;
  readonly before?: Prisma.InputJsonValue;
  readonly after?: Prisma.InputJsonValue;
}

type Kind = "query" | "verb";

interface Spec<S extends z.ZodType, U, Out> {
  /** `entity.verb`. */
  readonly name: string;
  readonly input: S;
  readonly run: (unit: U, input: z.output<S>) => Promise<Out>;
  /** Milliseconds the transaction may take (default 15,000). */
  readonly timeoutMs?: number;
  /** Its statements carry thousands of rows: see TransactionOptions. */
  readonly bulk?: boolean;
  /** It needs plain SQL alone: see `hotVerb`. */
  readonly raw?: boolean;
}

/** A verb: call it with the context and an input that is parsed here, whatever the caller's types said. */
export interface Verb<S extends z.ZodType, Out> {
  (ctx: VerbContext, input: z.input<S>): Promise<Out>;
  readonly verbName: string;
  readonly input: S;
  readonly permission: TenantPermission | OperatorPermission | null;
  readonly kind: Kind;
}

interface TenantSpec<S extends z.ZodType, Out> extends Spec<S, TenantUnit<TenantActor>, Out> {
  readonly permission: TenantPermission;
}
interface OperatorSpec<S extends z.ZodType, Out> extends Spec<S, Unit<OperatorActor>, Out> {
  readonly permission: OperatorPermission;
}
type AccountSpec<S extends z.ZodType, Out> = Spec<S, Unit<OperatorActor | TenantActor>, Out>;
type SystemSpec<S extends z.ZodType<{ tenantId: string }>, Out> = Spec<S, TenantUnit<SystemActor>, Out>;

/** A change by a person of a tenant, in their own workspace. */
export const tenantVerb = <S extends z.ZodType, Out>(spec: TenantSpec<S, Out>): Verb<S, Out> => tenant(spec, "verb");
/** A reading by a person of a tenant, in their own workspace. */
export const tenantQuery = <S extends z.ZodType, Out>(spec: TenantSpec<S, Out>): Verb<S, Out> => tenant(spec, "query");
/** A change by the operator's people, over all tenants. */
export const operatorVerb = <S extends z.ZodType, Out>(spec: OperatorSpec<S, Out>): Verb<S, Out> =>
  operator(spec, "verb");
/** A reading by the operator's people, over all tenants. */
export const operatorQuery = <S extends z.ZodType, Out>(spec: OperatorSpec<S, Out>): Verb<S, Out> =>
  operator(spec, "query");

/** A change by one of our own processes for the tenant its input names. Call events are its trail: no audit row. */
export function systemVerb<S extends z.ZodType<{ tenantId: string }>, Out>(spec: SystemSpec<S, Out>): Verb<S, Out> {
  return build(spec, null, "query", (ctx, input) => {
    if (ctx.actor.kind !== "system") throw forbidden(spec.name);
    return { actor: ctx.actor, tenantId: input.tenantId };
  });
}

/** What a hot verb works with: plain SQL, and no audit row. */
export interface HotUnit extends Omit<TenantUnit<SystemActor>, "tx" | "audit"> {
  readonly tx: RawTx;
}

/** A system verb that every call goes through: its transaction knows SQL alone, and costs a tenth. */
export function hotVerb<S extends z.ZodType<{ tenantId: string }>, Out>(spec: Spec<S, HotUnit, Out>): Verb<S, Out> {
  const run = (unit: TenantUnit<SystemActor>, input: z.output<S>) => spec.run(unit, input);
  return build<S, TenantUnit<SystemActor>, Out>({ ...spec, run, raw: true }, null, "query", (ctx, input) => {
    if (ctx.actor.kind !== "system") throw forbidden(spec.name);
    return { actor: ctx.actor, tenantId: input.tenantId };
  });
}

/**
 * A change by a signed-in person to what is theirs alone, in whichever workspace: preferences, sessions. It runs in
 * the scope of sign-in, which sees no tenant's business, so `run` must itself bind every row to `actor.accountId`.
 */
export const accountVerb = <S extends z.ZodType, Out>(spec: AccountSpec<S, Out>): Verb<S, Out> => account(spec, "verb");
/** A reading by a signed-in person of what is theirs alone; see `accountVerb`. */
export const accountQuery = <S extends z.ZodType, Out>(spec: AccountSpec<S, Out>): Verb<S, Out> =>
  account(spec, "query");

function account<S extends z.ZodType, Out>(spec: AccountSpec<S, Out>, kind: Kind): Verb<S, Out> {
  return build(spec, null, kind, (ctx) => {
    if (ctx.actor.kind === "system") throw forbidden(spec.name);
    return { actor: ctx.actor, tenantId: null, scope: "auth" };
  });
}

function tenant<S extends z.ZodType, Out>(spec: TenantSpec<S, Out>, kind: Kind): Verb<S, Out> {
  return build(spec, spec.permission, kind, (ctx) => {
    if (ctx.actor.kind !== "tenant" || !tenantMay(ctx.actor.role, spec.permission)) throw forbidden(spec.permission);
    requireSecondFactor(ctx.actor);
    return { actor: ctx.actor, tenantId: ctx.actor.tenantId };
  });
}

function operator<S extends z.ZodType, Out>(spec: OperatorSpec<S, Out>, kind: Kind): Verb<S, Out> {
  return build(spec, spec.permission, kind, (ctx) => {
    if (ctx.actor.kind !== "operator" || !operatorMay(ctx.actor.role, spec.permission))
      throw forbidden(spec.permission);
    requireSecondFactor(ctx.actor);
    return { actor: ctx.actor, tenantId: null };
  });
}

/** Whoever must have a second factor and has none may set one up, by the verbs of their own account, and nothing else. */
function requireSecondFactor({ secondFactorMissing }: OperatorActor | TenantActor): void {
  if (secondFactorMissing)
    throw new CallbayError(
      "forbidden",
      "SECOND_FACTOR_REQUIRED",
      "Your role needs a second factor here. Nothing was changed; set one up on your account page first.",
    );
}

interface Authorised<U extends Unit> {
  readonly actor: U["actor"];
  readonly tenantId: string | null;
  /** Which scope of row-level security, where there is no tenant. */
  readonly scope?: "auth";
}

function build<S extends z.ZodType, U extends Unit, Out>(
  spec: Spec<S, U, Out>,
  permission: TenantPermission | OperatorPermission | null,
  kind: Kind,
  authorise: (ctx: VerbContext, input: z.output<S>) => Authorised<U>,
): Verb<S, Out> {
  const call = async (ctx: VerbContext, raw: z.input<S>): Promise<Out> => {
    const { onVerb } = ctx.deps;
    if (!onVerb) return act(ctx, raw);
    const begun = performance.now();
    try {
      const out = await act(ctx, raw);
      onVerb(spec.name, "ok", performance.now() - begun);
      return out;
    } catch (error) {
      onVerb(spec.name, error instanceof CallbayError ? error.code : "UNEXPECTED", performance.now() - begun);
      throw error;
    }
  };
  const act = async (ctx: VerbContext, raw: z.input<S>): Promise<Out> => {
    // Who may not act learns nothing about the input: a refused role is refused before parsing,
    // except for our own processes, whose input names the tenant.
    if (permission) authorise(ctx, raw as z.output<S>);
    const input = parseInput(spec.input, raw);
    const { actor, tenantId, scope } = authorise(ctx, input);
    const effects: (() => Promise<void>)[] = [];
    let audited = kind === "query";
    const run = async (tx: Tx): Promise<Out> => {
      const unit: TenantUnit = {
        tx,
        actor,
        now: ctx.now,
        deps: ctx.deps,
        tenantId: tenantId ?? "",
        audit: async (entry) => {
          audited = true;
          await writeAudit(tx, ctx, tenantId, entry);
        },
        emit: (event, audience) => {
          effects.push(() => ctx.deps.events.publish(audience ?? (tenantId ? { tenantId } : "operator"), event));
        },
        enqueue: (job, payload, options) => {
          effects.push(() => orWhenBack(ctx.deps.jobs.enqueue(job, payload, options)));
        },
        afterCommit: (effect) => {
          effects.push(effect);
        },
      };
      const out = await spec.run(unit as unknown as U, input);
      if (!audited) throw new Error(`${spec.name} changed something and wrote no audit row`);
      return out;
    };
    const options = {
      ...(spec.timeoutMs === undefined ? {} : { timeoutMs: spec.timeoutMs }),
      ...(spec.bulk ? { bulk: true } : {}),
    };
    const out = await (tenantId
      ? spec.raw
        ? // Its `run` was typed to take no more than this.
          ctx.deps.db.withTenantRaw(tenantId, (tx) => run(tx as Tx), options)
        : ctx.deps.db.withTenant(tenantId, run, options)
      : scope === "auth"
        ? ctx.deps.db.asAuthenticator(run, options)
        : ctx.deps.db.asOperator(run, options));
    for (const effect of effects) await effect();
    return out;
  };
  return Object.assign(call, { verbName: spec.name, input: spec.input, permission, kind });
}

/** Parses, or refuses with the field named. */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  const where = issues[0]?.path ? ` (${issues[0].path}: ${issues[0].message})` : "";
  throw new CallbayError(
    "invalid",
    "INVALID_INPUT",
    `Some of what was sent is not valid${where}. Nothing was changed.`,
    {
      issues,
    },
  );
}

async function writeAudit(tx: Tx, ctx: VerbContext, tenantId: string | null, entry: AuditEntry): Promise<void> {
  const { actor } = ctx;
  await tx.auditLog.createMany({
    data: {
      id: newId(),
      tenantId: entry.tenantId ?? tenantId,
      at: ctx.now,
      actorKind: actor.kind === "system" ? "system" : "user",
      actorId: actor.kind === "system" ? null : actor.accountId,
      actorName: actor.name,
      action: entry.action,
      entity: entry.entity,
      entityId: entry.entityId,
      ...(entry.before === undefined ? {} : { before: entry.before }),
      ...(entry.after === undefined ? {} : { after: entry.after }),
      requestId: ctx.requestId,
      ip: ctx.ip ?? null,
    },
  });
}

export { z };
