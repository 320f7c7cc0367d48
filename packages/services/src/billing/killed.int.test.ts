import { createDb, type Db, type Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { createTestDatabase, required, type TestDatabase } from "@callbay/testing/database";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  activeContract,
  type BillingWorld,
  OPERATOR,
  openBillingWorld,
  TERMS,
  type TestClient,
} from "./billing-world.ts";
import { closePeriod } from "./close.ts";
import { discardInvoice } from "./discard.ts";

let database: TestDatabase;
let world: BillingWorld;
let admin: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await openBillingWorld(database.db);
  admin = new pg.Client({ connectionString: required("TEST_DATABASE_ADMIN_URL") });
  await admin.connect();
});
afterAll(async () => {
  await admin?.end();
  await database?.close();
});

/** Three pages of calls, and some of other kinds: enough that a closing has a beginning, a middle and an end. */
const CALLS = 41_000;

async function manyCalls(client: TestClient, contractId: string): Promise<void> {
  const { tenantId } = client;
  await world.db.asOperator(async (tx) => {
    const version = await tx.contractVersion.findFirstOrThrow({ where: { tenantId, contractId } });
    await tx.$executeRaw`
      INSERT INTO usage_record (tenant_id, id, kind, source_key, contract_id, contract_version_id, direction,
                                occurred_at, local_date, quantity, data)
      SELECT ${tenantId}::uuid, gen_random_uuid(), 'call', 'call:' || n, ${contractId}::uuid, ${version.id}::uuid,
             'outbound', '2026-03-01Z'::timestamptz + n * interval '55 seconds', '2026-03-01'::date + n / 1571, 1,
             jsonb_build_object('talkMs', 10000 + n % 90000, 'outcome', 'answered')
      FROM generate_series(0, ${CALLS - 1}) AS n`;
  });
}

/** What was charged, and on which usage, without the ids that each writing gets anew. */
async function chargesOf({ tenantId }: TestClient, invoiceId: string): Promise<string> {
  const charges = await world.db.asOperator(
    (tx) => tx.$queryRaw<unknown[]>`
      SELECT c.position, c.kind, c.month, c.metered::text, c.component_id, c.contract_version_id, c.description,
             c.quantity_micros::text, c.unit, c.unit_price_micros::text, c.amount_minor::text, c.arithmetic,
             c.period_from::text, c.period_to::text, count(cu.usage_id)::int AS usages,
             md5(string_agg(cu.usage_id::text, ' ' ORDER BY cu.usage_id)) AS digest
      FROM charge c LEFT JOIN charge_usage cu ON cu.tenant_id = c.tenant_id AND cu.charge_id = c.id
      WHERE c.tenant_id = ${tenantId}::uuid AND c.invoice_id = ${invoiceId}::uuid
      GROUP BY c.tenant_id, c.id ORDER BY c.position`,
  );
  return JSON.stringify(charges);
}

const countRows = ({ tenantId }: TestClient) =>
  world.db.asOperator(async (tx) => [
    await tx.invoice.count({ where: { tenantId } }),
    await tx.charge.count({ where: { tenantId } }),
    await tx.chargeUsage.count({ where: { tenantId } }),
  ]);

interface Kill {
  /** Before which statement of the transaction, counted from 1; the commit comes after the last. */
  readonly at: number;
  /** While the statement is under way, or before it is sent. */
  readonly during: boolean;
}

/** A database whose backend is terminated at a statement. `statements` says how many there were without one. */
function mortal(db: Db, kill: Kill | null): { db: Db; statements: () => number } {
  let count = 0;
  let killing: Promise<unknown> = Promise.resolve();
  const watched = async (tx: Tx): Promise<Tx> => {
    const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    const before = async (): Promise<void> => {
      count += 1;
      if (count !== kill?.at) return;
      killing = admin.query("SELECT pg_terminate_backend($1)", [row?.pid]);
      if (!kill.during) await killing;
    };
    const wrap = (target: object): object =>
      new Proxy(target, {
        get(of, name) {
          const found: unknown = Reflect.get(of, name);
          if (typeof found === "function") {
            return async (...args: unknown[]) => {
              await before();
              return Reflect.apply(found, of, args);
            };
          }
          return typeof found === "object" && found !== null ? wrap(found) : found;
        },
      });
    return wrap(tx) as Tx;
  };
  return {
    statements: () => count,
    db: {
      ...db,
      asOperator: (fn, options) =>
        db.asOperator(async (tx) => {
          const out = await fn(await watched(tx));
          // However late it comes, it comes before the commit.
          await killing;
          count += 1;
          if (count === kill?.at) await admin.query("SELECT pg_terminate_backend($1)", [await pidOf(tx)]);
          return out;
        }, options),
    },
  };
}

async function pidOf(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  return row?.pid ?? 0;
}

it("killed anywhere and done again, a closing charges the same, byte for byte", async () => {
  const client = await world.client({ timezone: "UTC" });
  const { tenantId } = client;
  const tiers = [
    { from: 1_000, rate: "0.70" },
    { from: 30_000, rate: "0.555" },
  ];
  const contractId = await activeContract(world, client, {
    terms: {
      ...TERMS,
      components: [
        { type: "per_call", direction: "outbound", params: { rate: "0.85", baseFee: "620", tiers } },
        { type: "per_minute", direction: "outbound", params: { rate: "0.123", increments: { first: 6, next: 1 } } },
      ],
    },
  });
  await manyCalls(client, contractId);
  await world.db.asOperator((tx) =>
    tx.contractCredit.createMany({
      data: {
        tenantId,
        id: newId(),
        contractId,
        amountMinor: 5_000n,
        reason: "Sorry",
        createdAt: new Date("2026-03-05T00:00:00Z"),
        createdBy: "Ma Operator",
      },
    }),
  );
  const close = (db: Db) => {
    const context = world.as(OPERATOR, "2026-04-01T01:00:00Z");
    return closePeriod({ ...context, deps: { ...context.deps, db } }, { tenantId, contractId, periodTo: "2026-04-01" });
  };
  const discard = (invoiceId: string) =>
    discardInvoice(world.as(OPERATOR, "2026-04-01T02:00:00Z"), { tenantId, invoiceId });

  const calm = mortal(world.db, null);
  const { invoiceId } = await close(calm.db);
  const expected = await chargesOf(client, invoiceId);
  const statements = calm.statements();
  expect(statements).toBeGreaterThan(20);
  await discard(invoiceId);
  expect(await countRows(client)).toEqual([0, 0, 0]);

  const points = fc.record({ at: fc.integer({ min: 1, max: statements }), during: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(points, async (kill) => {
      // A process of its own, which dies with its connection; another one comes after it.
      const doomed = createDb({ url: database.appUrl, poolSize: 1 });
      await expect(close(mortal(doomed, kill).db)).rejects.toThrow();
      await doomed.close();
      expect(await countRows(client)).toEqual([0, 0, 0]);
      const again = await close(world.db);
      expect(again.created).toBe(true);
      expect(await chargesOf(client, again.invoiceId)).toBe(expected);
      await discard(again.invoiceId);
    }),
    { numRuns: 5, seed: 20260401, examples: [[{ at: statements, during: false }]] },
  );
}, 180_000);

it("closed twice at once, it is one invoice, and each call is charged once", async () => {
  const client = await world.client({ timezone: "UTC" });
  const { tenantId } = client;
  const contractId = await activeContract(world, client);
  await manyCalls(client, contractId);
  const close = () =>
    closePeriod(world.as(OPERATOR, "2026-04-01T01:00:00Z"), { tenantId, contractId, periodTo: "2026-04-01" });
  const answers = await Promise.all([close(), close()]);
  expect(new Set(answers.map(({ invoiceId }) => invoiceId)).size).toBe(1);
  expect(answers.map(({ created }) => created).sort()).toEqual([false, true]);
  const [invoices, , links] = await countRows(client);
  expect([invoices, links]).toEqual([1, CALLS]);
}, 60_000);
