import { CallbayError } from "@callbay/domain/errors";
import { z } from "zod";
import type { Deps } from "../context.ts";
import { parseInput } from "../verb.ts";
import { auditAccess } from "./audit.ts";
import { emailAddress } from "./email.ts";
import { typedPassword, verifyPassword } from "./password.ts";
import type { SignInAttempt, SignInLimiter } from "./ports.ts";
import { checkSecondFactor } from "./second-factor-check.ts";
import { openSession } from "./session.ts";
import { tenantIdOf, type Workspace, workspacesOf } from "./workspace.ts";

/** Somebody who is not signed in: no actor yet, only where they come from. */
export interface AnonymousContext {
  readonly deps: Pick<Deps, "db" | "secretKey">;
  readonly limiter: SignInLimiter;
  readonly now: Date;
  readonly requestId: string;
  readonly ip?: string | undefined;
  readonly userAgent?: string | undefined;
}

export interface SignedIn {
  readonly sessionId: string;
  readonly account: { readonly id: string; readonly name: string; readonly email: string; readonly locale: string };
  readonly workspace: Workspace;
}

const input = z.object({
  email: emailAddress,
  password: typedPassword,
  /** Of the second factor, where the account has one. */
  code: z.string().max(40).optional(),
});

/**
 * Opens a session in the first workspace of the account.
 * @throws CallbayError TOO_MANY_SIGN_INS (with `retryAfterMs`), WRONG_CREDENTIALS (the same for an unknown address, a
 * wrong password and a disabled account), SECOND_FACTOR_NEEDED, SECOND_FACTOR_WRONG, NO_WORKSPACE,
 * COMPANY_SIGN_IN_NEEDED
 */
export async function signIn(ctx: AnonymousContext, raw: z.input<typeof input>): Promise<SignedIn> {
  const { email, password, code } = parseInput(input, raw);
  const account = await checkPassword(ctx, email, password);
  await checkSecondFactor(ctx, account, code);
  return ctx.deps.db.asAuthenticator(async (tx) => {
    const [workspace] = await workspacesOf(tx, account.id);
    const bound = workspace
      ? 0
      : await tx.membership.count({
          where: {
            ...{ accountId: account.id, endedAt: null },
            tenant: { state: "active", oidcProvider: { enabled: true, only: true } },
          },
        });
    if (bound > 0)
      throw new CallbayError(
        "forbidden",
        "COMPANY_SIGN_IN_NEEDED",
        "Your company signs its people in itself. Use “Sign in with your company” instead of a password.",
      );
    if (!workspace)
      throw new CallbayError(
        "forbidden",
        "NO_WORKSPACE",
        "Your account is in no active workspace now. Ask the person who invited you, or your operator.",
      );
    const tenantId = tenantIdOf(workspace);
    const sessionId = await openSession(
      tx,
      { accountId: account.id, tenantId, ip: ctx.ip, userAgent: ctx.userAgent },
      ctx.now,
    );
    await auditAccess(tx, {
      at: ctx.now,
      tenantId,
      accountId: account.id,
      name: account.name,
      action: "session.signIn",
      entity: "session",
      entityId: sessionId,
      ...(workspace.kind === "tenant" && workspace.breakGlass ? { after: { breakGlass: true } } : {}),
      requestId: ctx.requestId,
      ip: ctx.ip,
    });
    return { sessionId, account, workspace };
  });
}

/** Compares a password within the brake. @throws CallbayError TOO_MANY_SIGN_INS, WRONG_CREDENTIALS */
export async function checkPassword(
  ctx: AnonymousContext,
  email: string,
  password: string,
): Promise<SignedIn["account"]> {
  const attempt = { ip: ctx.ip ?? "unknown", subject: email, password: true };
  await takeAttempt(ctx.limiter, attempt);
  const found = await ctx.deps.db.asAuthenticator((tx) =>
    tx.account.findUnique({ where: { email }, include: { credential: true } }),
  );
  const usable = found && !found.disabledAt ? found : null;
  const matches = await verifyPassword(usable?.credential?.passwordHash ?? null, password);
  if (!usable || !matches) {
    await ctx.deps.db.asAuthenticator((tx) =>
      auditAccess(tx, {
        at: ctx.now,
        tenantId: null,
        accountId: found?.id ?? null,
        name: found?.name ?? "unknown",
        action: "session.signInRefused",
        entity: "account",
        entityId: found?.id ?? "unknown",
        requestId: ctx.requestId,
        ip: ctx.ip,
      }),
    );
    throw wrongCredentials();
  }
  await ctx.limiter.succeeded(attempt);
  return { id: usable.id, name: usable.name, email: usable.email, locale: usable.locale };
}

export function wrongCredentials(): CallbayError {
  return new CallbayError(
    "unauthenticated",
    "WRONG_CREDENTIALS",
    "This address and password do not belong together. Check both and try again.",
  );
}

/** Counts a try. @throws CallbayError TOO_MANY_SIGN_INS with the time to wait */
export async function takeAttempt(limiter: SignInLimiter, attempt: SignInAttempt): Promise<void> {
  const retryAfterMs = await limiter.take(attempt);
  if (retryAfterMs === 0) return;
  const minutes = Math.ceil(retryAfterMs / 60_000);
  throw new CallbayError(
    "rate_limited",
    "TOO_MANY_SIGN_INS",
    `Too many tries. Wait ${minutes === 1 ? "a minute" : `${minutes} minutes`} and try again.`,
    { retryAfterMs },
  );
}
