import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { CallbayError } from "@callbay/domain/errors";
import { auditAccess } from "../audit.ts";
import { joinWorkspace } from "../invitation.ts";
import type { AnonymousContext } from "../sign-in.ts";
import type { CompanyWord } from "./sign-in.ts";

interface Known {
  readonly tenantId: string;
  readonly issuer: string;
  readonly word: CompanyWord;
}

interface Account {
  readonly id: string;
  readonly name: string;
}

/**
 * Who a provider's subject is here. Once linked, the subject alone counts: an address may change hands. The first time
 * it is linked by a verified address, to a member of the client's own or to whom an invitation is open; an operator's
 * agent is nobody whom a client's provider vouches for.
 *
 * @throws CallbayError COMPANY_EMAIL_UNVERIFIED, COMPANY_NOT_INVITED, COMPANY_OTHER_IDENTITY
 */
export async function accountOfIdentity(tx: Tx, ctx: AnonymousContext, known: Known): Promise<Account> {
  const { tenantId, issuer, word } = known;
  const identity = await tx.oidcIdentity.findUnique({
    where: { tenantId_issuer_subject: { tenantId, issuer, subject: word.subject } },
    include: { account: true },
  });
  if (identity) {
    const { account } = identity;
    if (account.disabledAt) throw notInvited();
    const member = await memberOf(tx, tenantId, account.id);
    if (member) return account;
    // Whoever left comes back by an invitation to the same person's address.
    if (word.verifiedEmail !== account.email) throw notInvited();
    return accept(tx, ctx, known, account.email);
  }
  if (word.verifiedEmail === null)
    throw new CallbayError(
      "forbidden",
      "COMPANY_EMAIL_UNVERIFIED",
      "Your company does not say that your e-mail address is verified. Ask whoever runs its sign-in.",
    );
  const email = word.verifiedEmail;
  const account = await tx.account.findUnique({ where: { email } });
  if (account?.disabledAt) throw notInvited();
  if (!account || !(await memberOf(tx, tenantId, account.id))) return accept(tx, ctx, known, email);
  const other = await tx.oidcIdentity.findFirst({ where: { tenantId, issuer, accountId: account.id } });
  if (other)
    throw new CallbayError(
      "conflict",
      "COMPANY_OTHER_IDENTITY",
      "This address was somebody else's at your company. Ask the owner to end the old membership and to invite you.",
    );
  await link(tx, ctx, known, account);
  return account;
}

async function memberOf(tx: Tx, tenantId: string, accountId: string): Promise<boolean> {
  return (await tx.membership.count({ where: { tenantId, accountId, endedAt: null, employer: "client" } })) > 0;
}

/** Takes the open invitation of an address; an identity of the address's former holder ends with it. */
async function accept(tx: Tx, ctx: AnonymousContext, known: Known, email: string): Promise<Account> {
  const { tenantId, issuer, word } = known;
  const invitation = await tx.invitation.findFirst({
    where: {
      ...{ tenantId, email, employer: "client", acceptedAt: null, revokedAt: null },
      expiresAt: { gt: ctx.now },
    },
    orderBy: { createdAt: "desc" },
  });
  if (!invitation) throw notInvited();
  const { count } = await tx.invitation.updateMany({
    where: { tenantId, id: invitation.id, acceptedAt: null, revokedAt: null },
    data: { acceptedAt: ctx.now },
  });
  if (count === 0) throw notInvited();
  const before = await tx.account.findUnique({ where: { email } });
  if (before) await tx.oidcIdentity.deleteMany({ where: { tenantId, issuer, accountId: before.id } });
  const account = before ?? { id: newId(), name: word.name ?? invitation.name };
  if (!before) await tx.account.createMany({ data: { id: account.id, email, name: account.name, createdAt: ctx.now } });
  const membershipId = await joinWorkspace(tx, invitation, account.id, ctx.now);
  await auditAccess(tx, {
    ...{ at: ctx.now, tenantId, accountId: account.id, name: account.name },
    ...{ action: "invitation.accept", entity: "membership", entityId: membershipId },
    after: { role: invitation.role, invitationId: invitation.id, company: issuer },
    requestId: ctx.requestId,
    ip: ctx.ip,
  });
  await link(tx, ctx, known, account);
  return account;
}

async function link(tx: Tx, ctx: AnonymousContext, { tenantId, issuer, word }: Known, account: Account): Promise<void> {
  await tx.oidcIdentity.createMany({
    data: { tenantId, issuer, subject: word.subject, accountId: account.id, createdAt: ctx.now },
  });
  await auditAccess(tx, {
    ...{ at: ctx.now, tenantId, accountId: account.id, name: account.name },
    ...{ action: "companySignIn.link", entity: "account", entityId: account.id, after: { issuer } },
    requestId: ctx.requestId,
    ip: ctx.ip,
  });
}

/** One answer for an unknown address, one of another workspace, and one that left. */
function notInvited(): CallbayError {
  return new CallbayError(
    "forbidden",
    "COMPANY_NOT_INVITED",
    "Your company knows you, but you are not in its workspace. Ask its owner for an invitation.",
  );
}
