import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { type ChargeRow, writeCharges } from "@callbay/db/sql/billing-charges";
import { addDays, type Period, toDbDate } from "@callbay/domain/calendar";
import type { DraftCharge } from "@callbay/domain/rating/rate";
import { versionForFact } from "../contract/in-force.ts";
import type { LoadedContract } from "../contract/load.ts";
import { currentParties } from "../invoice/parties.ts";
import type { LinkedPeriod } from "./rate-contract.ts";

/** Opens a draft invoice that has no lines yet. @returns its id. */
export async function openDraft(tx: Tx, contract: LoadedContract, period: Period, now: Date): Promise<string> {
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
      netMinor: 0n,
      taxRatePpm: 0,
      taxMinor: 0n,
      totalMinor: 0n,
      autoCharge: lastDay?.autoCharge ?? false,
      parties: { ...(await currentParties(tx, contract, lastDay?.paymentTermDays ?? 0)) },
      createdAt: now,
    },
  });
  return invoiceId;
}

/** Writes what a period came to into its draft: the lines, the totals, and what it used of the contract's credits. */
export async function fillDraft(
  tx: Tx,
  { tenantId, invoiceId }: { readonly tenantId: string; readonly invoiceId: string },
  { rated, chargeId }: LinkedPeriod,
): Promise<void> {
  const charges = rated.charges.map(
    ({ key, ...charge }, position): ChargeRow => ({
      ...charge,
      id: chargeId(key),
      position,
      description: charge.kind === "credit" ? withCreditId(charge.description, key) : charge.description,
    }),
  );
  await writeCharges(tx, { tenantId, invoiceId, charges });
  await tx.invoice.updateMany({
    where: { tenantId, id: invoiceId },
    data: {
      netMinor: rated.netMinor,
      // Of the last terms; where terms with other rates were charged too, the tax of each follows from its charges.
      taxRatePpm: rated.taxes.at(-1)?.ratePpm ?? 0,
      taxInclusive: rated.taxMode === "inclusive",
      taxMinor: rated.taxMinor,
      totalMinor: rated.totalMinor,
    },
  });
  for (const { id, usedMinor } of rated.credits) {
    await tx.contractCredit.updateMany({ where: { tenantId, id }, data: { appliedMinor: { increment: usedMinor } } });
  }
}

/**
 * A draft that is thrown away gives its credits back, so the line says of which it is: the engine names it
 * "credit <id> <version>".
 */
function withCreditId(description: DraftCharge["description"], key: string) {
  return { ...description, creditId: key.split(" ")[1] ?? "" };
}
