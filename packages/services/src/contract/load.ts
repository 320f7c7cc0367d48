import type { Tx } from "@callbay/db/client";
import type { Contract } from "@callbay/db/types";
import { fromDbDate, type LocalDate } from "@callbay/domain/calendar";
import { notFound } from "@callbay/domain/errors";
import { parseAdjustments } from "@callbay/domain/rating/adjustment";
import { parsePriceComponent } from "@callbay/domain/rating/price-component";
import type { RatedContract } from "@callbay/domain/rating/types";
import { rateTablesOf } from "../rate-table/parsed.ts";
import { taxModeOf, type VersionTerms } from "./in-force.ts";

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
    rateTables: await rateTablesOf(
      tx,
      versions.flatMap(({ components }) => components.flatMap(({ rateTableId }) => rateTableId ?? [])),
    ),
    versions: versions.map((version) => ({
      ...version,
      effectiveFrom: fromDbDate(version.effectiveFrom),
      taxMode: taxModeOf(version.taxMode),
      adjustments: parseAdjustments(version.adjustments),
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
 * after the other. Seats are rented and campaigns made meanwhile: a month of a million calls takes minutes to close.
 *
 * @throws CallbayError NOT_FOUND.
 */
export async function lockContract(tx: Tx, tenantId: string, contractId: string): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM contract WHERE tenant_id = ${tenantId}::uuid AND id = ${contractId}::uuid FOR NO KEY UPDATE`;
  if (rows.length === 0) throw notFound("contract");
}
