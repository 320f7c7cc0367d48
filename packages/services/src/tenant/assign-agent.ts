import { newId } from "@callbay/db/ids";
import { CallbayError } from "@callbay/domain/errors";
import { emailAddress } from "../access/email.ts";
import { issueInvitation } from "../access/invitation-token.ts";
import { operatorVerb, z } from "../verb.ts";
import { requireTenant } from "./require-tenant.ts";

/**
 * Assigns one of the operator's own agents into a tenant's workspace (contract form FULL). Somebody with an account is
 * in at once; somebody new gets a link to choose a password first.
 */
export const assignAgent = operatorVerb({
  name: "tenant.assignAgent",
  permission: "platform.tenant.write",
  input: z.strictObject({
    tenantId: z.uuid(),
    email: emailAddress,
    name: z.string().trim().min(1).max(120).optional(),
    role: z.enum(["agent", "supervisor"]).default("agent"),
  }),
  run: async (unit, { tenantId, email, name, role }) => {
    const { tx, now, audit, emit } = unit;
    await requireTenant(tx, tenantId);
    const account = await tx.account.findUnique({ where: { email } });
    if (!account) {
      const order = { tenantId, email, name: name ?? email, role, employer: "operator" as const };
      const invited = await issueInvitation(unit, order);
      await audit({
        action: "tenant.assignAgent",
        entity: "invitation",
        entityId: invited.invitationId,
        tenantId,
        after: { email, role },
      });
      return { membershipId: null, inviteUrl: invited.inviteUrl };
    }
    const before = await tx.membership.findUnique({
      where: { tenantId_accountId: { tenantId, accountId: account.id } },
    });
    if (before && !before.endedAt)
      throw new CallbayError(
        "conflict",
        "ALREADY_MEMBER",
        "This person is in the client's workspace already. Nothing was changed.",
        { membershipId: before.id },
      );
    const membershipId = before?.id ?? newId();
    if (before)
      await tx.membership.updateMany({
        where: { tenantId, id: before.id },
        data: { role, employer: "operator", endedAt: null },
      });
    else
      await tx.membership.createMany({
        data: { tenantId, id: membershipId, accountId: account.id, role, employer: "operator", createdAt: now },
      });
    await audit({
      action: "tenant.assignAgent",
      entity: "membership",
      entityId: membershipId,
      tenantId,
      after: { email, role },
    });
    emit({ type: "tenant.changed", tenantId });
    emit({ type: "tenant.changed", tenantId }, { tenantId });
    return { membershipId, inviteUrl: null };
  },
});
