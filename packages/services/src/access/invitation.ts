import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import type { Invitation } from "@callbay/db/types";
import { CallbayError } from "@callbay/domain/errors";
import { z } from "zod";
import { parseInput } from "../verb.ts";
import { auditAccess } from "./audit.ts";
import { hashToken } from "./invitation-token.ts";
import { hashPassword, newPassword, typedPassword } from "./password.ts";
import { type AnonymousContext, checkPassword, takeAttempt } from "./sign-in.ts";

/** A link that was cut off on its way is told from no other that opens nothing. */
const token = z.string().min(1).max(500);
const getInput = z.object({ token });
const acceptInput = z.object({
  token,
  /** A new account's password, or the one that the invited address signs in with already. */
  password: typedPassword.optional(),
  name: z.string().trim().min(1).max(120).optional(),
});

/** Who asks, where somebody is signed in already. */
export interface InvitedContext extends AnonymousContext {
  readonly accountId: string | null;
}

/**
 * What an invitation says. It does not tell whether the address has an account: the inviter holds this link too.
 * @throws CallbayError INVITATION_INVALID
 */
export async function getInvitation(ctx: InvitedContext, raw: z.input<typeof getInput>) {
  const input = parseInput(getInput, raw);
  await takeAttempt(ctx.limiter, { ip: ctx.ip ?? "unknown", subject: "invitation" });
  const answer = await ctx.deps.db.asAuthenticator(async (tx) => {
    const invitation = await openInvitation(tx, input.token, ctx.now);
    const tenant = await tx.tenant.findUnique({ where: { id: invitation.tenantId }, select: { name: true } });
    const visitor = ctx.accountId ? await tx.account.findUnique({ where: { id: ctx.accountId } }) : null;
    return {
      email: invitation.email,
      name: invitation.name,
      role: invitation.role,
      employer: invitation.employer,
      tenantName: tenant?.name ?? "",
      expiresAt: invitation.expiresAt,
      /** Null when nobody is signed in; false when somebody else is. */
      signedInAsInvited: visitor ? visitor.email === invitation.email : null,
    };
  });
  await ctx.limiter.succeeded({ ip: ctx.ip ?? "unknown", subject: "invitation" });
  return answer;
}

/**
 * Takes an invitation. A new address chooses its password; an existing account keeps its own and must prove it, by
 * being signed in or by typing it.
 * @throws CallbayError INVITATION_INVALID, INVITATION_FOR_ANOTHER, INVITATION_SIGN_IN_FIRST, PASSWORD_NEEDED,
 * WRONG_CREDENTIALS, ALREADY_MEMBER
 */
export async function acceptInvitation(ctx: InvitedContext, raw: z.input<typeof acceptInput>) {
  const input = parseInput(acceptInput, raw);
  await takeAttempt(ctx.limiter, { ip: ctx.ip ?? "unknown", subject: "invitation" });
  const { email, known, visitor } = await ctx.deps.db.asAuthenticator(async (tx) => {
    const invitation = await openInvitation(tx, input.token, ctx.now);
    return {
      email: invitation.email,
      known: await tx.account.findUnique({ where: { email: invitation.email }, include: { credential: true } }),
      visitor: ctx.accountId ? await tx.account.findUnique({ where: { id: ctx.accountId } }) : null,
    };
  });
  if (visitor && visitor.email !== email)
    throw new CallbayError(
      "conflict",
      "INVITATION_FOR_ANOTHER",
      "This invitation is for another address than the one you are signed in with. Sign out and open the link again.",
    );
  const proven = visitor !== null;
  if (!proven && input.password === undefined)
    throw new CallbayError("invalid", "PASSWORD_NEEDED", "Choose a password, or sign in with the one you have.");
  // The inviter holds this link too: it gives nobody a password for an account that is somebody's already.
  if (!proven && known && !known.credential)
    throw new CallbayError(
      "conflict",
      "INVITATION_SIGN_IN_FIRST",
      "This address has an account without a password. Sign in with your company, or have a new password mailed to you, then open the link again.",
    );
  if (!proven && known) await checkPassword(ctx, email, input.password ?? "");
  const passwordHash = proven || known ? null : await hashPassword(parseInput(newPassword, input.password));

  const done = await ctx.deps.db.asAuthenticator(async (tx) => {
    const invitation = await openInvitation(tx, input.token, ctx.now);
    // The conditional write: of two people who open one link, one becomes a member.
    const { count } = await tx.invitation.updateMany({
      where: { tenantId: invitation.tenantId, id: invitation.id, acceptedAt: null, revokedAt: null },
      data: { acceptedAt: ctx.now },
    });
    if (count === 0) throw invalidInvitation();
    const name = input.name ?? invitation.name;
    const account = known ?? { id: newId(), name };
    if (!known)
      await tx.account.createMany({ data: { id: account.id, email: invitation.email, name, createdAt: ctx.now } });
    if (passwordHash)
      await tx.accountCredential.createMany({ data: { accountId: account.id, passwordHash, updatedAt: ctx.now } });
    const membershipId = await joinWorkspace(tx, invitation, account.id, ctx.now);
    await auditAccess(tx, {
      at: ctx.now,
      tenantId: invitation.tenantId,
      accountId: account.id,
      name: account.name,
      action: "invitation.accept",
      entity: "membership",
      entityId: membershipId,
      after: { role: invitation.role, invitationId: invitation.id },
      requestId: ctx.requestId,
      ip: ctx.ip,
    });
    return { tenantId: invitation.tenantId, membershipId, email: invitation.email };
  });
  await ctx.limiter.succeeded({ ip: ctx.ip ?? "unknown", subject: "invitation" });
  return done;
}

/** Makes the person a member, or takes one back who had left. @throws CallbayError ALREADY_MEMBER */
export async function joinWorkspace(tx: Tx, invitation: Invitation, accountId: string, now: Date): Promise<string> {
  const { tenantId, role, employer, orgUnitId } = invitation;
  const before = await tx.membership.findUnique({ where: { tenantId_accountId: { tenantId, accountId } } });
  if (before && !before.endedAt)
    throw new CallbayError("conflict", "ALREADY_MEMBER", "You are in this workspace already. Nothing was changed.");
  if (before) {
    await tx.membership.updateMany({
      where: { tenantId, id: before.id },
      data: { role, employer, orgUnitId, endedAt: null },
    });
    return before.id;
  }
  const id = newId();
  await tx.membership.createMany({ data: { tenantId, id, accountId, role, employer, orgUnitId, createdAt: now } });
  return id;
}

async function openInvitation(tx: Tx, plain: string, now: Date): Promise<Invitation> {
  const invitation = await tx.invitation.findUnique({ where: { tokenHash: hashToken(plain) } });
  if (!invitation || invitation.acceptedAt || invitation.revokedAt || invitation.expiresAt <= now)
    throw invalidInvitation();
  return invitation;
}

/** One answer for a wrong, used, withdrawn and expired link. */
function invalidInvitation(): CallbayError {
  return new CallbayError(
    "not_found",
    "INVITATION_INVALID",
    "This invitation is not valid any more. Ask the person who invited you for a new one.",
  );
}
