import { CallbayError } from "@callbay/domain/errors";
import { operatorVerb, z } from "../verb.ts";
import { loadContract, lockContract } from "./load.ts";

/** Makes a draft binding: seats can be rented and campaigns run under it, and its terms change by amendment alone. */
export const activateContract = operatorVerb({
  name: "contract.activate",
  permission: "platform.contract.write",
  input: z.strictObject({ tenantId: z.uuid(), contractId: z.uuid() }),
  run: async ({ tx, now, audit, emit }, { tenantId, contractId }) => {
    await lockContract(tx, tenantId, contractId);
    const { row, versions, startsOn } = await loadContract(tx, tenantId, contractId);
    if (row.state !== "draft") {
      throw new CallbayError(
        "conflict",
        "CONTRACT_NOT_DRAFT",
        `Only a draft can be activated; this contract is ${row.state}. Nothing was changed.`,
        { state: row.state },
      );
    }
    if (!versions.some((version) => version.effectiveFrom === startsOn)) {
      throw new CallbayError(
        "precondition",
        "CONTRACT_WITHOUT_TERMS",
        `This contract has no terms for its first day, ${startsOn}. Nothing was changed; amend it from that day.`,
        { startsOn },
      );
    }
    await tx.contract.updateMany({ where: { tenantId, id: contractId }, data: { state: "active", activatedAt: now } });
    await audit({
      action: "contract.activate",
      entity: "contract",
      entityId: contractId,
      tenantId,
      before: { state: "draft" },
      after: { state: "active" },
    });
    emit({ type: "contract.changed", contractId }, { tenantId });
    emit({ type: "contract.changed", contractId });
    return { contractId };
  },
});
