import { localDate } from "@callbay/domain/calendar";
import { explainComponent } from "@callbay/domain/rating/explain";
import { versionOn } from "@callbay/domain/rating/force";
import type { LoadedContract } from "./load.ts";

/** A contract as people read it: every price with a sentence and a worked example. */
export function presentContract(contract: LoadedContract, now: Date) {
  const { row } = contract;
  const inForce = versionOn(contract, localDate(now, contract.timezone));
  return {
    id: row.id,
    tenantId: row.tenantId,
    tenantName: contract.tenant.name,
    reference: row.reference,
    form: row.form,
    currency: row.currency,
    state: row.state,
    startsOn: contract.startsOn,
    endsOn: contract.endsOn,
    billedThrough: contract.billedThrough,
    createdAt: row.createdAt,
    activatedAt: row.activatedAt,
    versions: contract.versions.map((version) => ({
      id: version.id,
      version: version.version,
      effectiveFrom: version.effectiveFrom,
      inForce: version.id === inForce?.id,
      minTalkMs: version.minTalkMs,
      recordingRequired: version.recordingRequired,
      taxRatePpm: version.taxRatePpm,
      taxMode: version.taxMode,
      taxCategory: version.taxCategory,
      taxNote: version.taxNote,
      reviewDays: version.reviewDays,
      autoCharge: version.autoCharge,
      adjustments: version.adjustments,
      paymentTermDays: version.paymentTermDays,
      excludedPrefixes: version.excludedPrefixes,
      components: version.components.map(({ id, position, direction, params }) => ({
        id,
        position,
        type: params.type,
        direction,
        params,
        explanation: explainComponent(params, contract.currency),
      })),
    })),
  };
}

export type ContractView = ReturnType<typeof presentContract>;
