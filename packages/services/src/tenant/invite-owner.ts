import { emailAddress } from "../access/email.ts";
import { issueInvitation } from "../access/invitation-token.ts";
import { operatorVerb, z } from "../verb.ts";
import { requireTenant } from "./require-tenant.ts";

/** Makes the link by which a client's owner enters the new workspace. */
export const inviteOwner = operatorVerb({
  name: "tenant.inviteOwner",
  permission: "platform.tenant.write",
  input: z.strictObject({ tenantId: z.uuid(), email: emailAddress, name: z.string().trim().min(1).max(120) }),
  run: async ({ tx, now, deps, audit }, { tenantId, email, name }) => {
    await requireTenant(tx, tenantId);
    const order = { tenantId, email, name, role: "owner" as const, employer: "client" as const };
    const { invitationId, inviteUrl, expiresAt } = await issueInvitation(tx, order, { now, appUrl: deps.appUrl });
    await audit({
      action: "tenant.inviteOwner",
      entity: "invitation",
      entityId: invitationId,
      tenantId,
      after: { email, role: "owner" },
    });
    return { inviteUrl, expiresAt };
  },
});
