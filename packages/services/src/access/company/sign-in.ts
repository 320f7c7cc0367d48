import type { Tx } from "@callbay/db/client";
import { createSecretBox } from "@callbay/db/secret-box";
import { CallbayError } from "@callbay/domain/errors";
import { mailDomainOf } from "@callbay/domain/mail-domain";
import { z } from "zod";
import { parseInput } from "../../verb.ts";
import { auditAccess } from "../audit.ts";
import { emailAddress } from "../email.ts";
import { checkSecondFactor } from "../second-factor-check.ts";
import { openSession } from "../session.ts";
import { type AnonymousContext, type SignedIn, takeAttempt } from "../sign-in.ts";
import { findWorkspace, workspacesOf } from "../workspace.ts";
import { accountOfIdentity } from "./identity.ts";
import { companyProviderId } from "./provider-id.ts";

/** How long the second step may take after the company's answer. */
const TICKET_MS = 5 * 60_000;

/** What the library that speaks the protocol needs of a tenant's provider. */
export interface CompanyProvider {
  readonly tenantId: string;
  readonly id: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The provider of a tenant that may sign in by it now; null otherwise, whatever the reason. */
export async function companyProvider(
  deps: AnonymousContext["deps"],
  tenantId: string,
): Promise<CompanyProvider | null> {
  const found = await deps.db.asAuthenticator((tx) =>
    tx.oidcProvider.findFirst({ where: { tenantId, enabled: true, tenant: { state: "active" } } }),
  );
  if (!found) return null;
  const { issuer, clientId, secretBox } = found;
  const clientSecret = createSecretBox(deps.secretKey).open(secretBox);
  return { tenantId, id: companyProviderId(tenantId), issuer, clientId, clientSecret };
}

const lookupInput = z.object({ email: emailAddress });

/**
 * Which companies sign their people in at the domain of this address. It is looked at the domain alone: whether the
 * address is anybody's, the answer does not tell.
 *
 * @throws CallbayError TOO_MANY_SIGN_INS
 */
export async function companiesOf(ctx: AnonymousContext, raw: z.input<typeof lookupInput>) {
  const { email } = parseInput(lookupInput, raw);
  const attempt = { ip: ctx.ip ?? "unknown", subject: "company" };
  await takeAttempt(ctx.limiter, attempt);
  const domain = mailDomainOf(email) ?? "";
  const found = await ctx.deps.db.asAuthenticator((tx) =>
    tx.oidcProvider.findMany({
      where: { enabled: true, domains: { has: domain }, tenant: { state: "active" } },
      select: { tenantId: true, only: true, tenant: { select: { name: true } } },
      orderBy: { createdAt: "asc" },
      take: 5,
    }),
  );
  await ctx.limiter.succeeded(attempt);
  return {
    companies: found.map(({ tenantId, only, tenant }) => ({
      providerId: companyProviderId(tenantId),
      name: tenant.name,
      only,
    })),
  };
}

/** What the provider says of somebody; its signature, audience, issuer, nonce and dates are checked by then. */
const claims = z.object({
  sub: z.string().min(1).max(255),
  email: z.string().max(254).optional(),
  email_verified: z.unknown().optional(),
  /** Microsoft's word for a verified domain, where it leaves out `email_verified`. */
  xms_edov: z.unknown().optional(),
  name: z.string().trim().min(1).max(120).optional().catch(undefined),
});

export interface CompanyWord {
  readonly subject: string;
  /** As typed into our own form, and only where the provider says that it is that person's. */
  readonly verifiedEmail: string | null;
  readonly email: string | null;
  readonly name: string | null;
}

function wordOf(raw: unknown): CompanyWord {
  const said = parseInput(claims, raw);
  const email = emailAddress.safeParse(said.email ?? "");
  const verified = [said.email_verified, said.xms_edov].some((one) => one === true || one === "true" || one === "1");
  return {
    subject: said.sub,
    email: email.success ? email.data : null,
    verifiedEmail: email.success && verified ? email.data : null,
    name: said.name ?? null,
  };
}

export type CompanySignedIn =
  | { readonly done: true; readonly sessionId: string }
  /** Our own second factor is asked for: the sign-in page brings this ticket back with the code. */
  | { readonly done: false; readonly ticket: string };

/**
 * Signs in whom the company's provider vouches for, into that company's workspace alone.
 *
 * @throws CallbayError COMPANY_SIGN_IN_OFF, COMPANY_EMAIL_UNVERIFIED, COMPANY_OTHER_DOMAIN, COMPANY_NOT_INVITED,
 * COMPANY_OTHER_IDENTITY
 */
export async function signInByCompany(
  ctx: AnonymousContext,
  { provider, profile }: { readonly provider: CompanyProvider; readonly profile: unknown },
): Promise<CompanySignedIn> {
  const word = wordOf(profile);
  return ctx.deps.db.asAuthenticator(async (tx) => {
    const { tenantId, issuer } = provider;
    const setting = await tx.oidcProvider.findFirst({ where: { tenantId, issuer, enabled: true } });
    if (!setting) throw off();
    const domain = word.email === null ? null : mailDomainOf(word.email);
    if (domain !== null && !setting.domains.includes(domain))
      throw new CallbayError(
        "forbidden",
        "COMPANY_OTHER_DOMAIN",
        "Your company signs in people of its own addresses alone. Ask the owner of your workspace.",
      );
    const account = await accountOfIdentity(tx, ctx, { tenantId, issuer, word });
    const factor = setting.vouchesSecondFactor
      ? null
      : await tx.accountSecondFactor.findFirst({ where: { accountId: account.id, confirmedAt: { not: null } } });
    if (factor) return { done: false, ticket: ticketOf(ctx, { tenantId, accountId: account.id }) };
    return { done: true, sessionId: await enter(tx, ctx, { tenantId, account, issuer }) };
  });
}

const ticketClaims = z.object({ t: z.uuid(), a: z.uuid(), e: z.int() });

function ticketOf(ctx: AnonymousContext, who: { tenantId: string; accountId: string }): string {
  const body = { t: who.tenantId, a: who.accountId, e: ctx.now.getTime() + TICKET_MS };
  return createSecretBox(ctx.deps.secretKey).seal(`company:${JSON.stringify(body)}`);
}

function readTicket(ctx: AnonymousContext, ticket: string) {
  try {
    const plain = createSecretBox(ctx.deps.secretKey).open(ticket);
    const said = ticketClaims.parse(JSON.parse(plain.startsWith("company:") ? plain.slice(8) : ""));
    return said.e > ctx.now.getTime() ? said : null;
  } catch {
    return null;
  }
}

/**
 * The second step, for whom the company vouched without a second factor of its own.
 * @throws CallbayError COMPANY_TICKET_OLD, COMPANY_SIGN_IN_OFF, SECOND_FACTOR_NEEDED, SECOND_FACTOR_WRONG,
 * TOO_MANY_SIGN_INS
 */
export async function finishCompanySignIn(
  ctx: AnonymousContext,
  { ticket, code }: { readonly ticket: string; readonly code: string | undefined },
): Promise<SignedIn["sessionId"]> {
  const said = readTicket(ctx, ticket);
  if (!said)
    throw new CallbayError(
      "unauthenticated",
      "COMPANY_TICKET_OLD",
      "Your company's answer is too old. Sign in with your company again.",
    );
  const account = await ctx.deps.db.asAuthenticator((tx) => tx.account.findUnique({ where: { id: said.a } }));
  if (!account || account.disabledAt) throw off();
  await checkSecondFactor(ctx, account, code);
  return ctx.deps.db.asAuthenticator(async (tx) => {
    const setting = await tx.oidcProvider.findFirst({ where: { tenantId: said.t, enabled: true } });
    if (!setting) throw off();
    return enter(tx, ctx, { tenantId: said.t, account, issuer: setting.issuer });
  });
}

interface Entering {
  readonly tenantId: string;
  readonly issuer: string;
  readonly account: { readonly id: string; readonly name: string };
}

async function enter(tx: Tx, ctx: AnonymousContext, { tenantId, issuer, account }: Entering): Promise<string> {
  const workspace = findWorkspace(await workspacesOf(tx, account.id, { sso: true, tenantId }), tenantId);
  if (!workspace) throw off();
  const visitor = { accountId: account.id, tenantId, ip: ctx.ip, userAgent: ctx.userAgent };
  const sessionId = await openSession(tx, { ...visitor, sso: true }, ctx.now);
  await auditAccess(tx, {
    ...{ at: ctx.now, tenantId, accountId: account.id, name: account.name },
    ...{ action: "session.signIn", entity: "session", entityId: sessionId, after: { company: issuer } },
    requestId: ctx.requestId,
    ip: ctx.ip,
  });
  return sessionId;
}

function off(): CallbayError {
  return new CallbayError(
    "forbidden",
    "COMPANY_SIGN_IN_OFF",
    "Signing in with this company is not possible now. Ask the owner of your workspace.",
  );
}
