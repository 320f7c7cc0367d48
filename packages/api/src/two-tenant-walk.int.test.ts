import type { OperatorActor, TenantActor } from "@callbay/domain/actor";
import { OPERATOR_ROLES, TENANT_ROLES } from "@callbay/domain/permissions";
import { permissionsOf } from "@callbay/services/access/workspace";
import { apiContext } from "@callbay/testing/caller";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { type Recorder, recorder } from "@callbay/testing/recorder";
import { type TenantFixture, type TwoTenants, twoTenants } from "@callbay/testing/two-tenants";
import { walkEntries } from "@callbay/testing/walk/entries";
import type { WalkEntry } from "@callbay/testing/walk/entry";
import { fingerprint } from "@callbay/testing/walk/fingerprint";
import { type Outcome, outcomeOf, uuidsIn, withRandomIds } from "@callbay/testing/walk/outcome";
import { undone } from "@callbay/testing/walk/undone";
import { type AnyTRPCProcedure, type AnyTRPCRouter, callTRPCProcedure } from "@trpc/server";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appRouter } from "./router.ts";
import type { ProcedureMeta } from "./trpc.ts";

/**
 * Walks every procedure with another tenant's ids. The owner's own call must reach the procedure (else the walk would
 * prove nothing); everybody else must get exactly what they get for ids that nothing has, and tenant A must be
 * byte for byte what it was.
 */
const wide: AnyTRPCRouter = appRouter;
const procedures: Record<string, AnyTRPCProcedure> = wide._def.procedures;
const paths = Object.keys(procedures).filter((path) => procedures[path]?._def.type !== "subscription");

let database: TestDatabase;
let owner: pg.Client;
let world: TwoTenants;
/** Commits what it does. */
let lasting: Recorder;
/** Takes back what it does. */
let passing: Recorder;
/** Tenant A as it was made, and as it must be found after every step. */
let untouched: Readonly<Record<string, string>>;
/** Ids that only tenant A has. */
let idsOfA: ReadonlySet<string>;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await twoTenants(database.db);
  lasting = recorder(database.db);
  passing = recorder(undone(database.db));
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  untouched = await fingerprint(owner, world.a.tenantId);
  const shared = new Set([...uuidsIn(world.platform), ...uuidsIn(world.b)]);
  idsOfA = new Set(uuidsIn(world.a).filter((id) => !shared.has(id)));
});
afterAll(async () => {
  await owner.end();
  await database.close();
});

type Actor = OperatorActor | TenantActor | null;

async function call(record: Recorder, path: string, actor: Actor, input: unknown): Promise<Outcome> {
  const type = procedures[path]?._def.type ?? "query";
  const outcome = await outcomeOf(() =>
    callTRPCProcedure({
      router: appRouter,
      path,
      type,
      getRawInput: async () => input,
      ctx: apiContext(record, actor, world.now),
      signal: undefined,
      batchIndex: 0,
    }),
  );
  const [failure] = record.failures.splice(0);
  if (failure) throw failure;
  return outcome;
}

function entryOf(path: string): WalkEntry {
  const entry = walkEntries[path];
  if (!entry)
    throw new Error(`${path} has no entry in packages/testing/src/walk/entries/: the walk cannot exercise it`);
  return entry;
}

function permissionOf(path: string): string | null {
  const meta: ProcedureMeta | undefined = procedures[path]?.meta;
  return entryOf(path).permission ?? meta?.permission ?? null;
}

function tenantActor(of: TenantFixture, { as, spare }: WalkEntry): TenantActor {
  if (spare) return of.spareAgent.actor;
  const role = TENANT_ROLES.find((one) => one === as);
  return of.people[role ?? "owner"].actor;
}

/** Whoever does this with tenant A's data in real life. */
function rightful(entry: WalkEntry): Actor {
  if (entry.side === "public") return null;
  if (entry.side !== "operator") return tenantActor(world.a, entry);
  const role = OPERATOR_ROLES.find((one) => one === entry.as);
  return world.platform.operators[role ?? "admin"].actor;
}

const refused = (kind: string) => expect.objectContaining({ ok: false, kind });

test("every procedure has an entry, and every entry a procedure", () => {
  expect(Object.keys(walkEntries).sort()).toEqual([...paths].sort());
});

describe.each(paths)("%s", (path) => {
  test("is reached by whoever may, with their own ids", async () => {
    const entry = entryOf(path);
    const outcome = await call(passing, path, rightful(entry), entry.input(world.a, world));
    if (outcome.ok) return;
    expect([path, outcome.code, outcome.text, entry.mayEndWith ?? []]).toEqual([
      path,
      expect.toSatisfy((code: string) => entry.mayEndWith?.includes(code) ?? false),
      outcome.text,
      entry.mayEndWith ?? [],
    ]);
    expect(["FORBIDDEN", "INVALID_INPUT", "NOT_FOUND", "UNEXPECTED"]).not.toContain(outcome.code);
  });

  test("refuses whoever lacks the permission, and whoever is on the other side", async () => {
    const entry = entryOf(path);
    const input = entry.input(world.a, world);
    if (entry.side !== "public") expect(await call(lasting, path, null, input)).toEqual(refused("unauthenticated"));
    if (entry.side === "public" || entry.side === "account") return;
    const permission = permissionOf(path);
    expect(permission, `${path} does not tell its permission`).not.toBeNull();
    const people = [
      ...TENANT_ROLES.flatMap((role) => [world.a.people[role].actor, world.b.people[role].actor]),
      ...OPERATOR_ROLES.map((role) => world.platform.operators[role].actor),
    ];
    for (const actor of people) {
      if ((permissionsOf(actor) as string[]).includes(permission ?? "")) continue;
      expect([actor.role, await call(lasting, path, actor, input)]).toEqual([actor.role, refused("forbidden")]);
    }
    expect(await fingerprint(owner, world.a.tenantId)).toEqual(untouched);
  });

  test("answers another tenant as if A's ids were nobody's, and leaves A as it was", async () => {
    const entry = entryOf(path);
    const input = entry.input(world.a, world);
    const ids = uuidsIn(input).filter((id) => idsOfA.has(id));
    if (entry.side === "tenant" || entry.side === "account") {
      const strangers =
        ids.length > 0 ? TENANT_ROLES.map((role) => world.b.people[role].actor) : [tenantActor(world.b, entry)];
      for (const stranger of strangers) await compare(path, stranger, input, ids);
    } else if (entry.side === "operator") {
      // An operator's people see all tenants: what they must not do is mix the rows of two.
      const mixed = withTenant(input, world.b.tenantId);
      if (mixed && ids.length > 1) await compare(path, rightful(entry), mixed, ids);
    } else {
      const outcome = await call(lasting, path, world.b.people.owner.actor, input);
      if (!outcome.ok) expect(entry.mayEndWith ?? []).toContain(outcome.code);
    }
    expect(await fingerprint(owner, world.a.tenantId)).toEqual(untouched);
  });
});

async function compare(path: string, stranger: Actor, input: unknown, ids: readonly string[]): Promise<void> {
  const { input: nobodys, undo } = withRandomIds(input, ids);
  const foreign = await call(lasting, path, stranger, input);
  if (ids.length === 0) {
    expect(foreign.ok ? [] : [foreign.code], path).not.toContain("INVALID_INPUT");
  } else {
    const missing = await call(lasting, path, stranger, nobodys);
    expect({ ...foreign, role: stranger?.role }).toEqual({
      ...missing,
      text: undo(missing.text),
      role: stranger?.role,
    });
    expect(foreign.ok ? "answered" : foreign.kind).toMatch(/^(answered|not_found|forbidden)$/);
  }
  // Whatever it answered, nothing of A is in it but what was sent.
  const leaked = uuidsIn(foreign.text).filter((id) => idsOfA.has(id) && !ids.includes(id));
  expect(leaked).toEqual([]);
  expect(foreign.text).not.toContain("alder");
}

/** The input with another tenant named in it; null when it names none. */
function withTenant(input: unknown, tenantId: string): unknown {
  if (input === null || typeof input !== "object" || !("tenantId" in input)) return null;
  return { ...input, tenantId };
}

describe("live.events", () => {
  test("tells a tenant its own events and not another's", async () => {
    const controller = new AbortController();
    const stream = await callTRPCProcedure({
      router: appRouter,
      path: "live.events",
      type: "subscription",
      getRawInput: async () => undefined,
      ctx: apiContext(lasting, world.b.people.owner.actor, world.now),
      signal: controller.signal,
      batchIndex: 0,
    });
    const events = (stream as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    const first = events.next();
    await lasting.subscribed();
    const publish = (tenantId: string, campaignId: string) =>
      lasting.deps.events.publish({ tenantId }, { type: "campaign.changed", campaignId });
    await publish(world.a.tenantId, world.a.campaignId);
    await publish(world.b.tenantId, world.b.campaignId);
    expect(await first).toEqual({ done: false, value: { type: "campaign.changed", campaignId: world.b.campaignId } });
    controller.abort();
    expect((await events.next()).done).toBe(true);
  });

  test("is refused to nobody", async () => {
    const nobody = callTRPCProcedure({
      router: appRouter,
      path: "live.events",
      type: "subscription",
      getRawInput: async () => undefined,
      ctx: apiContext(lasting, null, world.now),
      signal: undefined,
      batchIndex: 0,
    });
    await expect(nobody).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});
