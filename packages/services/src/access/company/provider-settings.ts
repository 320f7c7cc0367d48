import { createSecretBox } from "@callbay/db/secret-box";
import { CallbayError } from "@callbay/domain/errors";
import { COMPANY_DOMAIN, isPublicMailDomain } from "@callbay/domain/mail-domain";
import { IdentityProviderRefused } from "@callbay/gateways/identity-port";
import type { Deps } from "../../context.ts";
import { type TenantUnit, tenantQuery, tenantVerb, z } from "../../verb.ts";
import { companyProviderId } from "./provider-id.ts";

/** How this workspace's people sign in by their company; the secret is never shown again. */
export const getCompanySignIn = tenantQuery({
  name: "companySignIn.get",
  permission: "access.write",
  input: z.strictObject({}),
  run: async ({ tx, tenantId, deps }) => {
    const provider = await tx.oidcProvider.findUnique({
      where: { tenantId },
      omit: { secretBox: true, tenantId: true },
    });
    const linked = await tx.oidcIdentity.count({ where: { tenantId } });
    /** What the provider is told to send people back to. */
    const redirectUri = `${deps.appUrl}/api/auth/callback/${companyProviderId(tenantId)}`;
    return { provider, linked, redirectUri };
  },
});

const input = z.strictObject({
  issuer: z.url({ protocol: /^https?$/ }).max(300),
  clientId: z.string().trim().min(1).max(300),
  /** Kept as it is when absent. */
  clientSecret: z.string().trim().min(1).max(1000).optional(),
  domains: z.array(z.string().trim().toLowerCase().regex(COMPANY_DOMAIN)).min(1).max(20),
  enabled: z.boolean(),
  only: z.boolean(),
  vouchesSecondFactor: z.boolean(),
});

/**
 * Sets up sign-in by the company's own provider. It is asked for its description first: what is saved works, or says
 * what does not.
 *
 * @throws CallbayError OIDC_UNREACHABLE, OIDC_NO_DESCRIPTION, OIDC_OTHER_ISSUER, OIDC_LACKS (with `detail`),
 * OIDC_DOMAIN_PUBLIC, OIDC_DOMAIN_FOREIGN (with `domain`), OIDC_SECRET_NEEDED
 */
export const setCompanySignIn = tenantVerb({
  name: "companySignIn.set",
  permission: "access.write",
  input,
  timeoutMs: 30_000,
  run: async (unit, wanted) => {
    const { tx, tenantId, now, deps, audit, emit } = unit;
    const domains = [...new Set(wanted.domains)].sort();
    await checkDomains(unit, domains);
    const before = await tx.oidcProvider.findUnique({ where: { tenantId } });
    const sameSecret =
      before?.clientId === wanted.clientId && before.issuer.startsWith(wanted.issuer.replace(/\/+$/, ""));
    if (wanted.clientSecret === undefined && !(before && sameSecret))
      throw new CallbayError(
        "invalid",
        "OIDC_SECRET_NEEDED",
        "Type the client secret that belongs to this client id. Nothing was changed.",
      );
    const { issuer } = await describe(deps, wanted.issuer);
    const box =
      wanted.clientSecret === undefined ? undefined : createSecretBox(deps.secretKey).seal(wanted.clientSecret);
    const { clientId, enabled, only, vouchesSecondFactor } = wanted;
    const data = { issuer, clientId, domains, enabled, only, vouchesSecondFactor, updatedAt: now };
    await tx.oidcProvider.upsert({
      where: { tenantId },
      create: { tenantId, ...data, secretBox: box ?? before?.secretBox ?? "", createdAt: now },
      update: { ...data, ...(box === undefined ? {} : { secretBox: box }) },
    });
    await audit({
      ...{ action: "companySignIn.set", entity: "tenant", entityId: tenantId },
      ...(before ? { before: shown(before) } : {}),
      after: { ...shown(data), newSecret: box !== undefined },
    });
    emit({ type: "tenant.changed", tenantId });
    return { issuer };
  },
});

/** Ends sign-in by the company: its sessions end, and who was linked must be linked anew. */
export const removeCompanySignIn = tenantVerb({
  name: "companySignIn.remove",
  permission: "access.write",
  input: z.strictObject({}),
  run: async ({ tx, tenantId, audit, emit }) => {
    const before = await tx.oidcProvider.findUnique({ where: { tenantId } });
    const { count: unlinked } = await tx.oidcIdentity.deleteMany({ where: { tenantId } });
    await tx.oidcProvider.deleteMany({ where: { tenantId } });
    await audit({
      ...{ action: "companySignIn.remove", entity: "tenant", entityId: tenantId },
      ...(before ? { before: shown(before) } : {}),
      after: { unlinked },
    });
    // Screens that were opened by it look whether they are still signed in.
    emit({ type: "tenant.changed", tenantId });
    return { removed: before !== null };
  },
});

interface Shown {
  readonly issuer: string;
  readonly clientId: string;
  readonly domains: string[];
  readonly enabled: boolean;
  readonly only: boolean;
  readonly vouchesSecondFactor: boolean;
}

function shown({ issuer, clientId, domains, enabled, only, vouchesSecondFactor }: Shown) {
  return { issuer, clientId, domains, enabled, only, vouchesSecondFactor };
}

/** A domain is a company's when somebody of it works here: nobody puts a stranger's domain on the sign-in page. */
async function checkDomains({ tx, tenantId }: TenantUnit, domains: readonly string[]): Promise<void> {
  for (const domain of domains) {
    if (isPublicMailDomain(domain))
      throw new CallbayError(
        "invalid",
        "OIDC_DOMAIN_PUBLIC",
        `Anybody can have an address at ${domain}. Nothing was changed; name your company's own domain.`,
        { domain },
      );
    const member = await tx.membership.findFirst({
      where: { tenantId, endedAt: null, employer: "client", account: { email: { endsWith: `@${domain}` } } },
    });
    if (!member)
      throw new CallbayError(
        "invalid",
        "OIDC_DOMAIN_FOREIGN",
        `Nobody in this workspace has an address at ${domain}. Nothing was changed; invite somebody of it first.`,
        { domain },
      );
  }
}

const SENTENCES = {
  UNREACHABLE: "No identity provider answers at this address",
  NO_DESCRIPTION: "This address does not describe an OpenID Connect provider",
  OTHER_ISSUER: "The provider at this address calls itself by another name",
  LACKS: "This provider lacks what signing in needs",
} as const;

async function describe(deps: Deps, issuer: string): Promise<{ issuer: string }> {
  const { identities } = deps;
  if (!identities) throw new Error("This process reaches no identity providers");
  try {
    return await identities.describe(issuer);
  } catch (error) {
    if (!(error instanceof IdentityProviderRefused)) throw error;
    const { problem, detail } = error;
    const message = `${SENTENCES[problem]} (${detail}). Nothing was changed; check the issuer and save again.`;
    throw new CallbayError("invalid", `OIDC_${problem}`, message, { detail });
  }
}
