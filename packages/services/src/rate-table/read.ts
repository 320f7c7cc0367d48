import type { Tx } from "@callbay/db/client";
import { notFound } from "@callbay/domain/errors";
import { operatorQuery, z } from "../verb.ts";
import { rateTablesOf } from "./parsed.ts";

const columns = { id: true, name: true, currency: true, rowCount: true, sha256: true, createdAt: true } as const;

/** All price lists, newest first, each with how many contracts name it. */
export const listRateTables = operatorQuery({
  name: "rate_table.list",
  permission: "platform.contract.read",
  input: z.strictObject({ currency: z.string().length(3).optional() }),
  run: async ({ tx }, { currency }) => {
    const tables = await tx.rateTable.findMany({
      where: currency ? { currency } : {},
      orderBy: { id: "desc" },
      select: columns,
    });
    const users = await contractsUsing(
      tx,
      tables.map(({ id }) => id),
    );
    return { items: tables.map((table) => ({ ...table, contracts: users.get(table.id)?.length ?? 0 })) };
  },
});

/** A price list: its first rows, those whose prefix or destination holds `find`, and the contracts that name it. */
export const getRateTable = operatorQuery({
  name: "rate_table.get",
  permission: "platform.contract.read",
  input: z.strictObject({
    rateTableId: z.uuid(),
    find: z.string().trim().max(80).default(""),
    limit: z.int().min(1).max(500).default(100),
  }),
  run: async ({ tx }, { rateTableId, find, limit }) => {
    const row = await tx.rateTable.findUnique({ where: { id: rateTableId }, select: columns });
    const table = (await rateTablesOf(tx, [rateTableId])).get(rateTableId);
    if (!row || !table) throw notFound("rate table");
    const wanted = find.toLowerCase();
    const found = wanted
      ? table.rows.filter(
          ({ prefix, destination }) => prefix.includes(wanted) || destination.toLowerCase().includes(wanted),
        )
      : table.rows;
    const contracts = (await contractsUsing(tx, [rateTableId])).get(rateTableId) ?? [];
    return { ...row, found: found.length, rows: found.slice(0, limit), contracts };
  },
});

interface UsingContract {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly contractId: string;
  readonly reference: string;
}

async function contractsUsing(tx: Tx, ids: readonly string[]): Promise<Map<string, UsingContract[]>> {
  const components = await tx.priceComponent.findMany({
    where: { rateTableId: { in: [...ids] } },
    select: {
      rateTableId: true,
      contractVersion: {
        select: {
          contract: { select: { tenantId: true, id: true, reference: true, tenant: { select: { name: true } } } },
        },
      },
    },
    orderBy: { id: "asc" },
  });
  const users = new Map<string, Map<string, UsingContract>>();
  for (const { rateTableId, contractVersion } of components) {
    if (rateTableId === null) continue;
    const { tenantId, id, reference, tenant } = contractVersion.contract;
    const own = users.get(rateTableId) ?? new Map<string, UsingContract>();
    own.set(id, { tenantId, tenantName: tenant.name, contractId: id, reference });
    users.set(rateTableId, own);
  }
  return new Map([...users].map(([id, own]) => [id, [...own.values()]]));
}
