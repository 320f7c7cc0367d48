import "server-only";
import type { AuthConfig } from "@auth/core";
import { CredentialsSignin } from "@auth/core/errors";
import Credentials from "@auth/core/providers/credentials";
import { CallbayError } from "@callbay/domain/errors";
import { type Server, server } from "./composition.ts";
import { visitorOf } from "./request.ts";
import { cookieNames } from "./session.ts";

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

async function authorize(here: Server, credentials: Partial<Record<string, unknown>>, request: Request) {
  const { email, password, code } = credentials;
  if (typeof email !== "string" || typeof password !== "string") return null;
  try {
    const { sessionId, account } = await here.signIn(visitorOf(request.headers), {
      ...{ email, password },
      ...(typeof code === "string" && code ? { code } : {}),
    });
    return { id: account.id, sid: sessionId };
  } catch (error) {
    if (error instanceof CallbayError) throw new Refused(error);
    here.logger.error({ err: error }, "Sign-in failed");
    throw new Refused(new CallbayError("unavailable", "UNEXPECTED", "Something went wrong on our side."));
  }
}

/** The configuration of @auth/core: credentials in, and a signed cookie out that holds our session's id alone. */
export function authConfig(): AuthConfig {
  const here = server();
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
        credentials: { email: {}, password: {}, code: {} },
        authorize: (credentials, request) => authorize(here, credentials, request),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user && "sid" in user ? { sid: user.sid } : { sid: token.sid }),
      session: ({ session }) => ({ expires: session.expires }),
    },
    logger: {
      error: (error) => {
        if (error instanceof CredentialsSignin) return;
        here.logger.warn({ err: error }, "Sign-in request refused");
      },
      warn: (code) => here.logger.debug({ code }, "Sign-in warning"),
      debug: () => {},
    },
  };
}
