import { notFound } from "@callbay/domain/errors";
import { accountQuery, z } from "../verb.ts";
import { findWorkspace, permissionsOf, tenantIdOf, workspacesOfSession } from "./workspace.ts";

/** Who I am, where I am, what I may do, and where else I could go. */
export const me = accountQuery({
  name: "session.me",
  input: z.object({}),
  run: async ({ tx, actor }) => {
    const account = await tx.account.findUnique({
      where: { id: actor.accountId },
      select: { id: true, name: true, email: true, locale: true, theme: true },
    });
    const workspaces = await workspacesOfSession(tx, actor);
    const workspace = findWorkspace(workspaces, actor.kind === "tenant" ? actor.tenantId : null);
    if (!account || !workspace) throw notFound("session");
    return {
      account,
      workspace,
      permissions: permissionsOf(actor),
      /** Nothing else is open before a second factor is set up. */
      secondFactorMissing: actor.secondFactorMissing ?? false,
      workspaces: workspaces.map((one) => ({
        kind: one.kind,
        tenantId: tenantIdOf(one),
        name: one.kind === "tenant" ? one.name : null,
        role: one.role,
      })),
    };
  },
});
