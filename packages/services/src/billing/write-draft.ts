import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { addDays, type Period, toDbDate } from "@callbay/domain/calendar";
import type { DraftCharge } from "@callbay/domain/rating/rate";
import { versionForFact } from "../contract/in-force.ts";
import type { LoadedContract } from "../contract/load.ts";
import { currentParties } from "../invoice/parties.ts";
import type { LinkedPeriod } from "./rate-contract.ts";

const CHUNK = 1_000;

/** Writes a priced period as a draft invoice with its lines, and uses up the credits that it took. @returns its id. */
export async function writeDraft(
  tx: Tx,
  contract: LoadedContract,
  period: Period,
  { rated, chargeId }: LinkedPeriod,
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
      taxInclusive: rated.taxMode === "inclusive",
      taxMinor: rated.taxMinor,
      totalMinor: rated.totalMinor,
      autoCharge: lastDay?.autoCharge ?? false,
      parties: { ...(await currentParties(tx, contract, lastDay?.paymentTermDays ?? 0)) },
      createdAt: now,
    },
  });
  for (let at = 0; at < rated.charges.length; at += CHUNK) {
    await tx.charge.createMany({
      data: rated.charges.slice(at, at + CHUNK).map((charge, index) => ({
        ...columnsOf(charge),
        tenantId,
        id: chargeId(charge.key),
        invoiceId,
        position: at + index,
      })),
    });
  }
  for (const { id, usedMinor } of rated.credits) {
    await tx.contractCredit.updateMany({ where: { tenantId, id }, data: { appliedMinor: { increment: usedMinor } } });
  }
  return invoiceId;
}

function columnsOf(charge: DraftCharge) {
  const { key, description, periodFrom, periodTo, ...columns } = charge;
  return {
    ...columns,
    // A draft that is thrown away gives its credits back: the line says of which it is.
    description: { ...description, ...(charge.kind === "credit" ? { creditId: creditIdOf(key) } : {}) },
    periodFrom: toDbDate(periodFrom),
    periodTo: toDbDate(periodTo),
  };
}

/** The engine names a credit's line "credit <id> <version>". */
function creditIdOf(key: string): string {
  return key.split(" ")[1] ?? "";
}
