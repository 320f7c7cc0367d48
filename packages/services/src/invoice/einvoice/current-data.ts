import type { Tx } from "@callbay/db/client";
import type { InvoiceView } from "../load.ts";
import type { Party } from "../parties.ts";

/**
 * An invoice whose companies have, where it says nothing of them, what is known today: an old invoice has no country,
 * and a field that its e-invoice was refused for can be filled in. What the invoice says is never replaced.
 */
export async function withCurrentData(tx: Tx, invoice: InvoiceView): Promise<InvoiceView> {
  const issuer = await tx.legalEntity.findUniqueOrThrow({ where: { id: invoice.legalEntityId } });
  const client = await tx.tenant.findUniqueOrThrow({ where: { id: invoice.tenantId } });
  const { parties } = invoice;
  return {
    ...invoice,
    parties: {
      ...parties,
      issuer: {
        ...parties.issuer,
        ...filled(parties.issuer, issuer),
        iban: parties.issuer.iban ?? issuer.iban,
        bic: parties.issuer.bic ?? issuer.bic,
      },
      client: { ...parties.client, ...filled(parties.client, { ...client, email: client.billingEmail }) },
    },
  };
}

type Known = Pick<Party, "taxNumber" | "city" | "postalCode" | "country" | "email" | "endpointScheme" | "endpointId">;

function filled(party: Party, known: Known): Known {
  const ofInvoice = party.endpointScheme !== null && party.endpointId !== null;
  return {
    taxNumber: party.taxNumber || known.taxNumber,
    city: party.city || known.city,
    postalCode: party.postalCode || known.postalCode,
    country: party.country || known.country,
    email: party.email ?? known.email,
    // Scheme and identifier are one address.
    endpointScheme: ofInvoice ? party.endpointScheme : known.endpointScheme,
    endpointId: ofInvoice ? party.endpointId : known.endpointId,
  };
}
