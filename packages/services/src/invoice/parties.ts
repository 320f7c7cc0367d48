import type { Tx } from "@callbay/db/client";
import { z } from "zod";
import type { LoadedContract } from "../contract/load.ts";

/** Invoices from before a field existed have it empty. */
const party = z.object({
  name: z.string(),
  addressLines: z.array(z.string()),
  taxNumber: z.string().nullable(),
  city: z.string().default(""),
  postalCode: z.string().default(""),
  /** ISO 3166-1, two letters. */
  country: z.string().default(""),
  email: z.string().nullable().default(null),
  /** Electronic address for e-invoices: a scheme of the EAS list and an identifier. */
  endpointScheme: z.string().nullable().default(null),
  endpointId: z.string().nullable().default(null),
});

/** What the `parties` column of an invoice holds: both companies and the contract as they were. */
export const partiesSchema = z.object({
  issuer: party.extend({
    bankDetails: z.string().nullable(),
    iban: z.string().nullable().default(null),
    bic: z.string().nullable().default(null),
  }),
  client: party.extend({ shortName: z.string() }),
  contract: z.object({ reference: z.string(), form: z.enum(["FULL", "SEAT"]) }),
  timezone: z.string(),
  locale: z.string(),
  paymentTermDays: z.number(),
});

export type Parties = z.infer<typeof partiesSchema>;
export type Party = z.infer<typeof party>;

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
      city: issuer.city,
      postalCode: issuer.postalCode,
      country: issuer.country,
      email: issuer.email,
      endpointScheme: issuer.endpointScheme,
      endpointId: issuer.endpointId,
      bankDetails: issuer.bankDetails,
      iban: issuer.iban,
      bic: issuer.bic,
    },
    client: {
      name: client.legalName,
      shortName: client.name,
      addressLines: client.addressLines,
      taxNumber: client.taxNumber,
      city: client.city,
      postalCode: client.postalCode,
      country: client.country,
      email: client.billingEmail,
      endpointScheme: client.endpointScheme,
      endpointId: client.endpointId,
    },
    contract: { reference: row.reference, form: row.form },
    timezone: contract.timezone,
    locale: client.locale,
    paymentTermDays,
  };
}
