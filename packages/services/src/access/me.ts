import { notFound } from "@callbay/domain/errors";
import { accountQuery, z } from "../verb.ts";
import { findWorkspace, permissionsOf, tenantIdOf, workspacesOf } from "./workspace.ts";

/** Who I am, where I am, what I may do, and where else I could go. */
export const me = accountQuery({
  name: "session.me",
  input: z.object({}),
  run: async ({ tx, actor }) => {
    const account = await tx.account.findUnique({
      where: { id: actor.accountId },
      select: { id: true, name: true, email: true, locale: true, theme: true },
    });
    const workspaces = await workspacesOf(tx, actor.accountId);
    const workspace = findWorkspace(workspaces, actor.kind === "tenant" ? actor.tenantId : null);
    if (!account || !workspace) throw notFound("session");
    return {
      account,
      workspace,
      permissions: permissionsOf(actor),
      workspaces: workspaces.map((one) => ({
        kind: one.kind,
        tenantId: tenantIdOf(one),
        name: one.kind === "tenant" ? one.name : null,
        role: one.role,
      })),
    };
  },
});
