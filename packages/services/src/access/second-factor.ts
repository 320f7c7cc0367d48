import type { Tx } from "@callbay/db/client";
import { createSecretBox } from "@callbay/db/secret-box";
import type { OperatorActor, TenantActor } from "@callbay/domain/actor";
import { CallbayError } from "@callbay/domain/errors";
import type { VerbContext } from "../context.ts";
import { accountQuery, accountVerb, type Verb, z } from "../verb.ts";
import { typedPassword, verifyPassword } from "./password.ts";
import type { SignInAttempt, SignInLimiter } from "./ports.ts";
import { renewRecoveryCodes } from "./recovery-codes.ts";
import { codeAttempt } from "./second-factor-check.ts";
import { secondFactorRequired } from "./second-factor-policy.ts";
import { takeAttempt } from "./sign-in.ts";
import { matchTotp, newTotpKey, otpauthUri } from "./totp.ts";

const withPassword = z.object({ password: typedPassword });
const withCode = z.object({ code: z.string().trim().min(1).max(20) });

/** Have I a second factor, how many recovery codes are left, and must I have one here? */
export const getSecondFactor = accountQuery({
  name: "session.secondFactor",
  input: z.object({}),
  run: async ({ tx, actor }) => {
    const { accountId } = actor;
    const factor = await tx.accountSecondFactor.findUnique({ where: { accountId }, select: { confirmedAt: true } });
    return {
      enabledAt: factor?.confirmedAt ?? null,
      recoveryCodesLeft: await tx.recoveryCode.count({ where: { accountId, usedAt: null } }),
      required: await secondFactorRequired(tx, actor),
      /** Without a password of their own, somebody signs in by their company alone. */
      hasPassword: (await tx.accountCredential.count({ where: { accountId } })) > 0,
    };
  },
});

const start = accountVerb({
  name: "session.startSecondFactor",
  input: withPassword,
  run: async ({ tx, actor, now, deps, audit }, { password }) => {
    const { accountId } = actor;
    await requirePassword(tx, accountId, password);
    const before = await tx.accountSecondFactor.findUnique({ where: { accountId } });
    if (before?.confirmedAt)
      throw new CallbayError(
        "conflict",
        "SECOND_FACTOR_EXISTS",
        "Your account has a second factor already. Nothing was changed; turn it off first to move to another phone.",
      );
    const key = newTotpKey();
    const fresh = { secretBox: createSecretBox(deps.secretKey).seal(key), lastStep: 0n, createdAt: now };
    await tx.accountSecondFactor.upsert({ where: { accountId }, create: { accountId, ...fresh }, update: fresh });
    await audit({ action: "account.startSecondFactor", ...mine(actor) });
    const { email } = await tx.account.findUniqueOrThrow({ where: { id: accountId }, select: { email: true } });
    return { key, uri: otpauthUri(key, email) };
  },
});

const confirm = accountVerb({
  name: "session.confirmSecondFactor",
  input: withCode,
  run: async ({ tx, actor, now, deps, audit }, { code }) => {
    const { accountId } = actor;
    const factor = await tx.accountSecondFactor.findUnique({ where: { accountId } });
    if (!factor || factor.confirmedAt)
      throw new CallbayError(
        "precondition",
        "SECOND_FACTOR_NOT_STARTED",
        "There is no new key to confirm. Nothing was changed; begin again.",
      );
    const key = createSecretBox(deps.secretKey).open(factor.secretBox);
    const step = matchTotp(key, code.replace(/\s/g, ""), { now, lastStep: factor.lastStep });
    if (step === null)
      throw new CallbayError(
        "invalid",
        "SECOND_FACTOR_CODE_INVALID",
        "This is not the code that the app shows now. Nothing was changed; check the phone's clock and try the next code.",
      );
    const { count } = await tx.accountSecondFactor.updateMany({
      where: { accountId, confirmedAt: null, secretBox: factor.secretBox },
      data: { confirmedAt: now, lastStep: step },
    });
    if (count === 0)
      throw new CallbayError("conflict", "SECOND_FACTOR_EXISTS", "Somebody was faster. Reload the page.");
    const recoveryCodes = await renewRecoveryCodes(tx, accountId, now);
    await audit({ action: "account.enableSecondFactor", ...mine(actor) });
    return { recoveryCodes };
  },
});

const disable = accountVerb({
  name: "session.disableSecondFactor",
  input: withPassword,
  run: async ({ tx, actor, audit }, { password }) => {
    const { accountId } = actor;
    await requirePassword(tx, accountId, password);
    const { count } = await tx.accountSecondFactor.deleteMany({ where: { accountId } });
    await tx.recoveryCode.deleteMany({ where: { accountId } });
    await audit({ action: "account.disableSecondFactor", ...mine(actor), after: { wasThere: count > 0 } });
    return { disabled: true };
  },
});

const renew = accountVerb({
  name: "session.renewRecoveryCodes",
  input: withPassword,
  run: async ({ tx, actor, now, audit }, { password }) => {
    const { accountId } = actor;
    await requirePassword(tx, accountId, password);
    if (!(await tx.accountSecondFactor.count({ where: { accountId, confirmedAt: { not: null } } })))
      throw new CallbayError("precondition", "SECOND_FACTOR_NOT_STARTED", "Your account has no second factor yet.");
    const recoveryCodes = await renewRecoveryCodes(tx, accountId, now);
    await audit({ action: "account.renewRecoveryCodes", ...mine(actor) });
    return { recoveryCodes };
  },
});

/** Each of these may be tried ten times in a quarter of an hour: whoever sits at an unlocked desk cannot guess long. */
export const startSecondFactor = braked(start, (ctx) => passwordAttempt(ctx));
export const confirmSecondFactor = braked(confirm, (ctx) => codeAttempt(accountIdOf(ctx)));
export const disableSecondFactor = braked(disable, (ctx) => passwordAttempt(ctx));
export const renewCodes = braked(renew, (ctx) => passwordAttempt(ctx));

function braked<S extends z.ZodType, Out>(verb: Verb<S, Out>, attemptOf: (ctx: VerbContext) => SignInAttempt) {
  return async (ctx: VerbContext, limiter: SignInLimiter, raw: z.input<S>): Promise<Out> => {
    await takeAttempt(limiter, attemptOf(ctx));
    const done = await verb(ctx, raw);
    await limiter.succeeded(attemptOf(ctx));
    return done;
  };
}

function passwordAttempt(ctx: VerbContext): SignInAttempt {
  return { ip: ctx.ip ?? "unknown", subject: `password:${accountIdOf(ctx)}` };
}

function accountIdOf({ actor }: VerbContext): string {
  return actor.kind === "system" ? "system" : actor.accountId;
}

async function requirePassword(tx: Tx, accountId: string, password: string): Promise<void> {
  const credential = await tx.accountCredential.findUnique({ where: { accountId } });
  if (!(await verifyPassword(credential?.passwordHash ?? null, password)))
    throw new CallbayError("invalid", "WRONG_PASSWORD", "The current password is not right. Nothing was changed.");
}

function mine(actor: OperatorActor | TenantActor) {
  const tenant = actor.kind === "tenant" ? { tenantId: actor.tenantId } : {};
  return { entity: "account", entityId: actor.accountId, ...tenant };
}
