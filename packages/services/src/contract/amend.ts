import { addDays, localDate } from "@callbay/domain/calendar";
import { CallbayError } from "@callbay/domain/errors";
import { onConflict } from "../billing/db-errors.ts";
import { operatorVerb, z } from "../verb.ts";
import { type LoadedContract, loadContract, lockContract } from "./load.ts";
import { insertVersion, termsSchema } from "./terms.ts";

/**
 * Gives a contract new terms from a day on; the terms before it stay as they were. An active contract is amended from
 * tomorrow at the earliest: what was used under the terms of a day is never priced by others afterwards. The terms of
 * a draft are replaced when the day is the same.
 */
export const amendContract = operatorVerb({
  name: "contract.amend",
  permission: "platform.contract.write",
  input: z.strictObject({
    tenantId: z.uuid(),
    contractId: z.uuid(),
    effectiveFrom: z.iso.date(),
    terms: termsSchema,
  }),
  run: async ({ tx, now, audit, emit }, { tenantId, contractId, effectiveFrom, terms }) => {
    await lockContract(tx, tenantId, contractId);
    const contract = await loadContract(tx, tenantId, contractId);
    refuseDay(contract, effectiveFrom, localDate(now, contract.timezone));
    const replaced = contract.versions.find((version) => version.effectiveFrom === effectiveFrom);
    if (replaced && contract.row.state === "draft") {
      await tx.priceComponent.deleteMany({ where: { tenantId, contractVersionId: replaced.id } });
      await tx.contractVersion.deleteMany({ where: { tenantId, id: replaced.id } });
    }
    const version = Math.max(0, ...contract.versions.map((known) => known.version)) + 1;
    await onConflict(
      "contract_version_day",
      () =>
        new CallbayError(
          "conflict",
          "VERSION_DAY_TAKEN",
          `Other terms take effect on ${effectiveFrom} already. Nothing was changed; choose another day.`,
          { effectiveFrom },
        ),
      () =>
        insertVersion(tx, {
          tenantId,
          contractId,
          currency: contract.currency,
          version,
          effectiveFrom,
          lastDay: lastDayOf(contract, effectiveFrom),
          terms,
          now,
        }),
    );
    await audit({
      action: "contract.amend",
      entity: "contract",
      entityId: contractId,
      tenantId,
      after: { version, effectiveFrom, terms },
    });
    emit({ type: "contract.changed", contractId }, { tenantId });
    emit({ type: "contract.changed", contractId });
    return { version };
  },
});

/** The day before other terms follow, or the contract's last. */
function lastDayOf({ versions, endsOn }: LoadedContract, effectiveFrom: string): string | null {
  const next = versions
    .map((version) => version.effectiveFrom)
    .filter((day) => day > effectiveFrom)
    .sort()[0];
  return next === undefined ? endsOn : addDays(next, -1);
}

function refuseDay(contract: LoadedContract, effectiveFrom: string, today: string): void {
  const { state } = contract.row;
  if (state === "ended") {
    throw new CallbayError("precondition", "CONTRACT_ENDED", "This contract has ended. Nothing was changed.");
  }
  const tomorrow = addDays(today, 1);
  const days = [contract.startsOn, contract.billedThrough, state === "active" ? tomorrow : null];
  const earliest = days.reduce<string>((latest, day) => (day !== null && day > latest ? day : latest), "");
  if (effectiveFrom < earliest || (contract.endsOn !== null && effectiveFrom > contract.endsOn)) {
    throw new CallbayError(
      "precondition",
      "VERSION_DAY_REFUSED",
      `New terms can take effect from ${earliest}${contract.endsOn ? ` to ${contract.endsOn}` : ""}. Nothing was changed.`,
      { earliest, latest: contract.endsOn },
    );
  }
}
