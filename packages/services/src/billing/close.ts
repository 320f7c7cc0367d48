import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { linkUsage } from "@callbay/db/sql/billing-usage";
import { addDays, localDate, type Period, toDbDate } from "@callbay/domain/calendar";
import { CallbayError } from "@callbay/domain/errors";
import type { RatedPeriod } from "@callbay/domain/rating/rate";
import { versionForFact } from "../contract/in-force.ts";
import { type LoadedContract, loadContract, lockContract } from "../contract/load.ts";
import { currentParties } from "../invoice/parties.ts";
import { writeSeatDays } from "../usage/seat-days.ts";
import { operatorVerb, z } from "../verb.ts";
import { draftOf, firstUnbilledDay, rateWritten } from "./rate-contract.ts";

/**
 * Prices everything of a contract that is not invoiced yet, up to `periodTo` (exclusive), into a draft invoice. A
 * period can be closed up to and including today; what is used on its days after that is charged late in the next one.
 * Closing again, or twice at once, answers the same invoice.
 */
export const closePeriod = operatorVerb({
  name: "billing.close",
  permission: "platform.billing.close",
  input: z.strictObject({ tenantId: z.uuid(), contractId: z.uuid(), periodTo: z.iso.date() }),
  timeoutMs: 300_000,
  run: async ({ tx, now, audit, emit }, { tenantId, contractId, periodTo }) => {
    await lockContract(tx, tenantId, contractId);
    const contract = await loadContract(tx, tenantId, contractId);
    const closed = await closedBefore(tx, contract, periodTo);
    if (closed) {
      const after = { contractId, to: periodTo, repeated: true };
      await audit({ action: "billing.close", entity: "invoice", entityId: closed, tenantId, after });
      return { invoiceId: closed, created: false };
    }
    const period = { from: firstUnbilledDay(contract), to: periodTo };
    refusePeriod(contract, period, localDate(now, contract.timezone));
    await writeSeatDays(tx, { tenantId, contractId, through: addDays(periodTo, -1), now });
    const rated = await rateWritten(tx, contract, period);
    if (rated.charges.length === 0) {
      throw new CallbayError(
        "precondition",
        "NOTHING_TO_BILL",
        `There is nothing to charge from ${period.from} to ${addDays(periodTo, -1)}. Nothing was closed; close a longer period.`,
        { ...period },
      );
    }
    const invoiceId = await writeDraft(tx, contract, period, rated, now);
    await audit({
      action: "billing.close",
      entity: "invoice",
      entityId: invoiceId,
      tenantId,
      after: {
        contractId,
        ...period,
        netMinor: rated.netMinor.toString(),
        totalMinor: rated.totalMinor.toString(),
        unpricedUsage: rated.unpricedUsageIds.length,
      },
    });
    emit({ type: "invoice.changed", invoiceId });
    return { invoiceId, created: true };
  },
});

/** The invoice of an earlier closing to the same day, if there is one. @throws CallbayError DRAFT_EXISTS, PERIOD_CLOSED. */
async function closedBefore(tx: Tx, contract: LoadedContract, periodTo: string): Promise<string | null> {
  const { tenantId, id: contractId } = contract.row;
  const same = await tx.invoice.findFirst({
    where: { tenantId, contractId, kind: "invoice", periodTo: toDbDate(periodTo) },
    select: { id: true },
  });
  if (same) return same.id;
  const draft = await draftOf(tx, contract);
  if (draft) {
    throw new CallbayError(
      "conflict",
      "DRAFT_EXISTS",
      "This contract has a draft invoice of another period. Nothing was closed; finalise or discard it first.",
      { invoiceId: draft.id },
    );
  }
  return null;
}

function refusePeriod(contract: LoadedContract, period: Period, today: string): void {
  if (contract.row.state === "draft") {
    throw new CallbayError(
      "precondition",
      "CONTRACT_NOT_ACTIVE",
      "A draft contract charges nothing. Nothing was closed; activate it first.",
    );
  }
  if (period.to <= period.from) {
    throw new CallbayError(
      "precondition",
      "PERIOD_CLOSED",
      `Everything before ${period.from} is invoiced already. Nothing was closed; choose a later day.`,
      { ...period },
    );
  }
  if (period.to > addDays(today, 1)) {
    throw new CallbayError(
      "precondition",
      "PERIOD_NOT_OVER",
      `A period can be closed up to today, ${today}. Nothing was closed.`,
      { latest: addDays(today, 1) },
    );
  }
}

async function writeDraft(
  tx: Tx,
  contract: LoadedContract,
  period: Period,
  rated: RatedPeriod,
  now: Date,
): Promise<string> {
  const { tenantId, id: contractId, legalEntityId } = contract.row;
  const invoiceId = newId();
  const lastDay = versionForFact(contract, addDays(period.to, -1));
  await tx.invoice.createMany({
    data: {
      tenantId,
      id: invoiceId,
      contractId,
      legalEntityId,
      periodFrom: toDbDate(period.from),
      periodTo: toDbDate(period.to),
      currency: contract.currency,
      netMinor: rated.netMinor,
      // Of the last terms; where terms with other rates were charged too, the tax of each follows from its charges.
      taxRatePpm: rated.taxes.at(-1)?.ratePpm ?? 0,
      taxMinor: rated.taxMinor,
      totalMinor: rated.totalMinor,
      parties: { ...(await currentParties(tx, contract, lastDay?.paymentTermDays ?? 0)) },
      createdAt: now,
    },
  });
  const charges = rated.charges.map((charge, position) => ({ id: newId(), position, charge }));
  await tx.charge.createMany({
    data: charges.map(({ id, position, charge }) => {
      const { usageIds: _linked, description, periodFrom, periodTo, ...columns } = charge;
      return {
        ...columns,
        tenantId,
        id,
        invoiceId,
        position,
        description: { ...description },
        periodFrom: toDbDate(periodFrom),
        periodTo: toDbDate(periodTo),
      };
    }),
  });
  for (const { id, charge } of charges) {
    await linkUsage(tx, { tenantId, componentId: charge.componentId, chargeId: id, usageIds: charge.usageIds });
  }
  return invoiceId;
}
