import type { Tx } from "@callbay/db/client";
import { localDate, toDbDate } from "@callbay/domain/calendar";
import { parsePriceComponent } from "@callbay/domain/rating/price-component";
import type { Direction } from "@callbay/domain/values";

/** What a success must tell of its order: its value, and its cost where commission is on the margin. */
export interface OrderAsked {
  readonly currency: string;
  readonly cost: boolean;
}

interface Asked {
  readonly tenantId: string;
  readonly contractId: string;
  readonly direction: Direction;
  readonly now: Date;
}

/** Does the contract earn its operator a part of what is sold? Null when it does not. */
export async function orderAsked(tx: Tx, { tenantId, contractId, direction, now }: Asked): Promise<OrderAsked | null> {
  const contract = await tx.contract.findUnique({
    where: { tenantId_id: { tenantId, id: contractId } },
    select: { currency: true, tenant: { select: { timezone: true } } },
  });
  if (!contract) return null;
  const inForce = await tx.contractVersion.findFirst({
    where: { tenantId, contractId, effectiveFrom: { lte: toDbDate(localDate(now, contract.tenant.timezone)) } },
    orderBy: { effectiveFrom: "desc" },
    select: { components: { where: { type: "commission" }, select: { params: true } } },
  });
  const bases = (inForce?.components ?? []).flatMap(({ params }) => {
    const price = parsePriceComponent(params);
    if (price.type !== "commission" || (price.direction !== null && price.direction !== direction)) return [];
    return price.basis === "fixed" ? [] : [price.basis];
  });
  return bases.length === 0 ? null : { currency: contract.currency, cost: bases.includes("margin") };
}
