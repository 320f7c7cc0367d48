import type { Tx } from "../client.ts";

/** Which tenants have a contact with one of these numbers. One look into each tenant's own index. */
export async function tenantsWithNumbers(tx: Tx, phones: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT t.id FROM tenant t
    WHERE EXISTS (
      SELECT 1 FROM contact_point p WHERE p.tenant_id = t.id AND p.phone = ANY(${[...phones]}::text[]))`;
  return rows.map(({ id }) => id);
}
