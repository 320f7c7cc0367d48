import type { Tx } from "@callbay/db/client";
import { addDays, fromDbDate, localDate, startOfLocalDay, toDbDate } from "@callbay/domain/calendar";
import { CallbayError } from "@callbay/domain/errors";
import { operatorVerb, z } from "../verb.ts";
import { loadContract, lockContract } from "./load.ts";

/**
 * Sets the last day of a contract, itself included. Its seat leases end with that day; the contract is ended when the
 * day is over, and then no seat is rented and no campaign dials under it.
 */
export const endContract = operatorVerb({
  name: "contract.end",
  permission: "platform.contract.write",
  input: z.strictObject({ tenantId: z.uuid(), contractId: z.uuid(), endsOn: z.iso.date() }),
  run: async ({ tx, now, audit, emit }, { tenantId, contractId, endsOn }) => {
    await lockContract(tx, tenantId, contractId);
    const contract = await loadContract(tx, tenantId, contractId);
    const { row } = contract;
    if (row.state !== "active") {
      throw new CallbayError(
        "conflict",
        "CONTRACT_NOT_ACTIVE",
        `Only an active contract can be ended; this one is ${row.state}. Nothing was changed.`,
        { state: row.state },
      );
    }
    const today = localDate(now, contract.timezone);
    const earliest = [addDays(today, -1), contract.startsOn, addDays(contract.billedThrough ?? contract.startsOn, -1)]
      .sort()
      .at(-1);
    if (earliest && endsOn < earliest) {
      throw new CallbayError(
        "precondition",
        "CONTRACT_END_REFUSED",
        `The last day of this contract can be ${earliest} or later. Nothing was changed.`,
        { earliest },
      );
    }
    const over = startOfLocalDay(addDays(endsOn, 1), contract.timezone);
    // Yesterday as the last day ends leases now, not before what they were used for.
    const leasesEnd = new Date(Math.max(over.getTime(), now.getTime()));
    const state = over <= now ? "ended" : "active";
    await tx.contract.updateMany({ where: { tenantId, id: contractId }, data: { endsOn: toDbDate(endsOn), state } });
    await tx.seatLease.updateMany({
      where: { tenantId, contractId, OR: [{ endsAt: null }, { endsAt: { gt: leasesEnd } }] },
      data: { endsAt: leasesEnd },
    });
    await audit({
      action: "contract.end",
      entity: "contract",
      entityId: contractId,
      tenantId,
      before: { endsOn: contract.endsOn, state: row.state },
      after: { endsOn, state },
    });
    emit({ type: "contract.changed", contractId }, { tenantId });
    emit({ type: "contract.changed", contractId });
    emit({ type: "seat.changed" }, { tenantId });
    return { state };
  },
});

/** Ends the contracts of a tenant whose last day is over. The nightly job calls it; running it again changes nothing. */
export async function endContractsPastTheirLastDay(tx: Tx, tenantId: string, now: Date): Promise<string[]> {
  const contracts = await tx.contract.findMany({
    where: { tenantId, state: "active", endsOn: { not: null } },
    select: { id: true, endsOn: true, tenant: { select: { timezone: true } } },
  });
  const over = contracts
    .filter(({ endsOn, tenant }) => endsOn !== null && fromDbDate(endsOn) < localDate(now, tenant.timezone))
    .map(({ id }) => id);
  await tx.contract.updateMany({ where: { tenantId, id: { in: over }, state: "active" }, data: { state: "ended" } });
  return over;
}
