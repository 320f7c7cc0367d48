import type { Tx } from "@callbay/db/client";
import { z } from "zod";
import type { LoadedContract } from "../contract/load.ts";

const party = z.object({
  name: z.string(),
  addressLines: z.array(z.string()),
  taxNumber: z.string().nullable(),
});

/** What the `parties` column of an invoice holds: both companies and the contract as they were. */
export const partiesSchema = z.object({
  issuer: party.extend({ bankDetails: z.string().nullable() }),
  client: party.extend({ shortName: z.string(), country: z.string() }),
  contract: z.object({ reference: z.string(), form: z.enum(["FULL", "SEAT"]) }),
  timezone: z.string(),
  locale: z.string(),
  paymentTermDays: z.number(),
});

export type Parties = z.infer<typeof partiesSchema>;

/** Both companies as they are now. */
export async function currentParties(tx: Tx, contract: LoadedContract, paymentTermDays: number): Promise<Parties> {
  const { row } = contract;
  const issuer = await tx.legalEntity.findUniqueOrThrow({ where: { id: row.legalEntityId } });
  const client = await tx.tenant.findUniqueOrThrow({ where: { id: row.tenantId } });
  return {
    issuer: {
      name: issuer.name,
      addressLines: issuer.addressLines,
      taxNumber: issuer.taxNumber,
      bankDetails: issuer.bankDetails,
    },
    client: {
      name: client.legalName,
      shortName: client.name,
      addressLines: client.addressLines,
      taxNumber: client.taxNumber,
      country: client.country,
    },
    contract: { reference: row.reference, form: row.form },
    timezone: contract.timezone,
    locale: client.locale,
    paymentTermDays,
  };
}
