import { emailAddress } from "../access/email.ts";
import { issueInvitation } from "../access/invitation-token.ts";
import { operatorVerb, z } from "../verb.ts";
import { requireTenant } from "./require-tenant.ts";

/** Mails and shows the link by which a client's owner enters the new workspace. */
export const inviteOwner = operatorVerb({
  name: "tenant.inviteOwner",
  permission: "platform.tenant.write",
  input: z.strictObject({ tenantId: z.uuid(), email: emailAddress, name: z.string().trim().min(1).max(120) }),
  run: async (unit, { tenantId, email, name }) => {
    const { tx, audit } = unit;
    await requireTenant(tx, tenantId);
    const order = { tenantId, email, name, role: "owner" as const, employer: "client" as const };
    const { invitationId, inviteUrl, expiresAt } = await issueInvitation(unit, order);
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
