import { CallbayError } from "@callbay/domain/errors";
import type { VerbContext } from "../context.ts";
import { accountVerb, z } from "../verb.ts";
import { hashPassword, newPassword, typedPassword, verifyPassword } from "./password.ts";
import type { SignInLimiter } from "./ports.ts";
import { revokeSessions } from "./session.ts";
import { takeAttempt } from "./sign-in.ts";

const input = z.object({ current: typedPassword, next: newPassword });

const verb = accountVerb({
  name: "session.changePassword",
  input,
  run: async ({ tx, actor, now, audit, emit }, { current, next }) => {
    const credential = await tx.accountCredential.findUnique({ where: { accountId: actor.accountId } });
    if (!(await verifyPassword(credential?.passwordHash ?? null, current)))
      throw new CallbayError("invalid", "WRONG_PASSWORD", "The current password is not right. Nothing was changed.");
    await tx.accountCredential.update({
      where: { accountId: actor.accountId },
      data: { passwordHash: await hashPassword(next), updatedAt: now },
    });
    const { accountId, sessionId } = actor;
    const ended = await revokeSessions(tx, accountId, { idNot: sessionId }, "password_changed", now);
    for (const audience of ended.audiences) emit(ended.event, audience);
    await audit({
      action: "account.changePassword",
      entity: "account",
      entityId: actor.accountId,
      ...(actor.kind === "tenant" ? { tenantId: actor.tenantId } : {}),
      after: { sessionsEnded: ended.count },
    });
    return { sessionsEnded: ended.count };
  },
});

/** Changes my password and ends all my other sessions; whoever sits at an unlocked desk cannot guess for long. */
export async function changePassword(
  ctx: VerbContext,
  limiter: SignInLimiter,
  raw: z.input<typeof input>,
): Promise<{ sessionsEnded: number }> {
  const accountId = ctx.actor.kind === "system" ? "system" : ctx.actor.accountId;
  const attempt = { ip: ctx.ip ?? "unknown", subject: `password:${accountId}` };
  await takeAttempt(limiter, attempt);
  const done = await verb(ctx, raw);
  await limiter.succeeded(attempt);
  return done;
}
