import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { type TwoTenants, twoTenants } from "@callbay/testing/two-tenants";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CopyValue } from "./copy.ts";
import { newId } from "./ids.ts";
import { appendContacts, insertContacts } from "./sql/list-batch.ts";

let test: TestDatabase;
let world: TwoTenants;
const now = new Date("2026-03-11T10:00:00.000Z");
const ODD = ['a\tb\nc\\d"e\r', "\\N", "", "名前 😀", "\\.", "x".repeat(200_000)];

beforeAll(async () => {
  // One connection: what one transaction leaves behind, the next one meets.
  test = await createTestDatabase({ poolSize: 1 });
  world = await twoTenants(test.db, now);
});
afterAll(() => test.close());

const table = (rows: Iterable<readonly CopyValue[]>) =>
  test.db.withTenantBulk(world.a.tenantId, async (tx) => {
    await tx.$executeRaw`CREATE TEMPORARY TABLE copied (a text, b int, c boolean) ON COMMIT DROP`;
    await tx.copy("COPY copied FROM STDIN", rows);
    return tx.$queryRaw<{ a: string | null; b: number | null; c: boolean | null }[]>`SELECT * FROM copied ORDER BY b`;
  });

describe("rows by COPY", () => {
  it("arrive as they were, whatever is in them", async () => {
    const rows = ODD.map((text, i) => [text, i, i % 2 === 0] as const);
    expect(await table([...rows, [null, null, null]])).toEqual([
      ...rows.map(([a, b, c]) => ({ a, b, c })),
      { a: null, b: null, c: null },
    ]);
  });

  it("that the database refuses take the transaction back, and the connection is as good as before", async () => {
    await expect(
      table([
        ["a", 1, true],
        ["b", "no number", true],
      ]),
    ).rejects.toMatchObject({ code: "22P02" });
    expect(await table([["a", 1, true]])).toHaveLength(1);
  });

  it("that cannot be made take it back too", async () => {
    function* failing(): Generator<readonly CopyValue[]> {
      yield ["a", 1, true];
      throw new Error("out of rows");
    }
    await expect(table(failing())).rejects.toThrow("out of rows");
    expect(await table([])).toEqual([]);
  });
});

describe("contacts by COPY", () => {
  const contact = (id: string) => ({
    contacts: [
      { id, displayName: "Ann", attributes: { city: "Leeds" }, vip: true, consentAt: now, consentProof: "form 1" },
    ],
    points: [
      {
        id: newId(),
        contactId: id,
        position: 0,
        phone: `+4420${id.slice(-7)}`,
        country: "GB",
        timezone: "Europe/London",
      },
      {
        id: newId(),
        contactId: id,
        position: 1,
        phone: `+4421${id.slice(-7)}`,
        country: "GB",
        timezone: "Europe/London",
      },
    ],
  });

  it("are the same as those that are appended, in their order", async () => {
    const { tenantId, listId } = world.a;
    const [one, other] = [newId(), newId()];
    await test.db.withTenantBulk(tenantId, (tx) =>
      insertContacts(tx, { tenantId, listId, importId: null, now }, contact(one)),
    );
    await test.db.withTenant(tenantId, (tx) => appendContacts(tx, { tenantId, listId, now }, contact(other)));
    const rows = await test.db.withTenant(tenantId, (tx) =>
      tx.contact.findMany({
        where: { id: { in: [one, other] } },
        orderBy: { id: "asc" },
        include: { points: { orderBy: { position: "asc" } } },
      }),
    );
    expect(rows).toHaveLength(2);
    for (const row of rows)
      expect(row).toMatchObject({
        displayName: "Ann",
        attributes: { city: "Leeds" },
        vip: true,
        consentAt: now,
        consentProof: "form 1",
        createdAt: now,
        points: [{ position: 0 }, { position: 1 }],
      });
  });

  it("never come into another client's list", async () => {
    const { tenantId } = world.a;
    const { tenantId: foreign, listId } = world.b;
    await expect(
      test.db.withTenantBulk(tenantId, (tx) =>
        insertContacts(tx, { tenantId: foreign, listId, importId: null, now }, contact(newId())),
      ),
    ).rejects.toMatchObject({ code: "42501" });
    // Nor by the client's own id beside the other's list.
    await expect(
      test.db.withTenantBulk(tenantId, (tx) =>
        insertContacts(tx, { tenantId, listId, importId: null, now }, contact(newId())),
      ),
    ).rejects.toMatchObject({ code: "23503" });
  });
});
