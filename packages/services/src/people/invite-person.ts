import { CallbayError, notFound } from "@callbay/domain/errors";
import { TENANT_ROLES } from "@callbay/domain/permissions";
import { emailAddress } from "../access/email.ts";
import { issueInvitation } from "../access/invitation-token.ts";
import { tenantVerb, z } from "../verb.ts";
import { refuseOwnerMatters } from "./authority.ts";

/** Mails a link by which somebody enters this workspace, and shows it once. The answer is the same whether they have an account or not. */
export const invitePerson = tenantVerb({
  name: "person.invite",
  permission: "person.invite",
  input: z.strictObject({
    email: emailAddress,
    name: z.string().trim().min(1).max(120),
    role: z.enum(TENANT_ROLES),
    orgUnitId: z.uuid().nullish(),
  }),
  run: async (unit, { email, name, role, orgUnitId }) => {
    const { tx, tenantId, actor, audit } = unit;
    refuseOwnerMatters(actor.role, role);
    if (orgUnitId && !(await tx.orgUnit.findUnique({ where: { tenantId_id: { tenantId, id: orgUnitId } } })))
      throw notFound("org unit");
    const member = await tx.membership.findFirst({ where: { tenantId, endedAt: null, account: { email } } });
    if (member)
      throw new CallbayError("conflict", "ALREADY_MEMBER", "This person is in your workspace already.", {
        membershipId: member.id,
      });
    const order = { tenantId, email, name, role, employer: "client" as const, orgUnitId: orgUnitId ?? undefined };
    const { invitationId, inviteUrl, expiresAt } = await issueInvitation(unit, order);
    await audit({
      action: "person.invite",
      entity: "invitation",
      entityId: invitationId,
      after: { email, role, orgUnitId: orgUnitId ?? null },
    });
    return { inviteUrl, expiresAt };
  },
});

/** Withdraws an invitation that nobody has taken yet. */
export const withdrawInvitation = tenantVerb({
  name: "person.withdrawInvitation",
  permission: "person.invite",
  input: z.strictObject({ invitationId: z.uuid() }),
  run: async ({ tx, tenantId, now, audit }, { invitationId }) => {
    const { count } = await tx.invitation.updateMany({
      where: { tenantId, id: invitationId, employer: "client", acceptedAt: null, revokedAt: null },
      data: { revokedAt: now },
    });
    if (count === 0) throw notFound("invitation");
    await audit({ action: "person.withdrawInvitation", entity: "invitation", entityId: invitationId });
    return { withdrawn: true };
  },
});
