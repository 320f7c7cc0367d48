import type { Tx } from "@callbay/db/client";
import { addDays, intersectPeriods, localDate, type Period, toDbDate } from "@callbay/domain/calendar";
import { CallbayError } from "@callbay/domain/errors";
import { inOrderOfEffect, versionForces } from "@callbay/domain/rating/force";
import { type LoadedContract, loadContract, lockContract } from "../contract/load.ts";
import { writeAgentTime } from "../usage/agent-time.ts";
import { writeNumberDays } from "../usage/number-days.ts";
import { writeSeatDays } from "../usage/seat-days.ts";
import { operatorVerb, z } from "../verb.ts";
import { draftOf, firstUnbilledDay } from "./open-period.ts";
import { rateAndLink } from "./rate-contract.ts";
import { fillDraft, openDraft } from "./write-draft.ts";

/** A month of some million calls, priced, linked and written in one transaction. */
const CLOSE_MS = 1_800_000;

/**
 * Prices everything of a contract that is not invoiced yet, up to `periodTo` (exclusive), into a draft invoice. A
 * period can be closed up to and including today; what is used on its days after that is charged late in the next one.
 * Closing again, or twice at once, answers the same invoice; closing that was cut off leaves nothing.
 */
export const closePeriod = operatorVerb({
  name: "billing.close",
  permission: "platform.billing.close",
  input: z.strictObject({ tenantId: z.uuid(), contractId: z.uuid(), periodTo: z.iso.date() }),
  timeoutMs: CLOSE_MS,
  bulk: true,
  run: async ({ tx, now, audit, emit }, { tenantId, contractId, periodTo }) => {
    await tx.$queryRaw`
      SELECT set_config('statement_timeout', ${String(CLOSE_MS)}, true), set_config('work_mem', '64MB', true)`;
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
    refuseTaxModes(contract, period);
    const written = { tenantId, contractId, through: addDays(periodTo, -1), now };
    await writeSeatDays(tx, written);
    await writeNumberDays(tx, written);
    await writeAgentTime(tx, { ...written, since: addDays(period.from, -1) });
    const invoiceId = await openDraft(tx, contract, period, now);
    const linked = await rateAndLink(tx, contract, period, invoiceId);
    const { rated } = linked;
    if (rated.charges.length === 0) {
      throw new CallbayError(
        "precondition",
        "NOTHING_TO_BILL",
        `There is nothing to charge from ${period.from} to ${addDays(periodTo, -1)}. Nothing was closed; close a longer period.`,
        { ...period },
      );
    }
    await fillDraft(tx, { tenantId, invoiceId }, linked);
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
        unpricedUsage: rated.unpricedCount,
      },
    });
    emit({ type: "invoice.changed", invoiceId });
    return { invoiceId, created: true };
  },
});

/** The invoice of an earlier closing to the same day, if there is one. @throws CallbayError DRAFT_EXISTS. */
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
      "This contract has an invoice of another period that is not final. Nothing was closed; finalise or discard it first.",
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

/**
 * An invoice's prices are all with tax or all without. @throws CallbayError TAX_MODE_CHANGES; `details.periodTo` is what
 * to close first.
 */
function refuseTaxModes(contract: LoadedContract, period: Period): void {
  const forces = versionForces(contract);
  const inPeriod = inOrderOfEffect(contract.versions).flatMap(({ id, taxMode }) => {
    const force = forces.get(id);
    const days = force ? intersectPeriods(force, period) : null;
    return days ? [{ taxMode, from: days.from }] : [];
  });
  const change = inPeriod.find(({ taxMode }) => taxMode !== inPeriod[0]?.taxMode);
  if (!change) return;
  throw new CallbayError(
    "precondition",
    "TAX_MODE_CHANGES",
    `From ${change.from} on the contract's prices ${change.taxMode === "inclusive" ? "contain tax" : "are without tax"}, before it they do not follow the same rule. Nothing was closed; close up to ${addDays(change.from, -1)} first, finalise it, and then close the rest.`,
    { periodTo: change.from, taxMode: change.taxMode },
  );
}
