import { CallbayError, notFound } from "@callbay/domain/errors";
import { tenantVerb, z } from "../verb.ts";

/**
 * The client's own word that a success is one. Silence accepts as well; this says who looked. Within the claw-back
 * window it may still be rejected, with a reason: what was believed by then was not known.
 *
 * @throws CallbayError NOT_FOUND, SUCCESS_REJECTED, SUCCESS_ACCEPTED.
 */
export const acceptSuccess = tenantVerb({
  name: "success.accept",
  permission: "success.review",
  input: z.strictObject({ callId: z.uuid() }),
  run: async ({ tx, tenantId, now, actor, audit, emit }, { callId }) => {
    const accepted = await tx.success.updateManyAndReturn({
      where: { tenantId, id: callId, rejectedAt: null, acceptedAt: null },
      data: { acceptedAt: now, acceptedBy: actor.name },
      select: { campaignId: true, membershipId: true },
    });
    const [row] = accepted;
    if (!row) {
      const success = await tx.success.findUnique({ where: { tenantId_id: { tenantId, id: callId } } });
      if (!success) throw notFound("success");
      const [code, word] = success.rejectedAt ? ["SUCCESS_REJECTED", "rejected"] : ["SUCCESS_ACCEPTED", "accepted"];
      throw new CallbayError("conflict", code, `This success is ${word} already. Nothing was changed.`, {
        by: success.rejectedBy ?? success.acceptedBy,
      });
    }
    await audit({
      action: "success.accept",
      entity: "success",
      entityId: callId,
      after: { campaignId: row.campaignId },
    });
    emit({ type: "call.changed", callId, ...row, what: "disposed" });
    return { callId };
  },
});
