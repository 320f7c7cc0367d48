import type { Tx } from "@callbay/db/client";
import { CallbayError, notFound } from "@callbay/domain/errors";

/** The tenant an operator acts on. @throws CallbayError NOT_FOUND, TENANT_CLOSED */
export async function requireTenant(tx: Tx, tenantId: string) {
  const tenant = await tx.tenant.findUnique({ where: { id: tenantId } });
  if (!tenant) throw notFound("client");
  if (tenant.state === "closed")
    throw new CallbayError("precondition", "TENANT_CLOSED", "This client's workspace is closed. Nothing was changed.");
  return tenant;
}
