import type { Tx } from "@callbay/db/client";

/** The logo of the company that issues an invoice, a PNG; null where its name is set in type instead. */
export async function issuerLogo(tx: Tx, legalEntityId: string): Promise<Buffer | null> {
  const issuer = await tx.legalEntity.findUnique({ where: { id: legalEntityId }, select: { logoPng: true } });
  return issuer?.logoPng ? Buffer.from(issuer.logoPng) : null;
}
