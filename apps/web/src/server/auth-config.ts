import type { AuthConfig } from "@auth/core";
import { customFetch } from "@auth/core";
import { CredentialsSignin } from "@auth/core/errors";
import type { OIDCConfig } from "@auth/core/providers";
import Credentials from "@auth/core/providers/credentials";
import { asRefusal } from "@callbay/api/errors";
import { CallbayError } from "@callbay/domain/errors";
import type { CompanyProvider, CompanySignedIn, Server, Visitor } from "./composition.ts";
import { cookieNames } from "./cookie-names.ts";

/** What signing in reaches: the part of this process that a test can build by itself. */
export type AuthParts = Pick<Server, "signIn" | "signInByCompany" | "finishCompanySignIn" | "identities"> & {
  readonly config: Pick<Server["config"], "APP_URL" | "AUTH_SECRET">;
  readonly logger: Pick<Server["logger"], "error" | "warn" | "debug">;
};

/** Longer than any session may live (packages/services/src/access/session.ts): the table ends it, not the cookie. */
const COOKIE_SECONDS = 15 * 24 * 3600;

/** A refusal that reaches the sign-in page as `code`: our code and, for a brake, the seconds to wait. */
class Refused extends CredentialsSignin {
  constructor(error: CallbayError) {
    super();
    const waitMs = error.details.retryAfterMs;
    this.code = typeof waitMs === "number" ? `${error.code}.${Math.ceil(waitMs / 1000)}` : error.code;
  }
}

async function authorize(here: AuthParts, visitor: Visitor, credentials: Partial<Record<string, unknown>>) {
  const { email, password, code, ticket } = credentials;
  const typed = typeof code === "string" && code ? code : undefined;
  try {
    if (typeof ticket === "string" && ticket) {
      const sid = await here.finishCompanySignIn(visitor, { ticket, code: typed });
      return { id: sid, sid };
    }
    if (typeof email !== "string" || typeof password !== "string") return null;
    const { sessionId, account } = await here.signIn(visitor, { email, password, ...(typed ? { code: typed } : {}) });
    return { id: account.id, sid: sessionId };
  } catch (error) {
    if (error instanceof CallbayError) throw new Refused(error);
    here.logger.error({ err: error }, "Sign-in failed");
    throw new Refused(asRefusal(error, visitor.requestId));
  }
}

/** `company-…` of /api/auth/signin/company-… and of its callback; null for every other address. */
export function providerIdOf(pathname: string): string | null {
  return /^\/api\/auth\/(?:signin|callback)\/(company-[0-9a-f-]+)$/.exec(pathname)?.[1] ?? null;
}

function companyOidc(here: AuthParts, company: CompanyProvider): OIDCConfig<Record<string, unknown>> {
  const { id, issuer, clientId, clientSecret } = company;
  return {
    ...{ id, name: id, type: "oidc", issuer, clientId, clientSecret },
    checks: ["pkce", "state", "nonce"],
    [customFetch]: here.identities.fetch,
    // Nothing of the provider's words is kept in a cookie: they are judged in the callback below.
    profile: ({ sub }) => ({ id: String(sub) }),
  };
}

interface Vouched {
  readonly idToken: unknown;
  readonly profile: unknown;
}

/** What follows the company's answer: a session, our own second step, or a refusal that the sign-in page says. */
async function enterByCompany(here: AuthParts, visitor: Visitor, company: CompanyProvider, vouched: Vouched) {
  const { idToken, profile } = vouched;
  try {
    if (typeof idToken !== "string" || !(await here.identities.signed(company.issuer, idToken)))
      throw new CallbayError("forbidden", "COMPANY_SIGNATURE", "Your company's answer is not signed by it.");
    return await here.signInByCompany(visitor, { provider: company, profile });
  } catch (error) {
    if (error instanceof CallbayError) return { refused: error.code };
    here.logger.error({ err: error }, "Sign-in by a company failed");
    return { refused: "COMPANY_SIGN_IN_FAILED" };
  }
}

/** Why, in the words of what the library wraps; its own name a page of its manual. No more of it: there are tokens in it. */
function reasonOf(error: Error): string | undefined {
  const { cause } = error;
  const inner: unknown = typeof cause === "object" && cause !== null && "err" in cause ? cause.err : cause;
  return inner instanceof Error ? inner.message : undefined;
}

/** The configuration of @auth/core: credentials in, and a signed cookie out that holds our session's id alone. */
export function authConfig(here: AuthParts, visitor: Visitor, company: CompanyProvider | null): AuthConfig {
  let entered: CompanySignedIn | null = null;
  const names = cookieNames(here.config.APP_URL);
  const cookie = { httpOnly: true, sameSite: "lax", path: "/", secure: names.secure } as const;
  return {
    basePath: "/api/auth",
    secret: here.config.AUTH_SECRET,
    trustHost: true,
    useSecureCookies: names.secure,
    session: { strategy: "jwt", maxAge: COOKIE_SECONDS },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: { name: names.session, options: cookie },
      csrfToken: { name: names.csrf, options: cookie },
    },
    providers: [
      Credentials({
        credentials: { email: {}, password: {}, code: {}, ticket: {} },
        authorize: (credentials) => authorize(here, visitor, credentials),
      }),
      ...(company ? [companyOidc(here, company)] : []),
    ],
    callbacks: {
      signIn: async ({ account, profile }) => {
        if (account?.type !== "oidc") return true;
        if (!company) return false;
        const answer = await enterByCompany(here, visitor, company, { idToken: account.id_token, profile });
        if ("refused" in answer) return `${here.config.APP_URL}/sign-in?error=${answer.refused}`;
        entered = answer;
        // A fragment stays in the browser: the ticket reaches no log on its way.
        return answer.done || `${here.config.APP_URL}/sign-in#ticket=${answer.ticket}`;
      },
      jwt: ({ token, user }) => {
        if (entered?.done) return { sid: entered.sessionId };
        return user && "sid" in user ? { sid: user.sid } : { sid: token.sid };
      },
      session: ({ session }) => ({ expires: session.expires }),
    },
    logger: {
      error: (error) => {
        if (error instanceof CredentialsSignin) return;
        here.logger.warn({ err: error, reason: reasonOf(error) }, "Sign-in request refused");
      },
      warn: (code) => here.logger.debug({ code }, "Sign-in warning"),
      debug: () => {},
    },
  };
}
