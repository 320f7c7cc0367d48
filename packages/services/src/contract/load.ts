import type { Tx } from "@callbay/db/client";
import type { Contract } from "@callbay/db/types";
import { fromDbDate, type LocalDate } from "@callbay/domain/calendar";
import { notFound } from "@callbay/domain/errors";
import { parsePriceComponent } from "@callbay/domain/rating/price-component";
import type { RatedContract } from "@callbay/domain/rating/types";
import type { VersionTerms } from "./in-force.ts";

/** A contract as rating reads it, with its row and its client. */
export interface LoadedContract extends RatedContract {
  readonly versions: readonly VersionTerms[];
  readonly row: Contract;
  readonly tenant: { readonly name: string; readonly locale: string };
  readonly billedThrough: LocalDate | null;
}

/**
 * Loads a contract with all its versions and prices. Call it in the tenant's scope, or in the operator's with the
 * tenant named.
 *
 * @throws CallbayError NOT_FOUND.
 */
export async function loadContract(tx: Tx, tenantId: string, contractId: string): Promise<LoadedContract> {
  const found = await tx.contract.findUnique({
    where: { tenantId_id: { tenantId, id: contractId } },
    include: {
      tenant: { select: { name: true, locale: true, timezone: true } },
      versions: { include: { components: { orderBy: { position: "asc" } } }, orderBy: { effectiveFrom: "asc" } },
    },
  });
  if (!found) throw notFound("contract");
  const { tenant, versions, ...row } = found;
  return {
    row,
    tenant,
    currency: row.currency,
    timezone: tenant.timezone,
    startsOn: fromDbDate(row.startsOn),
    endsOn: row.endsOn && fromDbDate(row.endsOn),
    billedThrough: row.billedThrough && fromDbDate(row.billedThrough),
    versions: versions.map((version) => ({
      ...version,
      effectiveFrom: fromDbDate(version.effectiveFrom),
      components: version.components.map(({ id, position, direction, params }) => ({
        id,
        position,
        direction,
        params: parsePriceComponent(params),
      })),
    })),
  };
}

/**
 * Locks the contract until the transaction ends: closing, discarding, finalising, amending and ending it come one
 * after the other.
 *
 * @throws CallbayError NOT_FOUND.
 */
export async function lockContract(tx: Tx, tenantId: string, contractId: string): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM contract WHERE tenant_id = ${tenantId}::uuid AND id = ${contractId}::uuid FOR UPDATE`;
  if (rows.length === 0) throw notFound("contract");
}
