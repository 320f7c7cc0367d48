import type { Tx } from "@callbay/db/client";
import { documentLocale } from "../line-text.ts";
import type { StatementHead } from "./statement.ts";

/** Both companies of a client's statement: the issuer is that of its latest contract. */
export async function statementHead(tx: Tx, tenantId: string, at: Date): Promise<StatementHead> {
  const client = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } });
  const contract = await tx.contract.findFirst({
    where: { tenantId },
    orderBy: [{ startsOn: "desc" }, { id: "desc" }],
    include: { legalEntity: { select: { name: true, logoPng: true } } },
  });
  const issuer = contract?.legalEntity;
  return {
    locale: documentLocale(client.locale),
    issuer: { name: issuer?.name ?? "", logo: issuer?.logoPng ? Buffer.from(issuer.logoPng) : null },
    client: {
      name: client.legalName,
      addressLines: client.addressLines,
      taxNumber: client.taxNumber,
      city: client.city,
      postalCode: client.postalCode,
      country: client.country,
      email: client.billingEmail,
      endpointScheme: client.endpointScheme,
      endpointId: client.endpointId,
    },
    at,
  };
}
