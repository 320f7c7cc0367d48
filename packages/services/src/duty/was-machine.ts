import { CallbayError, notFound } from "@callbay/domain/errors";
import { readDetection } from "../call/detection.ts";
import { tenantVerb, z } from "../verb.ts";

/**
 * The agent's word on whom they met: by it the machine detector's error is measured. It may be changed until the call
 * is old; the last one counts.
 *
 * @throws CallbayError NOT_FOUND, NO_DETECTION.
 */
export const sayWhoAnswered = tenantVerb({
  name: "duty.was_machine",
  permission: "call.own",
  input: z.strictObject({ callId: z.uuid(), machine: z.boolean() }),
  run: async ({ tx, tenantId, actor, audit }, { callId, machine }) => {
    const call = await tx.call.findUnique({
      where: { tenantId_id: { tenantId, id: callId } },
      select: { membershipId: true, joinedAt: true, attempt: { select: { detection: true } } },
    });
    if (!call || call.membershipId !== actor.membershipId || call.joinedAt === null) throw notFound("call");
    const detection = readDetection(call.attempt?.detection);
    if (!detection) {
      throw new CallbayError(
        "precondition",
        "NO_DETECTION",
        "Nobody listened for a machine in this call, so there is nothing to correct.",
      );
    }
    const agentSays = machine ? ("machine" as const) : ("human" as const);
    await tx.attempt.updateMany({ where: { tenantId, id: callId }, data: { detection: { ...detection, agentSays } } });
    await audit({ action: "call.was_machine", entity: "call", entityId: callId, after: { agentSays } });
    return { callId, agentSays };
  },
});
