import { operatorQuery, z } from "../verb.ts";

/** The companies that a contract can be signed and invoiced by. */
export const listLegalEntities = operatorQuery({
  name: "legalEntity.list",
  permission: "platform.contract.read",
  input: z.strictObject({}),
  run: async ({ tx }) =>
    tx.legalEntity.findMany({
      orderBy: { name: "asc" },
      take: 200,
      select: { id: true, name: true, addressLines: true, country: true, taxNumber: true, invoicePrefix: true },
    }),
});
