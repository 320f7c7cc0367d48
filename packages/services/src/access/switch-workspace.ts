import { notFound } from "@callbay/domain/errors";
import { accountVerb, z } from "../verb.ts";
import { findWorkspace, workspacesOfSession } from "./workspace.ts";

/** Takes this session into another workspace of the same person; null is the operator's console. */
export const switchWorkspace = accountVerb({
  name: "session.switchWorkspace",
  input: z.object({ tenantId: z.uuid().nullable() }),
  run: async ({ tx, actor, audit }, { tenantId }) => {
    const workspace = findWorkspace(await workspacesOfSession(tx, actor), tenantId);
    if (!workspace) throw notFound("workspace");
    const { count } = await tx.session.updateMany({
      where: { id: actor.sessionId, accountId: actor.accountId, revokedAt: null },
      data: { tenantId },
    });
    if (count === 0) throw notFound("session");
    await audit({
      action: "session.switchWorkspace",
      entity: "session",
      entityId: actor.sessionId,
      ...(tenantId ? { tenantId } : {}),
      before: { tenantId: actor.kind === "tenant" ? actor.tenantId : null },
      after: { tenantId },
    });
    return { workspace };
  },
});
