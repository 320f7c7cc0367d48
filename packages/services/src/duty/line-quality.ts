import { notFound } from "@callbay/domain/errors";
import { lineQualitySchema } from "@callbay/domain/line-quality-schema";
import { tenantVerb, z } from "../verb.ts";

/** How the agent's line was over one of their calls, as their browser counted it; told again, the last word counts. */
export const noteLineQuality = tenantVerb({
  name: "duty.lineQuality",
  permission: "call.own",
  input: z.strictObject({ callId: z.uuid(), quality: lineQualitySchema }),
  run: async ({ tx, tenantId, actor, audit }, { callId, quality }) => {
    const noted = await tx.call.updateMany({
      where: { tenantId, id: callId, membershipId: actor.membershipId, joinedAt: { not: null } },
      data: { lineQuality: quality },
    });
    if (noted.count === 0) throw notFound("call");
    await audit({ action: "call.line_quality", entity: "call", entityId: callId });
    return { callId };
  },
});
