import type { Tx } from "@callbay/db/client";
import { createSecretBox } from "@callbay/db/secret-box";
import { CallbayError } from "@callbay/domain/errors";
import { auditAccess } from "./audit.ts";
import type { SignInLimiter } from "./ports.ts";
import { useRecoveryCode } from "./recovery-codes.ts";
import { type AnonymousContext, takeAttempt } from "./sign-in.ts";
import { matchTotp } from "./totp.ts";

/** Tries of codes are counted by account, wherever they come from: six digits are few. */
export function codeAttempt(accountId: string) {
  return { ip: `account:${accountId}`, subject: "second-factor" };
}

/** Is this a code of the app, not used before, or a recovery code, not used before? What fits is used up. */
export async function useSecondFactor(
  tx: Tx,
  accountId: string,
  typed: string,
  { now, secretKey }: { readonly now: Date; readonly secretKey: string },
): Promise<boolean> {
  const factor = await tx.accountSecondFactor.findUnique({ where: { accountId } });
  if (!factor?.confirmedAt) return false;
  const code = typed.replace(/\s/g, "");
  if (!/^\d{6}$/.test(code)) return useRecoveryCode(tx, accountId, typed, now);
  const { lastStep } = factor;
  const step = matchTotp(createSecretBox(secretKey).open(factor.secretBox), code, { now, lastStep });
  if (step === null) return false;
  // The conditional write: of two who send one code at once, one is let in.
  const { count } = await tx.accountSecondFactor.updateMany({
    where: { accountId, lastStep: { lt: step } },
    data: { lastStep: step },
  });
  return count === 1;
}

/**
 * Step two of signing in, for whoever has set one up; it is asked for only after the password was right.
 *
 * @throws CallbayError SECOND_FACTOR_NEEDED (nothing typed yet), SECOND_FACTOR_WRONG (wrong, or used before),
 * TOO_MANY_SIGN_INS
 */
export async function checkSecondFactor(
  ctx: AnonymousContext & { readonly limiter: SignInLimiter },
  account: { readonly id: string; readonly name: string },
  typed: string | undefined,
): Promise<void> {
  const { db, secretKey } = ctx.deps;
  const factor = await db.asAuthenticator((tx) =>
    tx.accountSecondFactor.findFirst({ where: { accountId: account.id, confirmedAt: { not: null } } }),
  );
  if (!factor) return;
  if (!typed?.trim())
    throw new CallbayError(
      "unauthenticated",
      "SECOND_FACTOR_NEEDED",
      "Type the six digits that your authenticator app shows, or one of your recovery codes.",
    );
  await takeAttempt(ctx.limiter, codeAttempt(account.id));
  const right = await db.asAuthenticator((tx) => useSecondFactor(tx, account.id, typed, { now: ctx.now, secretKey }));
  if (right) {
    await ctx.limiter.succeeded(codeAttempt(account.id));
    return;
  }
  await db.asAuthenticator((tx) =>
    auditAccess(tx, {
      ...{ at: ctx.now, tenantId: null, accountId: account.id, name: account.name },
      ...{ action: "session.secondFactorRefused", entity: "account", entityId: account.id },
      requestId: ctx.requestId,
      ip: ctx.ip,
    }),
  );
  throw wrongCode();
}

export function wrongCode(): CallbayError {
  return new CallbayError(
    "unauthenticated",
    "SECOND_FACTOR_WRONG",
    "This code is not right, or was used already. Wait for the next one and try again.",
  );
}
